"""Finding officers and their sessions."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from casework.accounts.models import HeldForm, Installation, Officer, OfficerRole, OfficerSession
from casework.database import db
from casework.errors import NotFound
from casework.permissions import ROLE_PERMISSIONS, Permission, Role


def digest(token: str) -> str:
    """Return the hash under which a secret token is kept. The token is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def officer_by_email(email: str) -> Officer | None:
    """Return the officer with this address, in any case of letters."""
    return db.session.scalar(select(Officer).where(Officer.email == email.strip().lower()))


def officer_by_id(officer_id: int) -> Officer:
    """Return the officer; raise NotFound."""
    officer = db.session.get(Officer, officer_id)
    if officer is None:
        raise NotFound
    return officer


def officers(*, active_only: bool = False) -> Sequence[Officer]:
    """Return every officer by name, roles loaded."""
    query = select(Officer).options(selectinload(Officer.role_rows)).order_by(Officer.name, Officer.id)
    return db.session.scalars(query.where(Officer.active) if active_only else query).all()


def officers_with(permission: Permission) -> Sequence[Officer]:
    """Return the active officers one of whose roles grants `permission`, by name."""
    roles = [role for role, granted in ROLE_PERMISSIONS.items() if permission in granted]
    return db.session.scalars(
        select(Officer)
        .where(Officer.active, Officer.role_rows.any(OfficerRole.role.in_(roles)))
        .order_by(Officer.name, Officer.id)
    ).all()


def officers_in(role: Role) -> Sequence[Officer]:
    """Return the active officers who hold `role`, by name."""
    return db.session.scalars(
        select(Officer)
        .where(Officer.active, Officer.role_rows.any(role=role))
        .order_by(Officer.name, Officer.id)
    ).all()


def session_by_token(token: str) -> OfficerSession | None:
    """Return the session of a cookie's token, alive or not."""
    return db.session.scalar(select(OfficerSession).where(OfficerSession.token_hash == digest(token)))


def open_sessions(officer: Officer, idle_since: datetime, begun_since: datetime) -> Sequence[OfficerSession]:
    """Return the officer's sessions that have neither ended nor expired, newest first."""
    return db.session.scalars(
        select(OfficerSession)
        .where(
            OfficerSession.officer_id == officer.id,
            OfficerSession.ended_at.is_(None),
            OfficerSession.last_seen_at > idle_since,
            OfficerSession.created_at > begun_since,
        )
        .order_by(OfficerSession.last_seen_at.desc())
    ).all()


def held_form(token: str, officer: Officer) -> HeldForm | None:
    """Return what this officer, and no other, had typed when their session expired."""
    return db.session.scalar(
        select(HeldForm).where(HeldForm.token_hash == digest(token), HeldForm.officer_id == officer.id)
    )


def installation() -> Installation | None:
    """Return the row that says what this database is."""
    return db.session.get(Installation, 1)


def is_demo() -> bool:
    """Say whether the demo loader wrote this database. Only then may anyone sign in without a password."""
    row = installation()
    return row is not None and row.demo_loaded_at is not None


def anybody() -> bool:
    """Say whether there is any officer at all."""
    return bool(db.session.scalar(select(func.count()).select_from(select(Officer.id).limit(1).subquery())))

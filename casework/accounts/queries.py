"""Finding officers and their sessions."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from casework import clock
from casework.accounts.lifetime import Lifetime
from casework.accounts.models import HeldForm, Installation, Officer, OfficerRole, OfficerSession
from casework.database import db
from casework.errors import DomainError, NotFound
from casework.permissions import ROLE_PERMISSIONS, Permission, Role


def digest(token: str) -> str:
    """Return the hash under which a secret token is kept. The token is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def officer_by_email(email: str) -> Officer | None:
    """Return the officer with this address, in any case of letters."""
    return db.session.scalar(select(Officer).where(Officer.email == email.strip().lower()))


def known_officer(email: str) -> Officer:
    """Return the officer with this address; raise DomainError for an address that nobody has."""
    officer = officer_by_email(email)
    if officer is None:
        raise DomainError(
            f"No officer has the e-mail address {email}. `flask accounts list` shows them all.", "email"
        )
    return officer


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


def accounts(*, active: bool) -> Select[Any]:
    """Return the select of active or of inactive accounts, by name, roles loaded."""
    return (
        select(Officer)
        .options(selectinload(Officer.role_rows))
        .where(Officer.active.is_(active))
        .order_by(Officer.name, Officer.id)
    )


def grants(permission: Permission) -> ColumnElement[bool]:
    """Return the condition that an officer is active and that one of their roles grants `permission`."""
    roles = [role for role, granted in ROLE_PERMISSIONS.items() if permission in granted]
    return Officer.active & Officer.role_rows.any(OfficerRole.role.in_(roles))


def officers_with(permission: Permission) -> Sequence[Officer]:
    """Return the active officers one of whose roles grants `permission`, by name."""
    return db.session.scalars(
        select(Officer).where(grants(permission)).order_by(Officer.name, Officer.id)
    ).all()


def officers_in(role: Role) -> Sequence[Officer]:
    """Return the active officers who hold `role`, by name."""
    return db.session.scalars(
        select(Officer)
        .where(Officer.active, Officer.role_rows.any(role=role))
        .order_by(Officer.name, Officer.id)
    ).all()


def others_holding(role: Role, officer: Officer) -> bool:
    """Say whether an active officer besides this one holds `role`; holds their rows until the command ends.

    So two administrators cannot each take the other's role in the same moment.
    """
    rows = db.session.execute(
        select(OfficerRole.officer_id)
        .join(OfficerRole.officer)
        .where(OfficerRole.role == role, Officer.active)
        .order_by(OfficerRole.officer_id)
        .with_for_update()
    )
    return any(officer_id != officer.id for (officer_id,) in rows.all())


def session_by_token(token: str) -> OfficerSession | None:
    """Return the session of a cookie's token, alive or not, with its officer and their roles."""
    whose = joinedload(OfficerSession.officer).joinedload(Officer.role_rows)
    query = select(OfficerSession).where(OfficerSession.token_hash == digest(token)).options(whose)
    found: OfficerSession | None = db.session.scalars(query).unique().one_or_none()
    return found


def open_sessions(officer: Officer, lifetime: Lifetime) -> Sequence[OfficerSession]:
    """Return the officer's sessions that have neither ended nor run out, the last used first."""
    moment = clock.now()
    return db.session.scalars(
        select(OfficerSession)
        .where(
            OfficerSession.officer_id == officer.id,
            OfficerSession.ended_at.is_(None),
            OfficerSession.last_seen_at > moment - lifetime.idle,
            OfficerSession.created_at > moment - lifetime.absolute,
        )
        .order_by(OfficerSession.last_seen_at.desc(), OfficerSession.id.desc())
    ).all()


def session_of(officer: Officer, session_id: int) -> OfficerSession:
    """Return one session of this officer; raise NotFound for anybody else's."""
    row = db.session.get(OfficerSession, session_id)
    if row is None or row.officer_id != officer.id:
        raise NotFound
    return row


def has_signed_in_from(email: str, address: str) -> bool:
    """Say whether the officer with this e-mail has ever signed in from this network address."""
    seen = (
        select(OfficerSession.id)
        .join(OfficerSession.officer)
        .where(Officer.email == email, OfficerSession.address == address)
    )
    return db.session.scalar(select(seen.exists())) is True


def last_seen(officer_ids: Collection[int]) -> dict[int, datetime]:
    """Return {officer's id: when they last used the software}, without those who never did."""
    rows = db.session.execute(
        select(OfficerSession.officer_id, func.max(OfficerSession.last_seen_at))
        .where(OfficerSession.officer_id.in_(officer_ids))
        .group_by(OfficerSession.officer_id)
    )
    return {row[0]: row[1] for row in rows}


def holders() -> dict[Role, list[OfficerRole]]:
    """Return who holds each role, active officers only, by name."""
    rows = db.session.scalars(
        select(OfficerRole)
        .join(OfficerRole.officer)
        .where(Officer.active)
        .options(contains_eager(OfficerRole.officer), joinedload(OfficerRole.granted_by))
        .order_by(Officer.name, Officer.id)
    )
    held: dict[Role, list[OfficerRole]] = {role: [] for role in Role}
    for row in rows:
        held[row.role].append(row)
    return held


def held_form(token: str, officer: Officer) -> HeldForm | None:
    """Return what this officer, and no other, had typed when their session expired."""
    return db.session.scalar(
        select(HeldForm).where(HeldForm.token_hash == digest(token), HeldForm.officer_id == officer.id)
    )


def installation() -> Installation | None:
    """Return the row that says what this database is."""
    return db.session.get(Installation, 1)


def is_set_up() -> bool:
    """Say whether the set-up page has led through everything, or the demo loader did it all at once."""
    row = installation()
    return row is not None and (row.setup_done_at is not None or row.demo_loaded_at is not None)


def is_demo() -> bool:
    """Say whether the demo loader wrote this database. Only then may anyone sign in without a password."""
    row = installation()
    return row is not None and row.demo_loaded_at is not None


def setup_token_fits(token: str) -> bool:
    """Say whether `token` may make the first administrator: the newest one given out, and nobody has an account."""
    row = installation()
    expected = row.setup_token_hash if row is not None else None
    return bool(expected) and secrets.compare_digest(expected or "", digest(token)) and not anybody()


def anybody() -> bool:
    """Say whether there is any officer at all."""
    return bool(db.session.scalar(select(func.count()).select_from(select(Officer.id).limit(1).subquery())))

"""Commands on sessions."""

import secrets
from datetime import timedelta

from sqlalchemy import select

from casework import clock
from casework.accounts import queries
from casework.accounts.models import Officer, OfficerSession
from casework.accounts.passwords import password_matches
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.database import command, db, unit_of_work
from casework.errors import DomainError, NotAllowed

SEEN_EVERY = timedelta(minutes=1)  # how often a session's last use is written down
AGENT_LENGTH = 300


def sign_in(email: str, password: str, *, address: str, agent: str) -> tuple[Officer, str]:
    """Return the officer and the token of a new session; raise DomainError with one message for every failure."""
    officer = queries.officer_by_email(email)
    matches = password_matches(officer.password_hash if officer else None, password)
    if officer is None or not matches or not officer.active:
        with unit_of_work():  # outlives the refusal
            record(Verb.SIGN_IN_FAILED, actor=None, subject=officer, address=address)
        raise DomainError("The e-mail address or the password is not right.")
    return officer, begin_session(officer, address=address, agent=agent)


@command
def begin_session(officer: Officer, *, address: str, agent: str) -> str:
    """Begin a session of an active officer, and return its token: shown once, kept as a hash."""
    if not officer.active:
        raise NotAllowed("This account is not active.")
    token, moment = secrets.token_urlsafe(32), clock.now()
    row = OfficerSession(
        officer=officer,
        token_hash=queries.digest(token),
        created_at=moment,
        last_seen_at=moment,
        address=address,
        agent=agent[:AGENT_LENGTH],
    )
    db.session.add(row)
    record(Verb.SIGNED_IN, actor=officer, subject=row, address=address)
    return token


@command
def end_session(row: OfficerSession, *, actor: Officer) -> None:
    """End one session, one's own or, for an administrator, another's."""
    if row.ended_at is None:
        row.ended_at = clock.now()
        record(Verb.SESSION_ENDED, actor=actor, subject=row, name=row.officer.name)


@command
def end_other_sessions(kept: OfficerSession, *, actor: Officer) -> int:
    """End every session of the officer but the one kept; return how many."""
    return _end(kept.officer, actor, besides=kept.id)


@command
def end_all_sessions(officer: Officer, *, actor: Officer) -> int:
    """End every open session of the officer; return how many."""
    return _end(officer, actor)


@command
def touch_session(row: OfficerSession) -> None:
    """Write down that a session is in use."""
    row.last_seen_at = clock.now()


def close_sessions(officer: Officer, *, besides: int | None = None) -> list[OfficerSession]:
    """End every open session of the officer as part of another command, and return them."""
    rows = db.session.scalars(
        select(OfficerSession).where(
            OfficerSession.officer_id == officer.id,
            OfficerSession.ended_at.is_(None),
            OfficerSession.id != (besides or 0),
        )
    ).all()
    for row in rows:
        row.ended_at = clock.now()
    return list(rows)


def _end(officer: Officer, actor: Officer, besides: int | None = None) -> int:
    ended = close_sessions(officer, besides=besides)
    for row in ended:
        record(Verb.SESSION_ENDED, actor=actor, subject=row, name=officer.name)
    return len(ended)

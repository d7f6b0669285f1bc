"""Commands on the installation itself: its first administrator, and the end of its set-up."""

import secrets

from casework import clock
from casework.accounts import queries
from casework.accounts.models import Installation, Officer
from casework.accounts.service.officers import create_officer
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.permissions import Role

USED_UP = "This set-up link is not valid, or was used already. Start the service again: it prints a new one."


@command
def new_setup_token() -> str:
    """Return a one-time token with which the first administrator is made; raise NotPossible once anybody exists."""
    if queries.anybody():
        raise NotPossible("This installation has officers already. An administrator makes further accounts.")
    token = secrets.token_urlsafe(24)
    row = queries.installation() or Installation(id=1)
    row.setup_token_hash = queries.digest(token)
    db.session.add(row)
    return token


@command
def use_setup_token(token: str, *, name: str, email: str, password: str) -> Officer:
    """Make the first administrator, and use the token up. Raises DomainError where the token does not fit."""
    row = queries.installation()
    if row is not None:
        lock(row)
    if row is None or not queries.setup_token_fits(token):
        raise DomainError(USED_UP)
    row.setup_token_hash = None
    return create_officer(name=name, email=email, password=password, roles=[Role.ADMINISTRATOR], actor=None)


@command
def mark_setup_done() -> None:
    """Remember that the set-up page led through everything."""
    row = queries.installation() or Installation(id=1)
    row.setup_done_at = clock.now()
    db.session.add(row)

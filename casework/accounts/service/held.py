"""Commands on what was typed when a session had expired."""

import secrets
from collections.abc import Collection, Mapping
from datetime import timedelta

from sqlalchemy import select

from casework import clock
from casework.accounts import queries
from casework.accounts.models import HeldForm
from casework.database import command, db

HELD_FOR = timedelta(days=2)  # how long something typed waits for its officer


@command
def hold_form(
    officer_id: int, path: str, fields: Mapping[str, list[str]], files: Collection[str] = ()
) -> str:
    """Keep what was typed when a session had expired; return the token with which it is asked for after sign-in.

    Of files that came with it the names alone are kept, so that the officer can be told to choose them again.
    """
    token = secrets.token_urlsafe(32)
    db.session.add(
        HeldForm(
            officer_id=officer_id,
            token_hash=queries.digest(token),
            path=path,
            fields=dict(fields),
            files=list(files),
            created_at=clock.now(),
        )
    )
    return token


@command
def drop_held_form(row: HeldForm) -> None:
    """Forget what was held, once it was sent again or is not wanted."""
    db.session.delete(row)


@command
def forget_held_forms() -> int:
    """Delete what nobody came back for; return how many."""
    rows = db.session.scalars(select(HeldForm).where(HeldForm.created_at < clock.now() - HELD_FOR)).all()
    for row in rows:
        db.session.delete(row)
    return len(rows)

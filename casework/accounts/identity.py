"""Who is signed in: the bridge between Flask-Login and our own session rows."""

from collections.abc import Collection
from typing import cast

from flask import g
from flask_login import UserMixin, current_user

from casework.accounts.models import Officer, OfficerSession
from casework.database import let_go
from casework.permissions import Role


class Identity(UserMixin):  # type: ignore[misc]  # Flask-Login is untyped
    """A signed-in officer. Flask-Login keeps `get_id()` in the cookie: the session's token, not a number."""

    def __init__(self, officer: Officer, session: OfficerSession, token: str) -> None:
        self.officer = officer
        self.session = session
        self._token = token

    @property
    def roles(self) -> Collection[Role]:
        return self.officer.roles

    def get_id(self) -> str:
        return self._token


def current_officer() -> Officer:
    """Return the officer who is signed in. Only for views behind the guard."""
    return cast("Identity", current_user).officer


def still_signed_in() -> bool:
    """Judge the session anew, as the database has it now: it may have been ended since the request began.

    Call it outside a unit of work (RuntimeError), and take `current_officer()` anew afterwards.
    """
    let_go()
    g.pop("_login_user", None)  # where Flask-Login keeps whom it found
    return bool(current_user.is_authenticated)

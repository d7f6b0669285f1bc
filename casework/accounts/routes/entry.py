"""Letting an officer in with a new session, and where they land."""

import re

from flask import abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user

from casework.accounts import queries, service
from casework.accounts.identity import Identity
from casework.accounts.models import Officer
from casework.config import Settings

OURS = re.compile(r"/(?!/)[^\\\x00-\x1f]*")


def begin(officer: Officer) -> str:
    """Begin a session of `officer` in this browser, and return its token."""
    return service.begin_session(officer, address=request.remote_addr or "", agent=request.user_agent.string)


def enter(
    officer: Officer, token: str, next_path: str | None = None, held: str | None = None
) -> ResponseReturnValue:
    """Put a new session's token in a new cookie, and lead to what was held, asked for, or the start page."""
    session.clear()  # a new sign-in carries nothing over from the old cookie: no session fixation
    row = queries.session_by_token(token)
    if row is None:
        abort(500)
    g.pop("expired_officer_id", None)
    login_user(Identity(officer, row, token))
    if held and queries.held_form(held, officer) is not None:
        return redirect(url_for("accounts.carry_on", token=held))
    return redirect(safe_next(next_path))


def safe_next(path: str | None) -> str:
    """Return `path` where it is one of our own, else the start page: no open redirect."""
    return path if path and is_ours(path) else url_for("desk.my_work")


def is_ours(path: str) -> bool:
    """Say whether `path` stays on this site. Browsers read a backslash as a slash, and drop tabs and line ends."""
    return OURS.fullmatch(path) is not None


def settings() -> Settings:
    """Return what the installation was set up with."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings

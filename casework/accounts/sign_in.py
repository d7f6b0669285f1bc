"""How Flask-Login finds the officer behind a cookie, and what becomes of a request that has none."""

from datetime import timedelta
from typing import Any

from flask import Flask, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager

from casework import clock
from casework.accounts import queries, service
from casework.accounts.identity import Identity
from casework.config import Settings
from casework.web.errors import answer, wants_json
from casework.web.guard import from_our_page

NEVER_HELD = {"csrf_token", "password", "current"}


def install(app: Flask, settings: Settings) -> None:
    """Let Flask-Login read our session rows."""
    idle, absolute = timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.session_hours)
    manager = LoginManager(app)
    manager.session_protection = (
        None  # the token is bound to a row that can be ended; no guessing from headers
    )

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Identity | None:
        row = queries.session_by_token(token)
        if row is None:
            return None
        if not service.session_alive(row, idle=idle, absolute=absolute):
            g.expired_officer_id = row.officer_id
            return None
        if clock.now() - row.last_seen_at > service.SEEN_EVERY:
            service.touch_session(row)
        g.session_ends_at = min(row.last_seen_at + idle, row.created_at + absolute)
        return Identity(row.officer, row, token)


def ask_to_sign_in() -> ResponseReturnValue:
    """Answer a request without a live session. What was typed is held for the same officer, and given back."""
    if wants_json():
        return answer(401, "Your session has ended. Sign in in another tab, then try again.")
    query: dict[str, Any] = {
        "next": request.full_path.rstrip("?") if request.method == "GET" else request.path
    }
    officer_id = getattr(g, "expired_officer_id", None)
    if request.method == "POST" and officer_id is not None and from_our_page():
        fields = {name: request.form.getlist(name) for name in request.form if name not in NEVER_HELD}
        files = [file.filename for file in request.files.values() if file.filename]
        if fields:
            query["held"] = service.hold_form(officer_id, request.full_path.rstrip("?"), fields, files)
    session.clear()
    return redirect(url_for("accounts.sign_in", **query))

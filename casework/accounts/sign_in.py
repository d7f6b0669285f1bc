"""How Flask-Login finds the officer behind a cookie, and what becomes of a request that has none."""

from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user

from casework import clock
from casework.accounts import queries, service
from casework.accounts.identity import Identity, current_officer
from casework.accounts.lifetime import Lifetime
from casework.config import Settings
from casework.web.errors import answer, wants_json
from casework.web.guard import CSRF_FIELD, from_our_page

NEVER_HELD = {CSRF_FIELD, "password", "current"}
BEFORE_OWN_PASSWORD = {
    "static",
    "council.theme",
    "accounts.own_password",
    "accounts.sign_out",
    "accounts.extend",
}
CARRIED_ON = "carried-on"  # in the address of a form that is sent again: what was held of it


def install(app: Flask, settings: Settings) -> None:
    """Let Flask-Login read our session rows, and forget what was held once it has been sent again."""
    lifetime = Lifetime.of(settings)
    manager = LoginManager(app)
    # The token is bound to a row that can be ended; no guessing from headers.
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Identity | None:
        row = queries.session_by_token(token)
        if row is None:
            return None
        if not lifetime.alive(row):
            g.expired_officer_id = row.officer_id
            return None
        if clock.now() - row.last_seen_at > service.SEEN_EVERY:
            service.touch_session(row)
        g.session_ends_at = lifetime.end_of(row)
        return Identity(row.officer, row, token)

    app.before_request(_own_password_first)

    @app.after_request
    def forget_what_was_sent_again(response: Response) -> Response:
        token = request.args.get(CARRIED_ON)
        if (
            token
            and request.method == "POST"
            and response.status_code < 400
            and current_user.is_authenticated
        ):
            held = queries.held_form(token, current_officer())
            if held is not None:
                service.drop_held_form(held)
        return response


def _own_password_first() -> ResponseReturnValue | None:
    """Lead an officer whose password somebody else set to the page where they choose their own: nowhere else."""
    if request.endpoint is None or request.endpoint in BEFORE_OWN_PASSWORD:
        return None
    if not current_user.is_authenticated or not current_officer().must_choose_password:
        return None
    if wants_json():
        return answer(403, "Choose your own password first: load the page again.")
    return redirect(url_for("accounts.own_password", next=_own_path() if request.method == "GET" else None))


def ask_to_sign_in() -> ResponseReturnValue:
    """Answer a request without a live session. What was typed is held for the same officer, and given back."""
    if wants_json():
        return answer(401, "Your session has ended. Sign in in another tab, then try again.")
    query = {"next": _own_path() if request.method == "GET" else _page_before()}
    officer_id = getattr(g, "expired_officer_id", None)
    if request.method == "POST" and officer_id is not None and from_our_page():
        fields = {name: request.form.getlist(name) for name in request.form if name not in NEVER_HELD}
        files = [file.filename for file in request.files.values() if file.filename]
        if fields or files:
            query["held"] = service.hold_form(officer_id, _own_path(), fields, files)
    session.clear()
    return redirect(
        f"{url_for('accounts.sign_in')}?{urlencode({name: value for name, value in query.items() if value})}"
    )


def _own_path() -> str:
    return request.script_root + request.full_path.rstrip("?")


def _page_before() -> str:
    """Return the path of our page from which a form was sent: its own path may be there for forms alone."""
    parts = urlsplit(request.referrer or "")
    return parts.path if parts.netloc == request.host else ""

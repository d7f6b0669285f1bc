"""Who may reach a view. A view states its permission as data; one that states none answers 403."""

import hmac
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.permissions import Permission, can

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
CSRF_FIELD = "csrf_token"
CSRF_HEADER = "X-CSRF-Token"
Unauthenticated = Callable[[], ResponseReturnValue]


def requires(permission: Permission) -> Callable[[View], View]:
    """State the permission that a view needs."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Put a view on the short list of those that need no sign-in."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view


def csrf_token() -> str:
    """Return the token of this session's forms. It lives as long as the session does."""
    if CSRF_FIELD not in session:
        session[CSRF_FIELD] = secrets.token_urlsafe(32)
    return str(session[CSRF_FIELD])


def install(app: Flask, unauthenticated: Unauthenticated, still_signed_in: Callable[[], bool]) -> None:
    """Guard every request of `app`; `unauthenticated` answers where somebody must sign in first.

    Files may take minutes to come in, and a session may be ended meanwhile: so it is judged again when all are here.
    """

    @app.before_request
    def guard() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint == "static":
            return None
        permission = getattr(current_app.view_functions[request.endpoint], "permission", None)
        if permission == PUBLIC:
            _check_forgery()
            return None
        if not current_user.is_authenticated:
            return unauthenticated()
        if permission is None or not can(current_user, permission):
            abort(403)
        _check_forgery()
        if _brought_files() and not still_signed_in():
            return unauthenticated()
        return None

    app.jinja_env.globals["csrf_token"] = csrf_token


def _brought_files() -> bool:
    """Take in the whole body of a request with files, and say whether it is one."""
    return request.mimetype == "multipart/form-data" and bool(request.files or request.form)


def from_our_page() -> bool:
    """Say whether a form came from a page of this session, and not from another site (cross-site request forgery)."""
    sent = request.headers.get(CSRF_HEADER) or request.form.get(CSRF_FIELD, "")
    return bool(sent) and hmac.compare_digest(sent.encode(), str(session.get(CSRF_FIELD, "")).encode())


def _check_forgery() -> None:
    if request.method not in SAFE_METHODS and not from_our_page():
        abort(
            400,
            "This form was not sent from a page of this session. Go back, reload the page and send it again.",
        )

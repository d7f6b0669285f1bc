"""Signing in and out."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Blueprint, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user, login_user, logout_user

from casework.accounts import queries, service
from casework.accounts.forms import SignInForm
from casework.accounts.identity import Identity, current_officer
from casework.accounts.models import Officer
from casework.permissions import Permission
from casework.web.forms import page
from casework.web.guard import public, requires

bp = Blueprint("accounts", __name__)
limiter = Limiter(get_remote_address, default_limits=[])


def _typed_email() -> str:
    return request.form.get("email", "").strip().lower()


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("30 per 5 minutes", methods=["POST"])
@limiter.limit("8 per 5 minutes", key_func=_typed_email, methods=["POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in by e-mail and password."""
    if current_user.is_authenticated:
        return redirect(_safe_next(request.args.get("next")))
    form = SignInForm(next=request.args.get("next", ""), held=request.args.get("held", ""))
    if form.submitted():
        with form.catching():
            officer, token = service.sign_in(
                form.email.data or "",
                form.password.data or "",
                address=request.remote_addr or "",
                agent=request.user_agent.string,
            )
            return _enter(officer, token, form.next.data, form.held.data)
    officers = queries.officers(active_only=True) if demo_sign_in_open() else []
    return page("accounts/sign_in.html", form=form, demo_officers=officers)


@bp.post("/sign-in/demo/<int:officer_id>")
@public
def demo_sign_in(officer_id: int) -> ResponseReturnValue:
    """Sign in without a password: only in the demonstration, and only on this machine."""
    if not demo_sign_in_open():
        abort(404)
    officer = queries.officer_by_id(officer_id)
    token = service.begin_session(officer, address=request.remote_addr or "", agent=request.user_agent.string)
    return _enter(officer, token, request.form.get("next"), request.form.get("held"))


@bp.post("/sign-out")
@requires(Permission.ACCOUNT_OWN)
def sign_out() -> ResponseReturnValue:
    """End this session."""
    service.end_session(current_user.session, actor=current_officer())
    logout_user()
    session.clear()
    answer = redirect(url_for("accounts.sign_in"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.post("/session/extend")
@requires(Permission.ACCOUNT_OWN)
def extend_session() -> ResponseReturnValue:
    """Stay signed in: to have asked is use enough, and is already noted. Answers when the session now ends."""
    return {"expires": g.session_ends_at.isoformat()}


@bp.get("/carry-on/<token>")
@requires(Permission.ACCOUNT_OWN)
def carry_on(token: str) -> ResponseReturnValue:
    """Give back what was typed when the session had expired; the officer sends it again with one button."""
    held = queries.held_form(token, current_officer())
    if held is None:
        abort(404)
    return page("accounts/carry_on.html", held=held)


def demo_sign_in_open() -> bool:
    """Say whether demo sign-in works: the loader's mark in the database, and a browser on this very machine."""
    return (
        queries.is_demo()
        and _is_loopback(request.remote_addr)
        and _is_loopback(urlsplit(request.url).hostname)
    )


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _enter(officer: Officer, token: str, next_path: str | None, held: str | None) -> ResponseReturnValue:
    session.clear()  # a new sign-in carries nothing over from the old cookie
    row = queries.session_by_token(token)
    if row is None:
        abort(500)
    g.pop("expired_officer_id", None)
    login_user(Identity(officer, row, token))
    if held and queries.held_form(held, officer) is not None:
        return redirect(url_for("accounts.carry_on", token=held))
    return redirect(_safe_next(next_path))


def _safe_next(path: str | None) -> str:
    """Return `path` where it is one of our own, else the start page: no open redirect."""
    parts = urlsplit(path or "")
    if (
        not path
        or parts.scheme
        or parts.netloc
        or not path.startswith("/")
        or path.startswith(("//", "/\\"))
        or "\\" in path
    ):
        return url_for("desk.my_work")
    return path

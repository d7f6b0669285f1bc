"""Signing in and out, and going on after a session has ended."""

import re
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Response, abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter, RouteLimit
from flask_limiter.util import get_remote_address
from flask_login import current_user, logout_user

from casework.accounts import queries, service
from casework.accounts.forms import SignInForm
from casework.accounts.identity import current_officer
from casework.accounts.lifetime import Lifetime
from casework.accounts.routes.blueprint import bp
from casework.accounts.routes.entry import begin, enter, safe_next, settings
from casework.accounts.sign_in import CARRIED_ON
from casework.permissions import Permission
from casework.web.forms import page
from casework.web.guard import public, requires

limiter = Limiter(get_remote_address, default_limits=[])
TOO_MANY = (
    "Too many sign-ins failed. Wait five minutes, then try again; or ask an administrator for a new password."
)
UNSEEN = re.compile(
    r"(.*[-_])?version|(councillor|other|target)_id|kept|confirmed|arrival"
)  # no officer typed these
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


def _email() -> str:
    return request.form.get("email", "").strip().lower()


def _email_from_here() -> str:
    return f"{_email()} {request.remote_addr}"


def _known_here() -> bool:
    """Say whether this very officer has signed in from this address: a stranger's tries must not lock them out."""
    return queries.has_signed_in_from(_email(), request.remote_addr or "")


def _failed(response: Response) -> bool:
    return response.status_code == 422


def _throttled(
    limit: str, key: Callable[[], str], *, unless: Callable[[], bool] = lambda: False
) -> RouteLimit:
    """Count failed sign-ins only: an office behind one address signs in as often as it likes."""
    return limiter.limit(
        limit, key_func=key, methods=["POST"], deduct_when=_failed, exempt_when=unless, error_message=TOO_MANY
    )


@bp.route("/sign-in", methods=["GET", "POST"])
@_throttled("8 per 5 minutes", _email_from_here)
@_throttled("30 per 5 minutes", get_remote_address)
@_throttled("30 per 5 minutes", _email, unless=_known_here)
@public
def sign_in() -> ResponseReturnValue:
    """Sign in by e-mail and password."""
    if current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")))
    form = SignInForm(next=request.args.get("next", ""), held=request.args.get("held", ""))
    if form.submitted():
        with form.catching():
            officer, token = service.sign_in(
                form.email.data or "",
                form.password.data or "",
                address=request.remote_addr or "",
                agent=request.user_agent.string,
            )
            return enter(officer, token, form.next.data, form.held.data)
    return page(
        "accounts/sign_in.html",
        form=form,
        demo_officers=queries.officers(active_only=True) if demo_sign_in_open() else [],
        anybody=queries.anybody(),
    )


@bp.post("/sign-in/demo/<int:officer_id>")
@public
def demo_sign_in(officer_id: int) -> ResponseReturnValue:
    """Sign in without a password: only in the demonstration, and only on this machine."""
    if not demo_sign_in_open():
        abort(404)
    officer = queries.officer_by_id(officer_id)
    return enter(officer, begin(officer), request.form.get("next"), request.form.get("held"))


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
def extend() -> ResponseReturnValue:
    """Answer until when the session lasts now. The absolute limit stays where it was."""
    service.touch_session(current_user.session)
    return {"expires": Lifetime.of(settings()).end_of(current_user.session).isoformat()}


@bp.get("/carry-on/<string:token>")
@requires(Permission.ACCOUNT_OWN)
def carry_on(token: str) -> ResponseReturnValue:
    """Give back what was typed when the session had expired; the officer sends it again with one button."""
    held = queries.held_form(token, current_officer())
    if held is None:
        abort(404)
    mark = "&" if "?" in held.path else "?"
    return page(
        "accounts/carry_on.html",
        held=held,
        typed={name: values for name, values in held.fields.items() if not UNSEEN.fullmatch(name)},
        token=token,
        action=f"{held.path}{mark}{CARRIED_ON}={token}",
    )


@bp.post("/carry-on/<string:token>/forget")
@requires(Permission.ACCOUNT_OWN)
def forget_held(token: str) -> ResponseReturnValue:
    """Forget what was typed, because the officer does not want it."""
    held = queries.held_form(token, current_officer())
    if held is None:
        abort(404)
    service.drop_held_form(held)
    flash("What you had typed was forgotten.", "success")
    return redirect(url_for("desk.my_work"))


def demo_sign_in_open() -> bool:
    """Say whether demo sign-in works: the loader's mark in the database, and a browser on this very machine.

    A request that a proxy passed on is never taken for this machine's own, whatever the proxy made of its host.
    """
    return (
        not any(name in request.headers for name in FORWARDED)
        and _is_loopback(request.remote_addr)
        and _is_loopback(urlsplit(request.url).hostname)
        and queries.is_demo()
    )


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False

"""One's own account, and the table of roles."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import queries, service
from casework.accounts.agents import browser_in_words
from casework.accounts.forms import PasswordForm
from casework.accounts.identity import current_officer
from casework.accounts.lifetime import Lifetime
from casework.accounts.routes.blueprint import bp
from casework.accounts.routes.entry import begin, enter, is_ours, settings
from casework.outbox.server import is_on
from casework.permissions import PERMISSION_LABELS, ROLE_PERMISSIONS, Permission, Role, can
from casework.web.filters import plural
from casework.web.forms import page
from casework.web.guard import requires


@bp.get("/account")
@requires(Permission.ACCOUNT_OWN)
def own() -> ResponseReturnValue:
    """One's own account, and where it is signed in."""
    officer = current_officer()
    return page(
        "accounts/own.html",
        officer=officer,
        sessions=queries.open_sessions(officer, Lifetime.of(settings())),
        this_session=current_user.session,
        browser_in_words=browser_in_words,
        mail_on=is_on(),
    )


@bp.post("/account/notices")
@requires(Permission.ACCOUNT_OWN)
def notices_by_mail() -> ResponseReturnValue:
    """Begin or stop to hear of notices by e-mail."""
    wanted = request.form.get("wanted") == "yes"
    service.choose_notices_by_mail(current_officer(), wanted=wanted)
    flash("You hear of notices by e-mail." if wanted else "You hear of notices on My work alone.", "success")
    return redirect(url_for(".own"))


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def own_password() -> ResponseReturnValue:
    """Change one's own password. Every session ends, and this browser begins a new one.

    Whose password somebody else set comes here first, and goes on to `next` afterwards.
    """
    asked_for = request.args.get("next", "")
    form, officer = PasswordForm(), current_officer()
    if form.submitted():
        with form.catching():
            service.change_own_password(
                officer, current=form.current.data or "", password=form.password.data or ""
            )
            answer = enter(officer, begin(officer), asked_for if is_ours(asked_for) else url_for(".own"))
            flash("Your password is changed, and every other session of yours has ended.", "success")
            return answer
    return page("accounts/password.html", form=form, first=officer.must_choose_password)


@bp.post("/account/sessions/<int:session_id>/end")
@requires(Permission.ACCOUNT_OWN)
def end_own_session(session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions; ending this one is signing out."""
    officer = current_officer()
    row = queries.session_of(officer, session_id)
    service.end_session(row, actor=officer)
    if row.id == current_user.session.id:
        return redirect(url_for(".sign_in"))
    flash("The session has ended.", "success")
    return redirect(url_for(".own"))


@bp.post("/account/sessions/end-others")
@requires(Permission.ACCOUNT_OWN)
def end_other_sessions() -> ResponseReturnValue:
    """End every session of one's own but this one."""
    count = service.end_other_sessions(current_user.session, actor=current_officer())
    flash(f"{plural(count, 'other session')} ended.", "success")
    return redirect(url_for(".own"))


@bp.get("/accounts/roles")
@requires(Permission.ROLES_VIEW)
def roles() -> ResponseReturnValue:
    """What each role may do: the very table that the software obeys. Who holds them, for those who watch over it."""
    officer = current_officer()
    sees_holders = can(officer, Permission.ACCOUNTS_MANAGE) or can(officer, Permission.AUDIT_VIEW)
    return page(
        "accounts/roles.html",
        roles=list(Role),
        labels=PERMISSION_LABELS,
        granted=ROLE_PERMISSIONS,
        holders=queries.holders() if sees_holders else None,
    )

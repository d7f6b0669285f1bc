"""Everybody's accounts, for an administrator."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts import queries, service
from casework.accounts.agents import browser_in_words
from casework.accounts.forms import ROLE_HINTS, NewOfficerForm, OfficerForm, ResetForm, RolesForm
from casework.accounts.identity import current_officer
from casework.accounts.lifetime import Lifetime
from casework.accounts.routes.blueprint import bp
from casework.accounts.routes.entry import settings
from casework.database import db
from casework.permissions import Permission, Role
from casework.web.downloads import send_xlsx
from casework.web.filters import plural
from casework.web.forms import page
from casework.web.guard import requires
from casework.web.paging import paginate
from casework.web.requests import page_asked
from casework.web.spreadsheet import write_xlsx

HEADINGS = ("Name", "E-mail address", "Roles", "Exhibit prefix", "State", "Account made", "Last here")


@bp.get("/accounts")
@requires(Permission.ACCOUNTS_MANAGE)
def index() -> ResponseReturnValue:
    """Every account, by name."""
    inactive = request.args.get("show") == "inactive"
    found = paginate(db.session(), queries.accounts(active=not inactive), page_asked())
    return page(
        "accounts/index.html",
        found=found,
        inactive=inactive,
        last_seen=queries.last_seen([officer.id for officer in found.rows]),
    )


@bp.get("/accounts.xlsx")
@requires(Permission.ACCOUNTS_MANAGE)
def export() -> ResponseReturnValue:
    """Every account with its roles and last use, deactivated ones too: what a review of access asks for."""
    officers = queries.officers()
    seen = queries.last_seen([officer.id for officer in officers])
    rows = [
        (
            officer.name,
            officer.email,
            ", ".join(sorted(role.label for role in officer.roles)),
            officer.exhibit_prefix,
            "Active" if officer.active else "Deactivated",
            officer.created_at,
            seen.get(officer.id),
        )
        for officer in officers
    ]
    return send_xlsx(
        f"accounts-{clock.today()}.xlsx", lambda file: write_xlsx(file, "Accounts", HEADINGS, rows)
    )


@bp.route("/accounts/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def new() -> ResponseReturnValue:
    """Create an account."""
    form = NewOfficerForm()
    if form.submitted():
        with form.catching():
            officer = service.create_officer(
                name=form.name.data or "",
                email=form.email.data or "",
                password=form.password.data or "",
                roles=form.roles.data or [],
                prefix=form.prefix.data or "",
                actor=current_officer(),
            )
            flash(
                f"{officer.name} has an account, with the exhibit prefix {officer.exhibit_prefix}.", "success"
            )
            return redirect(url_for(".show", officer_id=officer.id))
    return page("accounts/new.html", form=form, hints=ROLE_HINTS)


@bp.get("/accounts/<int:officer_id>")
@requires(Permission.ACCOUNTS_MANAGE)
def show(officer_id: int) -> ResponseReturnValue:
    """One account: roles, sessions, and what can be done."""
    officer = queries.officer_by_id(officer_id)
    return page(
        "accounts/show.html",
        officer=officer,
        own=officer.id == current_officer().id,
        sessions=queries.open_sessions(officer, Lifetime.of(settings())),
        last_seen=queries.last_seen([officer.id]).get(officer.id),
        roles=[role for role in Role if role in officer.roles],
        browser_in_words=browser_in_words,
    )


@bp.route("/accounts/<int:officer_id>/edit", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def edit(officer_id: int) -> ResponseReturnValue:
    """Change name or e-mail."""
    officer = queries.officer_by_id(officer_id)
    form = OfficerForm(obj=officer)
    if form.submitted():
        with form.catching():
            service.change_officer(
                officer,
                name=form.name.data or "",
                email=form.email.data or "",
                version=form.version.data,
                actor=current_officer(),
            )
            flash("The account is changed.", "success")
            return redirect(url_for(".show", officer_id=officer_id))
    return page("accounts/edit.html", form=form, officer=officer)


@bp.route("/accounts/<int:officer_id>/roles", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def edit_roles(officer_id: int) -> ResponseReturnValue:
    """Grant and take roles. Nobody's own; every Monitoring Officer is told."""
    officer = queries.officer_by_id(officer_id)
    form = RolesForm(data={"roles": list(officer.roles)})
    if form.submitted():
        with form.catching():
            service.set_roles(officer, form.roles.data or [], actor=current_officer())
            flash("The roles are changed. The Monitoring Officer is told.", "success")
            return redirect(url_for(".show", officer_id=officer_id))
    own = officer.id == current_officer().id
    return page("accounts/edit_roles.html", form=form, officer=officer, own=own, hints=ROLE_HINTS)


@bp.route("/accounts/<int:officer_id>/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def reset_password(officer_id: int) -> ResponseReturnValue:
    """Set a new password for somebody who has lost theirs."""
    officer = queries.officer_by_id(officer_id)
    form = ResetForm()
    if form.submitted():
        with form.catching():
            service.reset_password(officer, form.password.data or "", actor=current_officer())
            flash("The new password is set, and every session of the account has ended.", "success")
            return redirect(url_for(".show", officer_id=officer_id))
    return page("accounts/reset_password.html", form=form, officer=officer)


@bp.route("/accounts/<int:officer_id>/deactivate", methods=["GET", "POST"])
@requires(Permission.ACCOUNTS_MANAGE)
def deactivate(officer_id: int) -> ResponseReturnValue:
    """Name the consequence, then deactivate."""
    officer = queries.officer_by_id(officer_id)
    if request.method == "POST":
        service.set_active(officer, active=False, actor=current_officer())
        flash(f"The account of {officer.name} is deactivated, and its sessions have ended.", "success")
        return redirect(url_for(".show", officer_id=officer_id))
    return page("accounts/deactivate.html", officer=officer)


@bp.post("/accounts/<int:officer_id>/reactivate")
@requires(Permission.ACCOUNTS_MANAGE)
def reactivate(officer_id: int) -> ResponseReturnValue:
    """Let an officer sign in again."""
    officer = queries.officer_by_id(officer_id)
    service.set_active(officer, active=True, actor=current_officer())
    flash(f"{officer.name} can sign in again.", "success")
    return redirect(url_for(".show", officer_id=officer_id))


@bp.post("/accounts/<int:officer_id>/sessions/end")
@requires(Permission.ACCOUNTS_MANAGE)
def end_sessions(officer_id: int) -> ResponseReturnValue:
    """End every session of an officer: a lost laptop, a leaver."""
    officer = queries.officer_by_id(officer_id)
    count = service.end_all_sessions(officer, actor=current_officer())
    flash(f"{plural(count, 'session')} of {officer.name} ended.", "success")
    return redirect(url_for(".show", officer_id=officer_id))

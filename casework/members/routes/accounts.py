"""The known social media accounts of a councillor."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.members import queries, service
from casework.members.forms import AccountForm, RemoveAccountForm, values_of
from casework.members.routes.blueprint import bp
from casework.permissions import Permission
from casework.web.forms import page
from casework.web.guard import requires


@bp.route("/councillors/<int:councillor_id>/accounts/new", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def new_account(councillor_id: int) -> ResponseReturnValue:
    """Record a known account."""
    councillor = queries.councillor_by_id(councillor_id)
    form = AccountForm()
    if form.submitted():
        with form.catching():
            service.add_account(councillor, **values_of(form), actor=current_officer())
            flash("The account is recorded.", "success")
            return redirect(url_for(".show", councillor_id=councillor_id))
    return page("members/account.html", form=form, councillor=councillor, account=None)


@bp.route("/known-accounts/<int:account_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def edit_account(account_id: int) -> ResponseReturnValue:
    """Change what is known of an account."""
    account = queries.account_by_id(account_id)
    councillor = account.councillor  # a refused command lets go of what was loaded
    form = AccountForm(obj=account)
    if form.submitted():
        with form.catching():
            service.change_account(
                account, **values_of(form), version=form.version.data, actor=current_officer()
            )
            flash("The account is changed.", "success")
            return redirect(url_for(".show", councillor_id=councillor.id))
    return page("members/account.html", form=form, councillor=councillor, account=account)


@bp.route("/known-accounts/<int:account_id>/remove", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def remove_account(account_id: int) -> ResponseReturnValue:
    """Take an account out that is not the councillor's."""
    account = queries.account_by_id(account_id)
    councillor = account.councillor  # a refused command lets go of what was loaded
    form = RemoveAccountForm()
    if form.submitted():
        with form.catching():
            service.remove_account(account, reason=form.reason.data or "", actor=current_officer())
            flash("The account is taken out of the record.", "success")
            return redirect(url_for(".show", councillor_id=councillor.id))
    return page("members/remove_account.html", form=form, councillor=councillor, account=account)

"""The known social media accounts of a councillor."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.members import queries, service
from casework.members.forms import AccountForm, RemoveAccountForm
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
            service.add_account(councillor, **_values(form), actor=current_officer())
            flash("The account is recorded.", "success")
            return redirect(url_for(".show", councillor_id=councillor_id))
    return page("members/account.html", form=form, councillor=councillor, account=None)


@bp.route("/known-accounts/<int:account_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def edit_account(account_id: int) -> ResponseReturnValue:
    """Change what is known of an account."""
    account = queries.account_by_id(account_id)
    form = AccountForm(obj=account)
    if form.submitted():
        with form.catching():
            service.change_account(
                account, **_values(form), version=form.version.data, actor=current_officer()
            )
            flash("The account is changed.", "success")
            return redirect(url_for(".show", councillor_id=account.councillor_id))
    return page("members/account.html", form=form, councillor=account.councillor, account=account)


@bp.route("/known-accounts/<int:account_id>/remove", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def remove_account(account_id: int) -> ResponseReturnValue:
    """Take an account out that is not the councillor's."""
    account = queries.account_by_id(account_id)
    form = RemoveAccountForm()
    if form.submitted():
        with form.catching():
            councillor_id = account.councillor_id
            service.remove_account(account, reason=form.reason.data or "", actor=current_officer())
            flash("The account is taken out of the record.", "success")
            return redirect(url_for(".show", councillor_id=councillor_id))
    return page("members/remove_account.html", form=form, account=account)


def _values(form: AccountForm) -> dict[str, Any]:
    names = ("platform", "handle", "address", "use", "disclaimer", "biography", "privacy", "seen_on")
    return {name: form[name].data for name in names}

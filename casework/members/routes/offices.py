"""The offices that a councillor holds."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.members import queries, service
from casework.members.forms import EndOfficeForm, OfficeForm, values_of
from casework.members.routes.blueprint import bp
from casework.permissions import Permission
from casework.web.forms import page
from casework.web.guard import requires


@bp.route("/councillors/<int:councillor_id>/offices/new", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def new_office(councillor_id: int) -> ResponseReturnValue:
    """Record an office."""
    councillor = queries.councillor_by_id(councillor_id)
    if not queries.authorities():
        flash("Add the authority first: an office is always one of an authority.", "information")
        return redirect(url_for(".new_authority"))
    form = OfficeForm()
    if form.submitted():
        with form.catching():
            service.add_office(councillor, **values_of(form), actor=current_officer())
            flash("The office is recorded.", "success")
            return redirect(url_for(".show", councillor_id=councillor_id))
    return page("members/office.html", form=form, councillor=councillor, office=None)


@bp.route("/offices/<int:office_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def edit_office(office_id: int) -> ResponseReturnValue:
    """Correct a mistake. A change of group or ward ends one office and begins another."""
    office = queries.office_by_id(office_id)
    councillor = office.councillor  # a refused command lets go of what was loaded
    form = OfficeForm(obj=office)
    if form.submitted():
        with form.catching():
            service.change_office(
                office, **values_of(form), version=form.version.data, actor=current_officer()
            )
            flash("The office is corrected.", "success")
            return redirect(url_for(".show", councillor_id=councillor.id))
    return page("members/office.html", form=form, councillor=councillor, office=office)


@bp.route("/offices/<int:office_id>/end", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def end_office(office_id: int) -> ResponseReturnValue:
    """Record that an office ended."""
    office = queries.office_by_id(office_id)
    councillor = office.councillor
    form = EndOfficeForm()
    if form.submitted() and form.last_day.data is not None:
        with form.catching():
            service.end_office(office, last_day=form.last_day.data, actor=current_officer())
            flash("The end of the office is recorded. If another began, add it now.", "success")
            return redirect(url_for(".show", councillor_id=councillor.id))
    return page("members/end_office.html", form=form, councillor=councillor, office=office)

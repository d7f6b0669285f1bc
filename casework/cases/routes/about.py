"""Changing what is recorded of the case as a whole, and its complaints."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases import queries, service
from casework.cases.forms.about import (
    ComplaintForm,
    ConfidentialityForm,
    DatesForm,
    DetailsForm,
    NewComplaintForm,
)
from casework.cases.forms.fields import leave_open, typed
from casework.cases.models import Case, Complaint
from casework.cases.page import case_page, open_case
from casework.cases.routes.blueprint import bp
from casework.cases.service.details import ASKED, LABELS
from casework.cases.workflow import Confidentiality
from casework.clock import long_date
from casework.council import queries as council
from casework.permissions import Permission
from casework.web.guard import requires
from casework.working_days import add_working_days

DATES = ("received_on", "member_told_on", "next_update_on")
DETAILS = [name for name in LABELS if name not in DATES]


def overview(case: Case, anchor: str | None = None) -> Response:
    """Go back to the overview."""
    return redirect(url_for("cases.show", case_id=case.id, _anchor=anchor))


@bp.route("/cases/<int:case_id>/details", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def edit_details(case_id: int) -> ResponseReturnValue:
    """What the case is about."""
    case = open_case(case_id)
    form = DetailsForm(obj=case)
    leave_open(form, ASKED, case.answered)
    if form.submitted():
        with form.catching():
            service.change_case(
                case, actor=current_officer(), version=form.version.data, **typed(form, DETAILS)
            )
            flash("The case is changed.", "success")
            return overview(case)
    return case_page("cases/form.html", case, "overview", form=form, heading="What the case is about")


@bp.route("/cases/<int:case_id>/dates", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def edit_dates(case_id: int) -> ResponseReturnValue:
    """The dates that an office lives by."""
    case = open_case(case_id)
    form = DatesForm(obj=case)
    days = council.settings().update_days
    proposed = add_working_days(clock.today(), days, council.closures())
    form.next_update_on.description += f" {days} working days from today is {long_date(proposed)}."
    if form.submitted():
        with form.catching():
            service.change_case(
                case, actor=current_officer(), version=form.version.data, **typed(form, DATES)
            )
            flash("The dates are changed.", "success")
            return overview(case)
    return case_page("cases/form.html", case, "overview", form=form, heading="Dates")


def _warn(case: Case, complaint: Complaint) -> None:
    """Say so where confidentiality is asked for too late: what the member was told cannot be taken back."""
    if complaint.confidentiality is Confidentiality.UNDECIDED and case.member_told_on:
        flash(
            f"Confidentiality is asked for, and the member was told on {long_date(case.member_told_on)}. Find out "
            "whether they know the name already, tell the complainant, and keep it out of all that goes out now.",
            "warning",
        )


@bp.route("/cases/<int:case_id>/complaints/new", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def add_complaint(case_id: int) -> ResponseReturnValue:
    """Another complaint about the same conduct."""
    case = open_case(case_id)
    form = NewComplaintForm(received_on=clock.today())
    if form.submitted():
        with form.catching():
            complaint = service.add_complaint(case, actor=current_officer(), **form.entered())
            _warn(case, complaint)
            flash("The complaint is recorded.", "success")
            return overview(case, "complaints")
    return case_page("cases/form.html", case, "overview", form=form, heading="Add a complaint")


@bp.route("/cases/<int:case_id>/complaints/<int:complaint_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def edit_complaint(case_id: int, complaint_id: int) -> ResponseReturnValue:
    """Change a complaint."""
    case = open_case(case_id)
    complaint = queries.part_of(case, Complaint, complaint_id)
    form = ComplaintForm.of(complaint)
    if form.submitted():
        with form.catching():
            service.change_complaint(
                complaint,
                actor=current_officer(),
                version=form.version.data,
                **form.entered(),
            )
            _warn(case, complaint)
            flash("The complaint is changed.", "success")
            return overview(case, "complaints")
    return case_page("cases/form.html", case, "overview", form=form, heading="Change a complaint")


@bp.route("/cases/<int:case_id>/complaints/<int:complaint_id>/confidentiality", methods=["GET", "POST"])
@requires(Permission.CASE_DECIDE)
def confidentiality(case_id: int, complaint_id: int) -> ResponseReturnValue:
    """Decide whether a complainant's name is kept from the member."""
    case = open_case(case_id)
    complaint = queries.part_of(case, Complaint, complaint_id)
    form = ConfidentialityForm(obj=complaint)
    if form.submitted():
        with form.catching():
            service.decide_confidentiality(complaint, actor=current_officer(), **form.decided())
            flash("The decision on confidentiality is recorded.", "success")
            return overview(case, "complaints")
    return case_page(
        "cases/form.html",
        case,
        "overview",
        form=form,
        heading="Decide on confidentiality",
        complaint=complaint,
    )

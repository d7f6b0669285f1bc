"""Step 4: who told us, what they ask, and which officers must not see the case."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts import queries as accounts
from casework.accounts.identity import current_officer
from casework.accounts.models import Officer
from casework.cases import queries
from casework.cases import service as cases
from casework.cases.forms.about import ComplaintForm, ConfidentialityForm, NewComplaintForm
from casework.cases.models import Case, Complaint, Wall
from casework.cases.workflow import Confidentiality
from casework.errors import DomainError
from casework.intake import queries as intake
from casework.intake.forms import WallForm
from casework.intake.progress import Step
from casework.intake.routes.blueprint import bp
from casework.intake.routes.pages import go_on, open_draft, step_page
from casework.permissions import Permission, can
from casework.web.forms import Form
from casework.web.guard import requires


@bp.get("/log/<int:case_id>/reporter")
@requires(Permission.CASE_LOG)
def reporter(case_id: int) -> ResponseReturnValue:
    """The complaints so far, and who must not see the case."""
    case = open_draft(case_id)
    walls = queries.walls_of(case_id)
    return _page(case, _wall_form(walls), walls)


@bp.route("/log/<int:case_id>/reporter/new", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def add_complaint(case_id: int) -> ResponseReturnValue:
    """Record a complaint."""
    case = open_draft(case_id)
    form = NewComplaintForm(data={"received_on": case.received_on})
    if form.submitted():
        with form.catching():
            row = cases.add_complaint(
                case,
                actor=current_officer(),
                **form.entered(),
            )
            return _after_complaint(row)
    return step_page("intake/complaint.html", case, Step.REPORTER, form=form, heading="Who told us?")


@bp.route("/log/<int:case_id>/reporter/<int:complaint_id>", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def change_complaint(case_id: int, complaint_id: int) -> ResponseReturnValue:
    """Change a complaint."""
    case = open_draft(case_id)
    row = queries.part_of(case, Complaint, complaint_id)
    form = ComplaintForm.of(row)
    if form.submitted():
        with form.catching():
            cases.change_complaint(
                row,
                actor=current_officer(),
                version=form.version.data,
                **form.entered(),
            )
            return _after_complaint(row)
    return step_page("intake/complaint.html", case, Step.REPORTER, form=form, heading="Change a complaint")


@bp.route("/log/<int:case_id>/reporter/<int:complaint_id>/confidentiality", methods=["GET", "POST"])
@requires(Permission.CASE_DECIDE)
def confidentiality(case_id: int, complaint_id: int) -> ResponseReturnValue:
    """Decide whether a complainant's name is kept from the member."""
    case = open_draft(case_id)
    row = queries.part_of(case, Complaint, complaint_id)
    form = ConfidentialityForm(obj=row)
    if form.submitted():
        with form.catching():
            cases.decide_confidentiality(row, actor=current_officer(), **form.decided())
            return go_on(case_id, Step.REPORTER, "The decision on confidentiality is recorded.")
    return step_page(
        "intake/confidentiality.html",
        case,
        Step.REPORTER,
        form=form,
        who=row.complainant_name or "The complainant",
    )


@bp.post("/log/<int:case_id>/reporter/walls")
@requires(Permission.CASE_LOG)
def raise_wall(case_id: int) -> ResponseReturnValue:
    """Record that an officer must not see the case, from now on."""
    case = open_draft(case_id)
    walls = queries.walls_of(case_id)
    form = _wall_form(walls)
    if form.submitted():
        with form.catching():
            officer = _officer(form)
            cases.raise_wall(case, officer, form.reason.data or "", actor=current_officer())
            if officer.id == current_officer().id:
                flash("You can no longer see that draft. Somebody else will go on with it.", "success")
                return redirect(url_for(".drafts"))
            flash(f"{officer.name} can no longer see this case.", "success")
            return redirect(url_for(".reporter", case_id=case_id))
    return _page(case, form, walls, failed=form)


@bp.post("/log/<int:case_id>/reporter/namesakes/<int:officer_id>/clear")
@requires(Permission.CASE_LOG)
def clear_namesake(case_id: int, officer_id: int) -> ResponseReturnValue:
    """Record that an officer only happens to be called like somebody in the case."""
    cases.clear_namesake(open_draft(case_id), accounts.officer_by_id(officer_id), actor=current_officer())
    return redirect(url_for(".reporter", case_id=case_id))


def _after_complaint(row: Complaint) -> ResponseReturnValue:
    """Ask who may decide on confidentiality to do so while the request is fresh; it comes before the member is told."""
    said = "The complaint is kept."
    undecided = row.confidentiality is Confidentiality.UNDECIDED
    if undecided and can(current_officer(), Permission.CASE_DECIDE) and "then" not in request.form:
        flash(said, "success")
        return redirect(url_for(".confidentiality", case_id=row.case_id, complaint_id=row.id))
    return go_on(row.case_id, Step.REPORTER, said)


def _officer(form: WallForm) -> Officer:
    if form.officer_id.data is None:
        raise DomainError("Choose an officer.", "officer_id")
    return accounts.officer_by_id(form.officer_id.data)


def _wall_form(walls: Sequence[Wall]) -> WallForm:
    form = WallForm()
    walled = {wall.officer_id for wall in walls}
    free = [each for each in intake.active_officers() if each.id not in walled]
    form.officer_id.choices = {"": "Choose one"} | {str(each.id): each.name for each in free}
    return form


def _page(
    case: Case, wall: WallForm, walls: Sequence[Wall], failed: Form | None = None
) -> ResponseReturnValue:
    complaints = queries.complaints_of(case.id)
    return step_page(
        "intake/reporters.html",
        case,
        Step.REPORTER,
        form=failed,
        wall=wall,
        walls=walls,
        namesakes=queries.namesakes_of(case, complaints, queries.subjects_of(case.id)),
        complaints=complaints,
    )

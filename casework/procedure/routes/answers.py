"""What is settled on one allegation: capacity, the questions of Article 10, and the finding."""

from flask import flash
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.cases import service as cases
from casework.cases.models import Allegation
from casework.cases.page import case_page
from casework.cases.workflow import ExpressionQuestion, FindingKind
from casework.permissions import Permission
from casework.procedure import service
from casework.procedure.forms import CapacityForm, ExpressionForm, FindingForm
from casework.procedure.routes.allegations import (
    SECTION,
    back_to,
    facts_about_capacity,
    list_of,
    one_of_case,
)
from casework.procedure.routes.blueprint import bp
from casework.web.guard import requires


@bp.route("/cases/<int:case_id>/allegations/<int:allegation_id>/capacity", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def capacity(case_id: int, allegation_id: int) -> ResponseReturnValue:
    """Answer the question of capacity, with the facts beside it."""
    case, found = one_of_case(case_id, allegation_id)
    form = CapacityForm(obj=found.row)
    if form.submitted():
        with form.catching():
            cases.answer_capacity(
                found.row,
                form.capacity.data,
                form.capacity_reasons.data or "",
                actor=current_officer(),
                version=form.version.data,
            )
            flash("The answer on capacity is recorded.", "success")
            return back_to(case_id, allegation_id)
    if form.failed:  # a refused command has let go of what was loaded
        case, found = one_of_case(case_id, allegation_id)
    return case_page(
        "procedure/capacity.html",
        case,
        SECTION,
        form=form,
        back=list_of(case_id),
        found=found,
        facts=facts_about_capacity(found),
    )


@bp.route("/cases/<int:case_id>/allegations/<int:allegation_id>/expression", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def expression(case_id: int, allegation_id: int) -> ResponseReturnValue:
    """Answer the questions of Article 10, each by itself."""
    case, found = one_of_case(case_id, allegation_id)
    form = ExpressionForm(data={"version": found.row.version, **found.row.expression})
    if form.submitted():
        with form.catching():
            answers = {question: form[question.value].data or "" for question in ExpressionQuestion}
            cases.answer_expression(found.row, answers, actor=current_officer(), version=form.version.data)
            flash("The answers on freedom of expression are recorded.", "success")
            return back_to(case_id, allegation_id)
    if form.failed:
        case, found = one_of_case(case_id, allegation_id)
    return case_page(
        "procedure/expression.html",
        case,
        SECTION,
        form=form,
        back=list_of(case_id),
        found=found,
        questions=[form[question.value] for question in ExpressionQuestion],
    )


@bp.route("/cases/<int:case_id>/allegations/<int:allegation_id>/finding", methods=["GET", "POST"])
@requires(Permission.CASE_DECIDE)
def finding(case_id: int, allegation_id: int) -> ResponseReturnValue:
    """Record the finding; the page says what is missing before one of either kind can be made."""
    case, found = one_of_case(case_id, allegation_id)
    service.still_open(case)
    row = found.row
    made = row.finding is not FindingKind.NOT_DECIDED
    form = FindingForm(data=_shown(row))
    if form.submitted():
        with form.catching():
            service.record_finding(
                row,
                FindingKind.of(form.finding.data),
                reasons=form.reasons.data or "",
                decision_maker=form.decision_maker.data or "",
                authority_to_decide=form.authority_to_decide.data or "",
                minute_reference=form.minute_reference.data or "",
                found_on=form.found_on.data,
                actor=current_officer(),
                version=form.version.data,
            )
            flash("The finding is recorded.", "success")
            return back_to(case_id, allegation_id)
    if form.failed:
        case, found = one_of_case(case_id, allegation_id)
    return case_page(
        "procedure/finding.html",
        case,
        SECTION,
        form=form,
        back=list_of(case_id),
        found=found,
        made=made,
        questions=len(ExpressionQuestion),
    )


def _shown(row: Allegation) -> dict[str, object]:
    """Return what the form shows of a finding; before the first one nothing is chosen."""
    names = ("version", "decision_maker", "authority_to_decide", "minute_reference", "found_on")
    finding = None if row.finding is FindingKind.NOT_DECIDED else row.finding.value
    return {"finding": finding, "reasons": row.finding_reasons} | {name: getattr(row, name) for name in names}

"""The decisions of a case: what was decided at assessment, how it ended, and what stands beside them."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from casework.accounts.identity import current_officer
from casework.cases.page import case_page, open_case
from casework.cases.workflow import UNFINISHED, AssessmentKind, Capacity, CaseStatus
from casework.permissions import Permission
from casework.procedure import queries, service
from casework.procedure.forms import AssessmentForm, OutcomeForm
from casework.procedure.routes.blueprint import bp
from casework.procedure.workflow import outcome_contradicts
from casework.web.guard import requires

SECTION = "decisions"


def back_to(case_id: int, anchor: str) -> Response:
    """Return to that part of the decisions."""
    return redirect(url_for("procedure.decisions", case_id=case_id, _anchor=anchor))


def list_of(case_id: int) -> str:
    """Return where Cancel leads."""
    return url_for("procedure.decisions", case_id=case_id)


@bp.get("/cases/<int:case_id>/decisions")
@requires(Permission.CASE_VIEW_SOME)
def decisions(case_id: int) -> ResponseReturnValue:
    """Every decision, the one in force first, with consultations and referrals."""
    case = open_case(case_id)
    standing = queries.standing(case_id)
    contradiction = (
        outcome_contradicts(case.outcome, [each.finding for each in standing], case.assessment)
        if case.outcome
        else None
    )
    assessments = list(reversed(queries.assessments(case_id).all()))
    return case_page(
        "procedure/decisions.html",
        case,
        SECTION,
        open=case.status is CaseStatus.OPEN,
        unfinished=case.status in UNFINISHED,
        standing=standing,
        contradiction=contradiction,
        assessments=assessments,
        outcomes=list(reversed(queries.outcomes(case_id).all())),
        consultations=queries.consultations(case_id).all(),
        referrals=queries.referrals(case_id).all(),
        investigated=any(row.decision is AssessmentKind.INVESTIGATE for row in assessments),
    )


@bp.route("/cases/<int:case_id>/decisions/assessment", methods=["GET", "POST"])
@requires(Permission.CASE_DECIDE)
def assess(case_id: int) -> ResponseReturnValue:
    """Record what was decided at assessment."""
    case = service.still_open(open_case(case_id))
    form = AssessmentForm()
    if form.submitted():
        with form.catching():
            service.decide_assessment(
                case,
                form.decision.data,
                reasons=form.reasons.data or "",
                decision_maker=form.decision_maker.data or "",
                decided_on=form.decided_on.data,
                actor=current_officer(),
            )
            flash("The assessment decision is recorded.", "success")
            return back_to(case_id, "assessment")
    standing = queries.standing(case_id)
    return case_page(
        "procedure/assessment.html",
        case,
        SECTION,
        form=form,
        back=list_of(case_id),
        alleged=bool(standing),
        unanswered=any(each.capacity is Capacity.NOT_CONSIDERED for each in standing),
    )


@bp.route("/cases/<int:case_id>/decisions/outcome", methods=["GET", "POST"])
@requires(Permission.CASE_DECIDE)
def end(case_id: int) -> ResponseReturnValue:
    """Record how the case ended."""
    case = service.still_open(open_case(case_id))
    form = OutcomeForm()
    if form.submitted():
        with form.catching():
            service.decide_outcome(
                case,
                form.outcome.data,
                reasons=form.reasons.data or "",
                decision_maker=form.decision_maker.data or "",
                decided_on=form.decided_on.data,
                actor=current_officer(),
            )
            flash("The outcome is recorded. When nothing is outstanding, close the case.", "success")
            return back_to(case_id, "outcome")
    return case_page(
        "procedure/outcome.html",
        case,
        SECTION,
        form=form,
        back=list_of(case_id),
        standing=queries.standing(case_id),
    )

"""The allegations of a case: what is alleged, how each stands, and withdrawing one."""

from dataclasses import replace

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from casework.accounts.identity import current_officer
from casework.cases import service as cases
from casework.cases.forms.conduct import ReasonForm
from casework.cases.models import Case
from casework.cases.page import case_page, open_case
from casework.cases.workflow import UNFINISHED, CapacityFact, ExpressionQuestion
from casework.errors import NotFound
from casework.permissions import Permission
from casework.procedure.routes.blueprint import bp
from casework.procedure.standing import Assessed, assessed
from casework.web.guard import requires
from casework.words import YesNo

SECTION = "allegations"


def one_of_case(case_id: int, allegation_id: int) -> tuple[Case, Assessed]:
    """Return the case and the allegation; raise NotFound where either is hidden or they do not belong together."""
    case = open_case(case_id)
    found = next((each for each in assessed(case_id) if each.row.id == allegation_id), None)
    if found is None:
        raise NotFound
    return case, found


def back_to(case_id: int, allegation_id: int) -> Response:
    """Return to the allegation on its list."""
    return redirect(url_for("procedure.allegations", case_id=case_id, _anchor=f"allegation-{allegation_id}"))


def list_of(case_id: int) -> str:
    """Return where Cancel leads."""
    return url_for("procedure.allegations", case_id=case_id)


@bp.get("/cases/<int:case_id>/allegations")
@requires(Permission.CASE_VIEW_SOME)
def allegations(case_id: int) -> ResponseReturnValue:
    """Every allegation: what it rests on, and what it still wants."""
    case = open_case(case_id)
    rows = assessed(case_id)
    workable = case.status in UNFINISHED
    return case_page(
        "procedure/allegations.html",
        case,
        SECTION,
        rows=rows if workable else [replace(row, missing=[]) for row in rows],
        workable=workable,
        questions=list(ExpressionQuestion),
    )


@bp.route("/cases/<int:case_id>/allegations/<int:allegation_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def withdraw(case_id: int, allegation_id: int) -> ResponseReturnValue:
    """Withdraw an allegation that has no finding."""
    case, found = one_of_case(case_id, allegation_id)
    form = ReasonForm()
    if form.submitted():
        with form.catching():
            cases.withdraw_allegation(found.row, form.reason.data or "", actor=current_officer())
            flash(f"{found.name} is withdrawn.", "success")
            return back_to(case_id, allegation_id)
    return case_page(
        "cases/confirm.html",
        case,
        SECTION,
        form=form,
        back=list_of(case_id),
        heading=f"Withdraw {found.name.lower()}",
        consequence="The allegation stays on the record as withdrawn, with your reason. No finding is made on it, and "
        "it cannot be taken up again: make a new one instead.",
        button_text="Withdraw the allegation",
    )


def facts_about_capacity(found: Assessed) -> list[tuple[str, str]]:
    """Return what was recorded of the member that bears on capacity: (question, answer)."""
    facts = found.row.subject.capacity_facts if found.row.subject else {}
    return [(fact.label, YesNo.of(facts[fact]).label) for fact in CapacityFact if fact in facts]

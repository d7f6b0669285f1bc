"""Step 5: is it known already?"""

from collections.abc import Sequence

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from casework.accounts.identity import current_officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.cases.queries import get_visible, links_of
from casework.cases.service.editing import need_unfinished
from casework.errors import NotFound
from casework.intake.duplicates import Likely, likely_duplicates
from casework.intake.forms import DuplicateForm
from casework.intake.progress import Step
from casework.intake.routes.blueprint import bp
from casework.intake.routes.pages import step_page
from casework.permissions import Permission
from casework.web.guard import requires


@bp.get("/log/<int:case_id>/duplicates")
@requires(Permission.CASE_LOG)
def duplicates(case_id: int) -> ResponseReturnValue:
    """Cases that may be the same matter, and what was said of others: while logging, and after it."""
    case = _open_case(case_id)
    return _page(case, likely_duplicates(current_officer(), case), None)


@bp.post("/log/<int:case_id>/duplicates/<int:other_id>")
@requires(Permission.CASE_LOG)
def judge_duplicate(case_id: int, other_id: int) -> ResponseReturnValue:
    """Link the two, or say that they are separate."""
    officer, case = current_officer(), _open_case(case_id)
    found = likely_duplicates(officer, case)
    if other_id not in {each.case.id for each in found}:
        raise NotFound
    form = DuplicateForm(prefix=_prefix(other_id))
    if form.submitted():
        with form.catching():
            other = get_visible(officer, other_id)
            cases.link_cases(case, other, form.kind.data, form.reason.data or "", actor=officer)
            flash(f"Kept: {form.kind.data.label.lower()} ({other.name}).", "success")
            return redirect(url_for(".duplicates", case_id=case_id))
    return _page(case, likely_duplicates(officer, case), form, other_id)


def _open_case(case_id: int) -> Case:
    """Return the draft or open case; raise NotFound where it is hidden, NotPossible where it is closed."""
    case = get_visible(current_officer(), case_id)
    return need_unfinished(case, "linking it")


def _page(
    case: Case, found: Sequence[Likely], failed: DuplicateForm | None, at: int = 0
) -> ResponseReturnValue:
    rows = [
        (
            each,
            failed
            if failed and at == each.case.id
            else DuplicateForm(MultiDict(), prefix=_prefix(each.case.id)),
        )
        for each in found
    ]
    return step_page(
        "intake/duplicates.html",
        case,
        Step.DUPLICATES,
        form=failed,
        found=rows,
        links=links_of(current_officer(), case.id),
    )


def _prefix(case_id: int) -> str:
    return f"c{case_id}-"

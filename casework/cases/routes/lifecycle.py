"""Closing, merging, reopening, discarding: each with a page that names its consequence."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.accounts.models import Officer
from casework.cases import guards, panels, queries, service
from casework.cases.forms.conduct import ReasonForm
from casework.cases.forms.work import MergeForm
from casework.cases.models import Case
from casework.cases.page import case_page, open_case
from casework.cases.routes.blueprint import bp
from casework.cases.workflow import CaseAction, next_status
from casework.permissions import Permission
from casework.web.guard import requires

CLEARED_IN = {"requests", "decisions"}  # the sections where what stands against closing is settled
CONSEQUENCES = {
    CaseAction.CLOSE: "The case counts as closed from today. Nothing on it is due any longer, and it leaves the list "
    "of open cases. It can be reopened, with a reason.",
    CaseAction.REOPEN: "The case counts as open again from today, and what is due on it comes back.",
    CaseAction.DISCARD: "The draft never gets a reference and no longer asks to be finished. What was recorded and "
    "uploaded stays, with your reason. A discarded draft cannot be taken up again.",
}


def _change(
    case_id: int, action: CaseAction, do: Callable[..., None], done: str, objections: Sequence[str] = ()
) -> ResponseReturnValue:
    case = open_case(case_id)
    next_status(case.status, action)
    form = ReasonForm()
    if form.submitted():
        with form.catching():
            actor: Officer = current_officer()
            do(case, form.reason.data or "", actor=actor)
            flash(done, "success")
            return redirect(url_for("cases.show", case_id=case_id))
    return case_page(
        "cases/confirm.html",
        case,
        "overview",
        form=form,
        heading=action.label,
        consequence=CONSEQUENCES[action],
        button_text=action.label,
        objections=objections,
        ways=[(panel.title, panel.url(case)) for panel in panels.installed() if panel.key in CLEARED_IN],
        closing=action is CaseAction.CLOSE,
    )


@bp.route("/cases/<int:case_id>/close", methods=["GET", "POST"])
@requires(Permission.CASE_DECIDE)
def close(case_id: int) -> ResponseReturnValue:
    """Close the case."""
    objections = guards.objections(open_case(case_id))
    return _change(
        case_id, CaseAction.CLOSE, service.close_case, "The case is closed.", objections=objections
    )


@bp.route("/cases/<int:case_id>/reopen", methods=["GET", "POST"])
@requires(Permission.CASE_DECIDE)
def reopen(case_id: int) -> ResponseReturnValue:
    """Reopen the case."""
    return _change(case_id, CaseAction.REOPEN, service.reopen_case, "The case is open again.")


@bp.route("/cases/<int:case_id>/discard", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def discard(case_id: int) -> ResponseReturnValue:
    """Discard the draft."""
    return _change(case_id, CaseAction.DISCARD, service.discard_case, "The draft is discarded.")


@bp.route("/cases/<int:case_id>/merge", methods=["GET", "POST"])
@requires(Permission.CASE_DECIDE)
def merge(case_id: int) -> ResponseReturnValue:
    """Merge the case into another."""
    case: Case = open_case(case_id)
    next_status(case.status, CaseAction.MERGE)
    form = MergeForm()
    if form.submitted():
        with form.catching():
            actor = current_officer()
            target = queries.case_named(actor, form.target.data or "", form.target_id.data, field="target")
            name = target.name
            service.merge_into(case, target, form.reason.data or "", actor=actor)
            flash(f"The case is merged into {name}.", "success")
            return redirect(url_for(".show", case_id=case_id))
    return case_page("cases/merge.html", case, "overview", form=form, objections=guards.objections(case))

"""The last step: everything at a glance, then the reference."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.queries import allegations_of, conducts_of, get_visible, namesakes_of
from casework.cases.service import what_is_due
from casework.cases.workflow import CaseStatus
from casework.council import queries as council
from casework.evidence.receipts import shown
from casework.intake import queries, service
from casework.intake.progress import Step, progress_of
from casework.intake.routes.blueprint import bp
from casework.intake.routes.pages import steps_shown
from casework.permissions import Permission
from casework.web.forms import Form, page
from casework.web.guard import requires
from casework.working_days import in_words


@bp.route("/log/<int:case_id>/check", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def check(case_id: int) -> ResponseReturnValue:
    """What was logged, what is missing for a reference, what may wait; then register."""
    officer, form = current_officer(), Form()
    case = get_visible(officer, case_id)
    if case.status is not CaseStatus.DRAFT:
        return redirect(url_for(".registered", case_id=case_id))
    if form.submitted():
        with form.catching():
            service.register(case, actor=officer)
        # Pressed twice, the second press finds the case registered by the first: that is no fault.
        if not form.failed or get_visible(officer, case_id).status is not CaseStatus.DRAFT:
            return redirect(url_for(".registered", case_id=case_id))
    # First the allegations: they read their members and conducts anew, without what the rest of the page needs of them.
    allegations = [each for each in allegations_of(case_id) if not each.withdrawn_reason]
    case = queries.whole_draft(officer, case_id)
    progress = progress_of(officer, case)
    return page(
        "intake/check.html",
        form=form,
        case=case,
        progress=progress,
        steps_shown=steps_shown(case, progress, Step.CHECK),
        receipts=[shown(each) for each in queries.exhibits_of(case_id)],
        allegations=allegations,
        namesakes=namesakes_of(case, case.complaints, case.subjects),
        conducts=conducts_of(case_id),
        missing=progress.missing(case),
    )


@bp.get("/log/<int:case_id>/registered")
@requires(Permission.CASE_LOG)
def registered(case_id: int) -> ResponseReturnValue:
    """The reference, and what comes next."""
    case = get_visible(current_officer(), case_id)
    if case.status is CaseStatus.DRAFT:
        return redirect(url_for(".check", case_id=case_id))
    today, closures = clock.today(), council.closures()
    due = [(each, in_words(each.on, today, closures)) for each in what_is_due(case)]
    return page("intake/registered.html", case=case, due=due)

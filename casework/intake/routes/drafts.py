"""Drafts: the list of all, the steps of one, and giving one up."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.queries import get_visible
from casework.cases.workflow import CaseStatus
from casework.council import queries as council
from casework.intake import queries, service
from casework.intake.forms import DiscardForm
from casework.intake.progress import progress_of
from casework.intake.routes.blueprint import bp
from casework.intake.routes.pages import steps_shown
from casework.permissions import Permission
from casework.web.forms import page
from casework.web.guard import requires
from casework.working_days import add_working_days


@bp.get("/log/drafts")
@requires(Permission.CASE_LOG)
def drafts() -> ResponseReturnValue:
    """Every draft that the officer may see, the longest waiting first."""
    closures = council.closures()
    return page(
        "intake/drafts.html",
        drafts=[
            (case, add_working_days(case.received_on, 1, closures))
            for case in queries.drafts(current_officer())
        ],
        today=clock.today(),
    )


@bp.route("/log/<int:case_id>/discard", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def discard(case_id: int) -> ResponseReturnValue:
    """Give the draft up, with a reason."""
    case, form = queries.open_draft(current_officer(), case_id), DiscardForm()
    if form.submitted():
        with form.catching():
            service.discard(case, form.reason.data or "", actor=current_officer())
            flash(f"Draft {case_id} is discarded. Its exhibits are kept.", "success")
            return redirect(url_for(".drafts"))
    return page("intake/discard.html", form=form, case=case)


@bp.get("/log/<int:case_id>")
@requires(Permission.CASE_LOG)
def draft(case_id: int) -> ResponseReturnValue:
    """The steps of one draft, in any order; the quick page where that was not sent yet: the words are there."""
    case = get_visible(current_officer(), case_id)
    if case.status is not CaseStatus.DRAFT:
        return redirect(url_for(".registered", case_id=case_id))
    if begun := queries.begun_on(case_id):
        return redirect(url_for(".quick", key=begun.key))
    progress = progress_of(current_officer(), case)
    return page(
        "intake/draft.html",
        case=case,
        progress=progress,
        steps=steps_shown(case, progress),
        missing=progress.missing(case),
    )

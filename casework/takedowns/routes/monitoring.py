"""Letting a removal be monitored, and advising on looks that nobody had announced: for whoever approves requests."""

from datetime import timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.page import case_page
from casework.errors import NotFound
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.forms import AdviceForm, MonitorForm
from casework.takedowns.places import place
from casework.takedowns.repeating import CHECKED_AFTER, LONGEST_MONITORING
from casework.takedowns.routes.blueprint import SECTION, bp, done, of_staff
from casework.takedowns.workflow import Advice, RequestAction, next_status
from casework.web.guard import requires


@bp.route("/removal-requests/<int:request_id>/monitor", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_APPROVE)
def monitor(request_id: int) -> ResponseReturnValue:
    """Let the post be looked at again on three days, with a reason and a last day."""
    request, case = of_staff(request_id)
    next_status(request.status, RequestAction.MONITOR)
    form = MonitorForm(version=request.version)
    if form.submitted() and form.until.data:
        with form.catching():
            service.monitor(
                request,
                actor=current_officer(),
                reason=form.reason.data or "",
                until=form.until.data,
                version=form.version.data,
            )
            return done(request, "It is monitored, until its last day.")
    if form.failed:
        request, case = of_staff(request_id)
    today = clock.today()
    return case_page(
        "takedowns/monitor.html",
        case,
        SECTION,
        form=form,
        removal=request,
        checks=[today + timedelta(days=after) for after in CHECKED_AFTER],
        latest=today + timedelta(days=LONGEST_MONITORING),
    )


@bp.route("/look-advice/<int:advice_id>", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_APPROVE)
def advise(advice_id: int) -> ResponseReturnValue:
    """Advise whether another look may be made."""
    request, case = of_staff(queries.asked_about(advice_id))
    stand = queries.standing(request)
    advice = next((each for each in stand.advice if each.id == advice_id), None)
    if advice is None:
        raise NotFound
    form = AdviceForm()
    if form.submitted():
        with form.catching():
            answer: Advice = form.answer.data
            service.answer_advice(
                request,
                advice,
                actor=current_officer(),
                answer=answer,
                words=form.words.data or "",
                until=form.until.data,
            )
            flash("Your advice is recorded.", "success")
            return redirect(url_for(".show", request_id=request.id))
    return case_page(
        "takedowns/advise.html",
        case,
        SECTION,
        form=form,
        removal=request,
        advice=advice,
        stand=stand,
        may_advise=service.may_advise(advice, current_officer()),
        place=place,
    )

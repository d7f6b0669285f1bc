"""Saying what was found, and ending a request."""

from flask import url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.cases.page import case_page
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.forms import EndForm, FindingForm, WithdrawForm
from casework.takedowns.looking import why_not
from casework.takedowns.places import place
from casework.takedowns.routes.blueprint import SECTION, bp, done, of_staff
from casework.takedowns.workflow import FINDINGS, RequestAction, actions_from, next_status
from casework.web.guard import requires


@bp.route("/removal-requests/<int:request_id>/finding", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_DRAFT)
def finding(request_id: int) -> ResponseReturnValue:
    """Say what the looks amount to; what they do not show yet is said beside each answer."""
    request, case = of_staff(request_id)
    possible = [each for each in FINDINGS if each in actions_from(request.status)]
    if not possible:
        next_status(request.status, RequestAction.FIND_REPORTED)
    form = FindingForm()
    form.finding.choices = {each.value: each.label for each in possible}
    if form.submitted():
        with form.catching():
            chosen = next(each for each in FINDINGS if each.value == form.finding.data)
            service.conclude(request, chosen, actor=current_officer(), reason=form.reason.data or "")
            return done(request, f"It is recorded what was found: {request.status.label.lower()}.")
    if form.failed:
        request, case = of_staff(request_id)
    stand = queries.standing(request)
    posts = {place(post): stand.looks[post.id] for post in stand.posts}
    return case_page(
        "takedowns/finding.html",
        case,
        SECTION,
        form=form,
        removal=request,
        hints={
            **({RequestAction.VERIFY_REMOVED.value: late} if (late := service.captured_late(stand)) else {}),
            **{
                each.value: f"Not yet. {why}"
                for each in FINDINGS
                if (why := why_not(each, posts, said_done=stand.said_done))
            },
        },
    )


@bp.route("/removal-requests/<int:request_id>/close", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_DRAFT)
def close(request_id: int) -> ResponseReturnValue:
    """Close the request."""
    return _end(request_id, RequestAction.CLOSE, "Once it is closed nothing more can be recorded in it.")


@bp.route("/removal-requests/<int:request_id>/cancel", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_DRAFT)
def cancel(request_id: int) -> ResponseReturnValue:
    """Cancel a request that was never sent."""
    return _end(request_id, RequestAction.CANCEL, "It will not be sent. To ask after all, draft another one.")


@bp.route("/removal-requests/<int:request_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_DRAFT)
def withdraw(request_id: int) -> ResponseReturnValue:
    """Withdraw a request that was sent."""
    words = "Tell the recipient first. Once it is withdrawn nothing more can be recorded in it."
    return _end(request_id, RequestAction.WITHDRAW, words)


def _end(request_id: int, action: RequestAction, consequence: str) -> ResponseReturnValue:
    request, case = of_staff(request_id)
    next_status(request.status, action)
    actor = current_officer()
    withdrawing = action is RequestAction.WITHDRAW
    form = (WithdrawForm if withdrawing else EndForm)(version=request.version)
    if form.submitted():
        with form.catching():
            reason, version = form.reason.data or "", form.version.data
            if isinstance(form, WithdrawForm):
                told = form.recipient_told.data or ""
                service.withdraw(request, reason, recipient_told=told, actor=actor, version=version)
            elif action is RequestAction.CLOSE:
                service.close(request, reason, actor=actor, version=version)
            else:
                service.cancel(request, reason, actor=actor, version=version)
            return done(request, f"Removal request {request.name}: {request.status.label.lower()}.")
    if form.failed:
        request, case = of_staff(request_id)
    return case_page(
        "takedowns/end.html",
        case,
        SECTION,
        form=form,
        removal=request,
        heading=action.label,
        consequence=consequence,
        back=url_for(".show", request_id=request_id),
    )

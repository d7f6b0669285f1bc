"""Recording that a post is there again, which opens a new draft."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.page import case_page
from casework.errors import NotFound
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.forms import ReappearForm
from casework.takedowns.places import place
from casework.takedowns.routes.acting import offer_accounts
from casework.takedowns.routes.attaching import attached, fate, offer
from casework.takedowns.routes.blueprint import SECTION, bp, of_staff
from casework.takedowns.workflow import RequestAction, next_status, was_verified
from casework.web.guard import requires


@bp.route("/removal-requests/<int:request_id>/posts/<int:post_id>/reappeared", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_DRAFT)
def reappeared(request_id: int, post_id: int) -> ResponseReturnValue:
    """Record that a post which was verified removed, or a copy of it, is there again."""
    request, case = of_staff(request_id)
    post = next((each for each in queries.posts_in(request) if each.id == post_id), None)
    if post is None:
        raise NotFound
    if not was_verified(request):
        next_status(request.status, RequestAction.REAPPEAR)
    form = ReappearForm(seen_at=clock.now())
    offer_accounts(form)
    offer(form, request)
    if form.submitted() and form.seen_at.data:
        with form.catching():
            copied = form.same.data == "copy"
            title = f"What is there again, after removal request {request.name}"
            draft = service.reappear(
                request,
                post,
                actor=current_officer(),
                means=form.means.data or None,
                seen_at=form.seen_at.data,
                exhibit=attached(form, request, title),
                noticed=form.noticed.data or "",
                copy_address=(form.copy_address.data or "") if copied else None,
                account=form.account.data or "",
                device=form.device.data or "",
                wording=form.wording.data or "",
            )
            flash(
                f"It is recorded. {draft.name} is drafted, to ask anew: read it before it is approved.",
                "success",
            )
            return redirect(url_for(".show", request_id=draft.id))
    if form.failed:
        request, case = of_staff(request_id)
        post = next(each for each in queries.posts_in(request) if each.id == post_id)
    return case_page(
        "takedowns/reappeared.html",
        case,
        SECTION,
        form=form,
        removal=request,
        post=post,
        place=place,
        fate=fate(form),
        back=url_for(".show", request_id=request_id),
    )


@bp.post("/removal-requests/<int:request_id>/ask-anew")
@requires(Permission.TAKEDOWN_DRAFT)
def ask_anew(request_id: int) -> ResponseReturnValue:
    """Draft a request about a post that a look found there again."""
    request, _ = of_staff(request_id)
    draft = service.ask_anew(request, actor=current_officer())
    flash(f"{draft.name} is drafted, to ask anew: read it before it is approved.", "success")
    return redirect(url_for(".show", request_id=draft.id))

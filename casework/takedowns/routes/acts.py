"""What whoever handles a request does: mark it as sent, record an answer or silence, record a look.

These pages show no more than the handler may see, whoever opens them.
"""

from datetime import datetime

from flask import url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.models import Post
from casework.errors import NotFound, NotPossible
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.forms import LookForm, ReplyForm, SentForm
from casework.takedowns.looking import MANY, SHOWS_IT
from casework.takedowns.models import RemovalRequest
from casework.takedowns.places import place
from casework.takedowns.routes.attaching import attached, fate, offer
from casework.takedowns.routes.blueprint import bp, done, home
from casework.takedowns.workflow import (
    REPLY_ACTION,
    Means,
    ReplyKind,
    RequestAction,
    RequestStatus,
    Seen,
    actions_from,
    next_status,
)
from casework.web.forms import page
from casework.web.guard import requires


def _handled(request_id: int) -> RemovalRequest:
    return queries.get_handled(current_officer(), request_id, *queries.FOR_ITS_HANDLER)


@bp.route("/removal-requests/<int:request_id>/sent", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def sent(request_id: int) -> ResponseReturnValue:
    """Mark the request as sent."""
    request = _handled(request_id)
    next_status(request.status, RequestAction.SEND)
    form = SentForm(
        version=request.version,
        letter_version=request.letter.version if request.letter else None,
        sent_on=clock.today(),
        deadline=request.deadline,
    )
    if form.submitted() and form.sent_on.data:
        with form.catching():
            by_letter = form.by_letter.data == "yes"
            service.send(
                request,
                actor=current_officer(),
                sent_on=form.sent_on.data,
                sent_how=form.sent_how.data or "",
                by_letter=by_letter,
                platform_reference=form.platform_reference.data or "",
                deadline=form.deadline.data,
                version=form.version.data,
                letter_version=form.letter_version.data,
            )
            return done(request, "Marked as sent.")
    if form.failed:
        request = _handled(request_id)
    return page("takedowns/sent.html", form=form, removal=request, back=home(request))


@bp.route("/removal-requests/<int:request_id>/reply", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def reply(request_id: int) -> ResponseReturnValue:
    """Record an answer."""
    request = _handled(request_id)
    possible = [kind for kind in ReplyKind if REPLY_ACTION[kind] in actions_from(request.status)]
    if not possible:
        raise NotPossible("No answer can be recorded now: the request was not sent yet, or is settled.")
    form = ReplyForm(received_on=clock.today())
    form.kind.choices = {kind.value: kind.label for kind in possible}
    offer(form, request)
    if form.submitted() and form.received_on.data:
        with form.catching():
            service.record_reply(
                request,
                actor=current_officer(),
                kind=form.kind.data,
                received_on=form.received_on.data,
                words=form.words.data or "",
                exhibit=attached(form, request, f"Answer to removal request {request.name}"),
            )
            return done(request, "The answer is recorded.")
    if form.failed:
        request = _handled(request_id)
    return page("takedowns/reply.html", form=form, removal=request, fate=fate(form), back=home(request))


@bp.post("/removal-requests/<int:request_id>/silence")
@requires(Permission.TAKEDOWN_HANDLE)
def silence(request_id: int) -> ResponseReturnValue:
    """Record that no answer came."""
    request = _handled(request_id)
    service.record_silence(request, actor=current_officer())
    return done(request, "It is recorded that no reply came.")


@bp.route("/removal-requests/<int:request_id>/posts/<int:post_id>/look", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def look(request_id: int, post_id: int) -> ResponseReturnValue:
    """Record a look at one post, with its capture."""
    request = _handled(request_id)
    post = _post(request, post_id)
    if request.status is not RequestStatus.VERIFICATION_DUE:
        next_status(request.status, RequestAction.CALL_FOR_LOOK)
    form = LookForm(seen_at=clock.now())
    offer(form, request)
    if form.submitted() and form.seen_at.data:
        with form.catching():
            _record_look(request, post, form)
            return done(request, "The look is recorded.")
    if form.failed:
        request = _handled(request_id)
        post = _post(request, post_id)
    looks = [
        each for each in request.observations if each.post_id == post_id and each.seen != Seen.NOT_CHECKED
    ]
    return page(
        "takedowns/look.html",
        form=form,
        removal=request,
        post=post,
        looks=looks,
        many=len(looks) >= MANY,
        place=place,
        fate=fate(form),
        action=url_for(".look", request_id=request_id, post_id=post_id),
        back=home(request),
    )


def _post(request: RemovalRequest, post_id: int) -> Post:
    post = next((each for each in request.posts if each.id == post_id), None)
    if post is None:
        raise NotFound
    return post


def _record_look(request: RemovalRequest, post: Post, form: LookForm) -> None:
    """Take the capture in, then record the look. What is wrong with the answers is said before bytes are kept."""
    seen: Seen = form.seen.data
    means: Means | None = form.means.data or None
    seen_at: datetime = form.seen_at.data
    service.check_look(request, post, seen, means, seen_at)
    service.observe(
        request,
        post,
        actor=current_officer(),
        seen=seen,
        means=means,
        seen_at=seen_at,
        wording=form.wording.data or "",
        exhibit=attached(
            form,
            request,
            f"What was shown at a look for removal request {request.name}",
            [post.id] if seen in SHOWS_IT else (),
        ),
    )

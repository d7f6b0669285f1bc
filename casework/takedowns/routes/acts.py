"""What whoever handles a request does: mark it as sent, record an answer or silence.

These pages show no more than the handler may see, whoever opens them.
"""

from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.errors import NotPossible
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.forms import ReplyForm, SentForm
from casework.takedowns.models import RemovalRequest
from casework.takedowns.routes.attaching import attached, fate, offer
from casework.takedowns.routes.blueprint import bp, done, home
from casework.takedowns.workflow import (
    REPLY_ACTION,
    ReplyKind,
    RequestAction,
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

"""What whoever handles a request does: mark it as sent, record an answer or silence.

These pages show no more than the handler may see, whoever opens them.
"""

from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.errors import NotPossible
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.models import RemovalRequest
from casework.takedowns.routes.acting import (
    answers_possible,
    record_answer,
    record_sent,
    reply_form,
    sent_form,
)
from casework.takedowns.routes.answering import propose
from casework.takedowns.routes.attaching import fate
from casework.takedowns.routes.blueprint import bp, done, home
from casework.takedowns.workflow import RequestAction, next_status
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
    form = sent_form(request)
    if form.submitted():
        with form.catching():
            record_sent(request, form)
            return done(request, "Marked as sent.")
    if form.failed:
        request = _handled(request_id)
    return page("takedowns/sent.html", form=form, removal=request, back=home(request))


@bp.route("/removal-requests/<int:request_id>/reply", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def reply(request_id: int) -> ResponseReturnValue:
    """Record an answer."""
    request = _handled(request_id)
    possible = answers_possible(request)
    if not possible:
        raise NotPossible("No answer can be recorded now: the request was not sent yet, or is settled.")
    form = reply_form(request, possible)
    if form.submitted():
        with form.catching():
            record_answer(request, form)
            return done(request, "The answer is recorded.")
    if form.failed:
        request = _handled(request_id)
    return page(
        "takedowns/reply.html",
        form=form,
        removal=request,
        fate=fate(form),
        proposed=propose(form, request),
        back=home(request),
    )


@bp.post("/removal-requests/<int:request_id>/silence")
@requires(Permission.TAKEDOWN_HANDLE)
def silence(request_id: int) -> ResponseReturnValue:
    """Record that no answer came."""
    request = _handled(request_id)
    service.record_silence(request, actor=current_officer())
    return done(request, "It is recorded that no reply came.")

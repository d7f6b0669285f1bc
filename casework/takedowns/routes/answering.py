"""An answer that came by e-mail: taken in first, then proposed in the form, then recorded by whoever read it."""

from flask import flash, redirect, url_for
from flask import request as http
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.errors import DomainError
from casework.evidence import service as evidence
from casework.outbox import queries as outbox
from casework.outbox.workflow import MessageStatus
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.forms import MessageForm, ReplyForm
from casework.takedowns.messages import heard, remarks
from casework.takedowns.models import RemovalRequest
from casework.takedowns.routes.attaching import attached, fate, offer
from casework.takedowns.routes.blueprint import bp, home
from casework.takedowns.routes.mailing import NOBODY, OTHERS, returned_file
from casework.takedowns.workflow import ReplyKind, RequestAction, actions_from
from casework.web.forms import page
from casework.web.guard import requires


@bp.route("/removal-requests/<int:request_id>/reply/message", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def message(request_id: int) -> ResponseReturnValue:
    """Take an e-mail in as an exhibit, and go on to the form with what it says."""
    removal = queries.get_handled(current_officer(), request_id, *queries.FOR_ITS_HANDLER)
    form = MessageForm()
    offer(form, removal)
    if form.submitted():
        with form.catching():
            exhibit = attached(form, removal, f"Answer to removal request {removal.name}")
            if exhibit is None:
                raise DomainError("Choose the e-mail: a file that ends in .eml or .msg.", "file")
            found = heard(evidence.words_of_message(exhibit))
            if found is None:
                raise DomainError(
                    f"No e-mail can be read in exhibit {exhibit.label}, which is kept. Record the answer by hand.",
                    "file",
                )
            if found.undelivered:
                return _came_back(removal, exhibit.label)
            return redirect(url_for(".reply", request_id=request_id, message=exhibit.id))
    if form.failed:
        removal = queries.get_handled(current_officer(), request_id, *queries.FOR_ITS_HANDLER)
    return page("takedowns/message.html", form=form, removal=removal, fate=fate(form), back=home(removal))


def _came_back(removal: RemovalRequest, label: str) -> ResponseReturnValue:
    """Record that the request's own e-mail came back, where the returned message says so; else ask whoever sent it."""
    said = f"Exhibit {label} says that an e-mail could not be delivered, which is no answer."
    last = outbox.last_message(removal.letter_id) if removal.letter_id else None
    if last is None or last.status not in {MessageStatus.SENT, MessageStatus.FAILED}:
        flash(
            f"{said} No e-mail of this request waits to be heard of, so nothing else was recorded.", "success"
        )
        return redirect(home(removal))
    again = url_for(".bounce", request_id=removal.id)
    returned = returned_file(again=True)
    if not returned:
        flash(f"{said} Drop the message itself here, or say what it said.", "success")
        return redirect(again)
    try:
        nobody = service.record_bounce(removal, actor=current_officer(), returned=returned)
    except DomainError as error:
        flash(f"{said} {error.message}", "success")
        return redirect(again)
    flash(f"{said} It is recorded that the letter came back. {NOBODY if nobody else OTHERS}", "success")
    return redirect(home(removal))


def propose(form: ReplyForm, removal: RemovalRequest) -> list[str]:
    """Put what an e-mail says into the form, to be read and accepted, and return what is to be known of it."""
    chosen = form.exhibit.data if http.method == "POST" else http.args.get("message", "")
    held = queries.attachable(current_officer(), removal) if chosen else ()
    exhibit = next((each for each in held if str(each.id) == chosen), None)
    found = heard(evidence.words_of_message(exhibit)) if exhibit else None
    if exhibit is None or found is None:
        return []
    if http.method == "GET":
        form.exhibit.data, form.words.data = str(exhibit.id), found.words
        if found.sent_on:
            form.received_on.data = found.sent_on
        if found.answered_by_itself and RequestAction.ACKNOWLEDGE in actions_from(removal.status):
            form.kind.data = ReplyKind.ACKNOWLEDGED
    letters = [removal.letter_id, *(each.id for each in removal.later_letters)]
    ids = [sent.message_id for each in letters if each for sent in outbox.messages_of(each)]
    said = remarks(found, name=removal.name, ids=ids, sent_on=removal.sent_on, today=clock.today())
    return [f"Proposed from exhibit {exhibit.label}, from {found.sender or 'nobody named'}.", *said]

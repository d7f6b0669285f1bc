"""The letter of a request anew, where the first came back and the day by which it asks for an answer has come.

The first stays what it is: sent, frozen, and come back. It is kept with the letters that followed, so that both are in
the history of the request. Until the new one has gone out nobody was asked.
"""

from datetime import date

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of
from casework.cases.models import Case
from casework.correspondence.models import Letter
from casework.correspondence.templates import service as templates
from casework.correspondence.workflow import LetterStatus
from casework.database import command, db, lock
from casework.errors import NotAllowed, NotPossible
from casework.permissions import Permission, can
from casework.takedowns import queries
from casework.takedowns.models import RemovalLetter, RemovalRequest
from casework.takedowns.service.handling import check_answer_by, check_police
from casework.takedowns.service.mailing import astray
from casework.takedowns.service.moving import record_changed
from casework.takedowns.service.reminding import tell_handler
from casework.takedowns.wording import letter_of
from casework.takedowns.workflow import RequestStatus


@command
def renew_letter(request: RemovalRequest, *, deadline: date, actor: Officer) -> Letter:
    """Prepare the letter of a request anew, to be answered by `deadline`, from what the request says.

    Raises NotAllowed for anybody who could not approve it, NotPossible unless the letter came back and its day has
    come, DomainError for a day that cannot be.
    """
    if not can(actor, Permission.TAKEDOWN_APPROVE):
        raise NotAllowed(
            "Only a Monitoring Officer or a deputy lets the letter of a removal request be written anew."
        )
    lock(request)
    check_police(request)
    if objection := why_not_renewed(request):
        raise NotPossible(objection)
    check_answer_by(deadline)
    today, first = clock.today(), db.session.get_one(Letter, request.letter_id)
    letter = templates.prepare(
        db.session.get_one(Case, request.case_id),
        letter_of(request, queries.asked(request), today, deadline),
        recipient=request.recipient,
        contact=request.recipient_contact,
        subject=first.subject,
        actor=actor,
    )
    db.session.add(RemovalLetter(letter_id=first.id, request_id=request.id))
    record_changed(request, changes_of(request, letter_id=letter.id, deadline=deadline), actor=actor)
    tell_handler(request, f"The letter of removal request {request.name} was written anew: send it again.")
    return letter


def why_not_renewed(request: RemovalRequest) -> str:
    """Say why the letter of a request is not to be written anew; "" where it is."""
    letter = db.session.get(Letter, request.letter_id) if request.letter_id else None
    if letter is None or request.status is not RequestStatus.SENT or astray(request) is None:
        return "The letter of this removal request has not come back, so it is not written anew."
    if letter.status is LetterStatus.PREPARED:
        return "The letter is written anew already. Read it, and send it."
    if request.deadline is None or request.deadline > clock.today():
        return "There is still time to answer by the day that the letter gives. Send it again as it is."
    return ""

"""Correcting the letter of a request that was approved, and the day by which it asks for an answer."""

from datetime import date

from casework.accounts.models import Officer
from casework.audit.service import changes_of
from casework.clock import long_date
from casework.correspondence import service as correspondence
from casework.correspondence.models import Letter
from casework.database import command, lock
from casework.errors import DomainError
from casework.takedowns.models import RemovalRequest
from casework.takedowns.service.handling import check_answer_by
from casework.takedowns.service.moving import held, record_changed
from casework.takedowns.workflow import RequestAction, RequestStatus


@command
def correct_letter(
    request: RemovalRequest,
    letter: Letter,
    *,
    actor: Officer,
    subject: str,
    body: str,
    deadline: date,
    version: int | None = None,
) -> None:
    """Correct the letter of a request that was not sent yet.

    Another `deadline` is put into the text in place of the day that stood there: a letter asks by the day that its
    request has. Raises what `change_letter` raises, NotPossible where it was sent, and DomainError for a day that has
    come, or that the text does not say.
    """
    if request.status is RequestStatus.SENT and letter.id == request.letter_id:
        lock(request)  # written anew, after the first came back; one that was sent is refused as such
    else:
        held(request, RequestAction.SEND)
    before = request.deadline
    if deadline != before:
        check_answer_by(deadline)
        if before is not None:
            body = body.replace(long_date(before), long_date(deadline))
        if long_date(deadline) not in body:
            raise DomainError(
                f"The text does not say {long_date(deadline)}. Write that day where it asks for an answer.",
                "body",
            )
    correspondence.change_letter(letter, subject=subject, body=body, actor=actor, version=version)
    record_changed(request, changes_of(request, deadline=deadline), actor=actor)

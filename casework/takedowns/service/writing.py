"""The letters that follow a request: prepared from it, frozen when they went out."""

from datetime import date

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.cases.models import Case
from casework.correspondence import service as correspondence
from casework.correspondence.models import Letter
from casework.correspondence.templates import service as templates
from casework.correspondence.templates.fields import Filled
from casework.correspondence.workflow import LetterKind
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.takedowns import queries, wording
from casework.takedowns.later_letters import why_no_reminder, why_not
from casework.takedowns.models import RemovalLetter, RemovalRequest, Reply
from casework.takedowns.service.mailing_later import of
from casework.takedowns.service.reminding import record_reminder

SUBJECTS = {
    LetterKind.REMINDER: "A reminder of our request",
    LetterKind.THANKS: "Your answer to our request",
    LetterKind.CLOSING: "The end of our request",
}


@command
def prepare_letter(request: RemovalRequest, kind: LetterKind, *, actor: Officer) -> Letter:
    """Prepare a reminder, thanks or the last letter from what the request says now.

    Raises NotPossible where none of this kind fits the request's state, or one is prepared already.
    """
    lock(request)
    db.session.refresh(request, ["replies", "later_letters"])
    objection = why_not(request, kind)
    if objection:
        raise NotPossible(objection)
    letter = templates.prepare(
        db.session.get_one(Case, request.case_id),
        _filled(request, kind),
        recipient=request.recipient,
        contact=request.recipient_contact,
        subject=f"{SUBJECTS[kind]}: {request.name}",
        actor=actor,
    )
    db.session.add(RemovalLetter(letter_id=letter.id, request_id=request.id))
    db.session.flush()
    return letter


def _filled(request: RemovalRequest, kind: LetterKind) -> Filled:
    asked, today = queries.asked(request), clock.today()
    if kind is LetterKind.REMINDER:
        return wording.reminder_of(request, asked, today)
    if kind is LetterKind.THANKS:
        last = db.session.scalars(
            select(Reply).where(Reply.request_id == request.id).order_by(Reply.id.desc()).limit(1)
        ).one()
        return wording.thanks_of(request, asked, last, today)
    return wording.closing_of(request, asked, today)


@command
def send_letter(
    request: RemovalRequest,
    letter: Letter,
    *,
    actor: Officer,
    sent_on: date,
    sent_how: str,
    version: int | None = None,
) -> None:
    """Mark one of these letters as sent: it is frozen with its hash. A reminder counts as one of the request's.

    Raises NotPossible where it was sent or discarded, or an answer is awaited no more; Stale where it was corrected
    after it was read; DomainError for a day that cannot be.
    """
    lock(request)
    of(request, letter)
    correspondence.mark_sent(letter, sent_on=sent_on, sent_how=sent_how, actor=actor, version=version)
    if letter.kind is LetterKind.REMINDER:
        objection = why_no_reminder(request)
        if objection:
            raise NotPossible(objection)
        if request.sent_on is not None and sent_on < request.sent_on:
            raise DomainError("A reminder goes after the request did. Check the date.", "sent_on")
        record_reminder(request, actor=actor, reminded_on=sent_on, how=letter.sent_how)


@command
def discard_letter(
    request: RemovalRequest, letter: Letter, reason: str, *, actor: Officer, version: int | None = None
) -> None:
    """Put one of these letters aside unsent, with the reason."""
    of(request, letter)
    correspondence.discard(letter, reason, actor=actor, version=version)

"""Reminders, thanks and the last letter by e-mail, through the same outbox as the request's own letter.

A reminder counts as one of the request's on the day when a mail server took it. The outbox lets go of it on the day by
which it asks for an answer.
"""

from collections.abc import Sequence
from contextlib import suppress

from casework.accounts.models import Officer
from casework.correspondence import mailing
from casework.correspondence.models import Letter
from casework.correspondence.workflow import LetterKind
from casework.database import command, db, lock
from casework.errors import DomainError, NotFound, NotPossible
from casework.outbox.models import Message
from casework.outbox.workflow import MessageStatus
from casework.takedowns.later_letters import why_no_reminder
from casework.takedowns.models import RemovalLetter, RemovalRequest
from casework.takedowns.service.reminding import record_reminder
from casework.takedowns.service.sense import check_addresses


@command
def mail_letter(
    request: RemovalRequest,
    letter: Letter,
    addresses: Sequence[str],
    *,
    actor: Officer,
    version: int | None = None,
) -> Message:
    """Freeze one of these letters and put it into the outbox; again, where it went astray.

    `addresses`: checked ones. Raises what `send_by_mail` raises of the request's own letter, and NotPossible for a
    reminder where an answer is awaited no more.
    """
    lock(request)
    of(request, letter)
    if letter.kind is LetterKind.REMOVAL_REQUEST:
        raise NotPossible(
            "Another letter was written in the place of this one. Send that one, on the request’s page."
        )
    reminds = letter.kind is LetterKind.REMINDER
    if reminds and (objection := why_no_reminder(request)):
        raise NotPossible(objection)
    check_addresses(request, addresses, actor)
    return mailing.mail(
        letter, addresses, actor=actor, not_after=request.deadline if reminds else None, version=version
    )


@command
def take_back_letter(request: RemovalRequest, letter: Letter, *, actor: Officer) -> None:
    """Take one of these letters out of the outbox. Raises NotPossible once the server may have it."""
    of(request, letter)
    mailing.take_back(letter, actor=actor)


@command
def record_letter_bounce(
    request: RemovalRequest, letter: Letter, *, actor: Officer, why: str = "", returned: bytes = b""
) -> bool:
    """Record that one of these letters came back. Raises, and returns, what `mailing.record_bounce` does."""
    of(request, letter)
    return mailing.record_bounce(letter, actor=actor, why=why, returned=returned)


def settle_later(message: Message, letter: Letter) -> None:
    """Record what became of a letter that is no request's own; part of a command."""
    row = db.session.get(RemovalLetter, letter.id)
    if row is None:
        mailing.settle(message, letter, page=f"/letters/{letter.id}", about=letter.subject)
        return
    request = lock(db.session.get_one(RemovalRequest, row.request_id))
    about = f"{letter.kind.label} of removal request {request.name}"
    page = f"/removal-requests/{request.id}/letters/{letter.id}"
    mailing.settle(message, letter, page=page, about=about, also_tell=[request.given_to_id])
    if message.status is MessageStatus.SENT and letter.kind is LetterKind.REMINDER:
        with suppress(
            NotPossible, DomainError
        ):  # an answer came first: it went all the same, as the letter says
            record_reminder(
                request,
                actor=mailing.maker(message),
                reminded_on=mailing.sent_on(message),
                how=mailing.how(message),
            )


def of(request: RemovalRequest, letter: Letter) -> None:
    """Raise NotFound for a letter that did not follow this request."""
    row = db.session.get(RemovalLetter, letter.id)
    if row is None or row.request_id != request.id:
        raise NotFound

"""The letter of a request by e-mail. The request is sent on the day when a mail server took it, and not before.

While it is on its way the request stays approved. The outbox lets go of it before the day by which the letter asks
for an answer, so that none arrives too late.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import structlog
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.correspondence import mailing
from casework.correspondence import service as correspondence
from casework.correspondence.models import Letter
from casework.correspondence.service import freeze
from casework.correspondence.workflow import LetterStatus
from casework.council import queries as council
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.outbox import queries as outbox
from casework.outbox.models import Message
from casework.outbox.workflow import ASTRAY, MessageStatus
from casework.takedowns import deadlines, queries
from casework.takedowns.models import RemovalRequest
from casework.takedowns.service.handling import answer_by, came_back, check_police, went_out
from casework.takedowns.service.mailing_later import settle_later
from casework.takedowns.service.moving import held, need, record_changed
from casework.takedowns.service.sense import check_addresses
from casework.takedowns.workflow import RequestAction, RequestStatus

log = structlog.get_logger()


@command
def send_by_mail(
    request: RemovalRequest,
    addresses: Sequence[str],
    *,
    actor: Officer,
    version: int | None = None,
    letter_version: int | None = None,
) -> Message:
    """Freeze the letter and put it into the outbox; again, where it came back.

    `addresses`: checked ones. Others than the request gives are for those who may approve it. Raises NotPossible,
    NotAllowed, Stale, and DomainError where the day to answer has come or an address must not be written to.
    """
    if astray(request) and request.status is RequestStatus.SENT:
        lock(request)
    else:
        held(request, RequestAction.SEND, version)
    check_police(request)
    check_addresses(request, addresses, actor)
    day = answer_by(request, clock.today(), None, by_letter=True)
    letter = _letter(request)
    return mailing.mail(
        letter, addresses, actor=actor, not_after=day - timedelta(days=1), version=letter_version
    )


@command
def take_back_mail(request: RemovalRequest, *, actor: Officer) -> None:
    """Take the letter out of the outbox: it was not sent. Raises NotPossible once the server may have it."""
    mailing.take_back(_letter(request), actor=actor)


@command
def record_bounce(request: RemovalRequest, *, actor: Officer, why: str = "", returned: bytes = b"") -> bool:
    """Record that the letter came back, and return whether that means that nobody was asked yet.

    Where it reached others, the request was sent to those. Raises what `mailing.record_bounce` raises.
    """
    lock(request)
    letter = _letter(request)
    message = outbox.last_message(letter.id)
    sent_so = message is not None and mailing.how(message) == request.sent_how
    if mailing.record_bounce(letter, actor=actor, why=why, returned=returned):
        return True
    if message is not None and sent_so:
        record_changed(request, changes_of(request, sent_how=mailing.how(message)), actor=actor)
    return False


@command
def sent_another_way(request: RemovalRequest, *, actor: Officer, on: date, how: str) -> None:
    """Record that a letter that came back reached them otherwise, which is now when and how the request was sent."""
    lock(request)
    message = astray(request)
    if message is None or request.status is not RequestStatus.SENT:
        raise NotPossible("The letter of this removal request has not come back.")
    how = need(how, "Say how it was sent, such as by post.", "sent_how")
    if not (request.sent_on or on) <= on <= clock.today():
        raise DomainError("It was sent another way between the first time and today.", "sent_on")
    letter = _letter(request)
    if letter.status is LetterStatus.PREPARED:  # written anew since
        correspondence.mark_sent(letter, sent_on=on, sent_how=how, actor=actor)
    _sent_anew(request, actor, on, how)


def astray(request: RemovalRequest, messages: Sequence[Message] | None = None) -> Message | None:
    """Return the message that failed or came back, where the request has not gone out in any other way since.

    `messages`: the request's own, where the caller has them.
    """
    if messages is None:
        messages = queries.own_messages(request)
    if not messages or messages[0].status not in ASTRAY:
        return None
    unsent = request.status is RequestStatus.AUTHORISED
    returned = request.status is RequestStatus.SENT and came_back(request)
    return messages[0] if unsent or returned else None


def settle_mail() -> int:
    """Record what became of each letter in the outbox, and return how many there were: for the worker."""
    done = 0
    for number in [message.id for message in outbox.unsettled()]:
        try:
            _settle(number)
        except Exception:
            log.exception("what became of a message cannot be recorded", message=number)
            continue
        done += 1
    return done


@command
def _settle(number: int) -> None:
    message = lock(db.session.get_one(Message, number))
    if message.settled_at is not None:
        return
    letter = db.session.get(Letter, message.letter_id) if message.letter_id else None
    if letter is None:  # a notice: it is on its officer's page, whatever became of it
        message.settled_at = clock.now()
        return
    request = db.session.scalar(select(RemovalRequest).where(RemovalRequest.letter_id == letter.id))
    if request is None:
        settle_later(message, letter)
        return
    lock(request)
    if message.status is MessageStatus.SENT:
        _sent(request, letter, message)
    about = f"Removal request {request.name}"
    mailing.settle(
        message, letter, page=f"/removal-requests/{request.id}", about=about, also_tell=[request.given_to_id]
    )


def _sent(request: RemovalRequest, letter: Letter, message: Message) -> None:
    actor, on, how = mailing.maker(message), mailing.sent_on(message), mailing.how(message)
    if request.status is RequestStatus.SENT:
        _sent_anew(request, actor, on, how)
        return
    day = request.deadline
    if day is None or day <= on:
        day = deadlines.deadline(on, request.deadline_days, council.closures())
    freeze(letter, sent_on=on, sent_how=how, actor=actor)
    went_out(request, actor=actor, sent_on=on, sent_how=how, answer_by=day)


def _sent_anew(request: RemovalRequest, actor: Officer, on: date, how: str) -> None:
    remind = deadlines.reminder_day(
        on, request.deadline or on, queries.settled(request.route).remind_day, council.closures()
    )
    changes = changes_of(request, sent_on=on, sent_how=how, remind_on=remind)
    record(
        Verb.REQUEST_SENT_ANEW,
        actor=actor,
        subject=request,
        case=request.case_id,
        changes=changes,
        name=request.name,
        how=how,
    )


def _letter(request: RemovalRequest) -> Letter:
    if request.letter_id is None:
        raise NotPossible("This removal request has no letter.")
    return db.session.get_one(Letter, request.letter_id)

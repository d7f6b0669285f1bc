"""Putting messages into the outbox, in the unit of work of the act that they tell; and taking them out."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from casework import clock
from casework.database import command, db, lock
from casework.errors import NotPossible
from casework.outbox.contents import FrozenLetter, StaffNotice, composed, new_message_id
from casework.outbox.models import Message
from casework.outbox.server import is_on, own_settings
from casework.outbox.workflow import TRANSITIONS, MessageKind, MessageStatus


@command
def post(
    content: FrozenLetter | StaffNotice,
    recipients: Sequence[str],
    *,
    made_by_id: int | None,
    not_after: date | None = None,
) -> Message:
    """Put a message into the outbox, in the bytes in which it will go out; the worker sends it within a minute.

    `recipients`: checked addresses. `not_after`: the last day on which it may still go out. Raises NotPossible where
    e-mail is off, DomainError where it would be too large.
    """
    if not isinstance(content, FrozenLetter | StaffNotice):
        raise TypeError("only a frozen letter or a fixed notice is sent")
    if not is_on():
        raise NotPossible("E-mail is not set up here. Send it another way, and mark it as sent.")
    now, sender = clock.now(), own_settings().smtp_from
    message_id = new_message_id(sender)
    rfc822 = composed(content, sender=sender, recipients=recipients, message_id=message_id, at=now)
    letter = content if isinstance(content, FrozenLetter) else None
    message = Message(
        kind=MessageKind.LETTER if letter else MessageKind.NOTICE,
        recipients=list(recipients),
        message_id=message_id,
        rfc822=rfc822,
        sha256=digest(rfc822),
        letter_id=letter.letter_id if letter else None,
        case_id=letter.case_id if letter else None,
        made_by_id=made_by_id,
        queued_at=now,
        next_try_at=now,
        not_after=not_after,
    )
    db.session.add(message)
    db.session.flush()
    return message


@command
def take_back(message: Message) -> None:
    """Take a message out of the queue. Raises NotPossible once the server may have it."""
    lock(message)
    if message.status is MessageStatus.SENDING:
        raise NotPossible("It is being handed to the server this moment. Look again in a minute.")
    if message.status is not MessageStatus.QUEUED:
        raise NotPossible(f"It waits no more: {message.status.label.lower()}.")
    turn(message, MessageStatus.CANCELLED)
    message.settled_at = message.ended_at


def turn(message: Message, status: MessageStatus) -> None:
    """Let a held message stand otherwise; part of a command."""
    if (message.status, status) not in TRANSITIONS:
        raise NotPossible(
            f"A message that is “{message.status.label.lower()}” cannot be “{status.label.lower()}”."
        )
    message.status = status
    if status is not MessageStatus.QUEUED:
        message.next_try_at = None
    if status not in {MessageStatus.QUEUED, MessageStatus.SENDING}:
        message.ended_at = clock.now()


@command
def record_bounce(message: Message, why: str) -> None:
    """Record that a message came back. Raises NotPossible where it never went out, or is recorded to have come back."""
    lock(message)
    if message.status is MessageStatus.SENT and message.settled_at is None:
        raise NotPossible("It was sent this very minute, which is being recorded. Try again in a minute.")
    turn(message, MessageStatus.BOUNCED)
    message.error = why
    message.settled_at = None


@command
def record_missed(message: Message, missed: Mapping[str, str]) -> None:
    """Record {address: why} of recipients whom a message did not reach, while it reached others."""
    lock(message)
    if message.status is not MessageStatus.SENT or message.settled_at is None:
        raise NotPossible("What became of this message is being recorded. Try again in a minute.")
    message.refused = {**message.refused, **missed}


@command
def settle(message: Message) -> None:
    """Note that what became of the message was recorded where it belongs."""
    message.settled_at = clock.now()


def digest(rfc822: str) -> str:
    """Return the SHA-256 of a message as it goes out."""
    return hashlib.sha256(rfc822.encode("ascii")).hexdigest()

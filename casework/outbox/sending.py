"""Handing what waits to the mail server: for the worker, each minute.

Safe to run twice, by two workers, and to be killed anywhere. A message is claimed before the server hears of it.
One whose sender was killed is tried again where its text had not begun to follow; after that it is never sent a second
time by itself, for the server may have it: a person decides.
"""

import smtplib
import time
from datetime import timedelta

import structlog
from sqlalchemy import or_, select

from casework import clock
from casework.database import command, db, lock
from casework.outbox.last_look import why_not
from casework.outbox.models import Message
from casework.outbox.posting import digest, turn
from casework.outbox.server import Unreachable, connected, hand_over, is_on
from casework.outbox.workflow import IN_DOUBT, MessageStatus, Outcome, next_try

log = structlog.get_logger()
LONGEST_RUN = 50.0  # seconds; the next minute goes on
ABANDONED_AFTER = timedelta(minutes=10)  # no conversation lasts longer
S = MessageStatus
KILLED = f"{IN_DOUBT}: Casework was stopped while it was handed over."
TOO_LATE = "The last day on which it could still be sent has passed."
STOPPED = "Casework was stopped before it was handed over."
GIVEN_UP = "It was tried for two days. The last answer was: "
ALTERED = "The message is not what was frozen any more, so it was not sent."


class NotOurs(Exception):
    """The message was taken over by another worker."""


class Held(Exception):
    """The message became wrong to send while the server was spoken to."""


def send_waiting() -> int:
    """Send what is due, and return how many messages the server took."""
    release_abandoned()
    if not is_on():
        return 0
    ends, taken = time.monotonic() + LONGEST_RUN, 0
    while (message := _next()) is not None:
        outcome = _in_conversation(message, ends)
        taken += outcome[0]
        if outcome[1] or time.monotonic() > ends:
            break
    return taken


def _in_conversation(message: Message, ends: float) -> tuple[int, bool]:
    """Send a claimed message, and others while the server listens; return how many it took, and if it is at fault."""
    taken = 0
    current: Message | None = message
    try:
        with connected() as server:
            while current is not None:
                outcome = _try(server, current)
                taken += outcome.status is S.SENT
                current = None
                if outcome.server_at_fault:
                    return taken, True
                if time.monotonic() < ends:
                    current = _next()
    except Unreachable as error:
        if current is not None:
            outcome = Outcome(S.QUEUED, error.message, error.said, server_at_fault=True)
            _conclude(current.id, current.attempts, outcome)
        return taken, True
    return taken, False


def _try(server: smtplib.SMTP, message: Message) -> Outcome:
    number, attempts, rfc822, recipients = message.id, message.attempts, message.rfc822, message.recipients
    if digest(rfc822) != message.sha256:
        outcome = Outcome(S.FAILED, ALTERED)
    else:
        db.session.rollback()  # nothing is held while the server takes its time
        try:
            outcome = hand_over(
                server,
                rfc822,
                recipients,
                attempts=attempts,
                before_the_end=lambda: _note_handed(number, attempts),
            )
        except NotOurs:  # it took so long that another worker has it: nothing of it was said to the server
            return Outcome(S.QUEUED, server_at_fault=True)
        except Held as held:  # the conversation stands before its text, and ends here
            outcome = Outcome(S.FAILED, str(held), server_at_fault=True)
    _conclude(number, attempts, outcome)
    log.info("message tried", message=number, status=outcome.status.value, attempts=attempts)
    return outcome


@command
def _next() -> Message | None:
    """Claim the message that has waited longest; None where none is due. One that may not go out any more fails."""
    due = select(Message).where(Message.status == S.QUEUED, Message.next_try_at <= clock.now())
    while True:
        message = db.session.scalars(
            due.order_by(Message.next_try_at, Message.id).limit(1).with_for_update(skip_locked=True)
        ).one_or_none()
        if message is None:
            return None
        late = message.not_after is not None and message.not_after < clock.today()
        if why := TOO_LATE if late else why_not(message):
            turn(message, S.FAILED)
            message.error = why
            db.session.flush()
            continue
        turn(message, S.SENDING)
        message.attempts += 1
        message.claimed_at, message.handed_at = clock.now(), None
        return message


@command
def _note_handed(number: int, attempts: int) -> None:
    message = _held(number, attempts)
    if message.claimed_at is not None and message.claimed_at + ABANDONED_AFTER / 2 < clock.now():
        raise NotOurs
    if why := why_not(message):
        raise Held(why)
    message.handed_at = clock.now()


@command
def _conclude(number: int, attempts: int, outcome: Outcome) -> None:
    message = _held(number, attempts)
    message.reply, message.refused = outcome.reply, dict(outcome.refused)
    again = next_try(message.queued_at, attempts, clock.now()) if outcome.status is S.QUEUED else None
    if outcome.status is S.SENT:
        turn(message, S.SENT)
        message.accepted_at, message.error = clock.now(), ""
    elif again is not None:
        turn(message, S.QUEUED)
        message.next_try_at, message.error = again, outcome.error
    else:
        turn(message, S.FAILED)
        given_up = outcome.status is S.QUEUED
        message.error = f"{GIVEN_UP}{outcome.error}" if given_up else outcome.error


def _held(number: int, attempts: int) -> Message:
    message = lock(db.session.get_one(Message, number))
    if message.status is not S.SENDING or message.attempts != attempts:
        raise NotOurs
    return message


@command
def release_abandoned() -> int:
    """Deal with what a killed worker left; return how many messages there were."""
    before = clock.now() - ABANDONED_AFTER
    left = db.session.scalars(
        select(Message)
        .where(
            Message.status == S.SENDING,
            Message.claimed_at < before,
            or_(Message.handed_at.is_(None), Message.handed_at < before),
        )
        .with_for_update(skip_locked=True)
    ).all()
    for message in left:
        if message.handed_at is not None:
            turn(message, S.FAILED)
            message.error = KILLED
        elif next_try(message.queued_at, message.attempts, clock.now()) is None:
            turn(message, S.FAILED)  # whatever stops Casework at it each time does not stop it for ever
            message.error = f"{GIVEN_UP}{STOPPED}"
        else:
            turn(message, S.QUEUED)
            message.next_try_at = clock.now()
    return len(left)

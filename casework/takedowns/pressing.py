"""What a request wants of whoever handles it, and that in one sentence. Pure: what wants what is asked in `queries`."""

from collections.abc import Collection
from datetime import date

from casework.clock import long_date
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import (
    FOR_THE_OFFICE,
    WHAT_NEXT,
    PoliceAnswer,
    RequestStatus,
    next_for_handler,
)
from casework.words import Choice
from casework.working_days import in_words


class Pressing(Choice):
    """What a request wants now, the most pressing first."""

    SEND = "send", "To send"
    CHASE = "chase", "To chase"
    LOOK = "look", "To look at today"
    WAITING = "waiting", "Waiting"
    ENDED = "ended", "Ended"


def sentence(request: RemovalRequest, wanted: Pressing, today: date, closures: Collection[date] = ()) -> str:
    """Return in one sentence, or two short ones, what is to be done now, with days in words."""
    match wanted:
        case Pressing.SEND:
            if request.has_lapsed(today) and request.deadline:
                return (
                    f"Do not send the letter yet: it asks for an answer by {long_date(request.deadline)}, which has "
                    "come. Ask the Monitoring Officer or a deputy to correct it."
                )
            words = f"Send the letter to {request.recipient}, and mark it as sent."
            return f"{words} It is urgent: today." if request.urgent else words
        case Pressing.CHASE:
            return _chase(request, today, closures)
        case Pressing.LOOK:
            return _look(request, today, closures)
        case Pressing.WAITING:
            return _wait(request, today, closures)
    return WHAT_NEXT[request.status]


def _chase(request: RemovalRequest, today: date, closures: Collection[date]) -> str:
    if request.deadline is None:
        return WHAT_NEXT[request.status]
    left = in_words(request.deadline, today, closures)
    if request.deadline < today:
        return f"The day to answer has passed, {left}: record the answer, or that no reply came."
    return f"Remind {request.recipient}. An answer is asked for by {long_date(request.deadline)}, {left}."


def _look(request: RemovalRequest, today: date, closures: Collection[date]) -> str:
    if request.status is RequestStatus.MONITORING:
        words = "A check of the monitoring is due: look whether the post is still gone."
    elif request.status is RequestStatus.NO_RESPONSE:
        words = "No answer came. Look whether the post is still there."
    elif request.status is RequestStatus.VERIFICATION_DUE:
        words = "Look again, for a second time where the post was gone."
    else:
        words = WHAT_NEXT[request.status]
    if request.next_look_on is None or request.next_look_on >= today:
        return words
    since = in_words(request.next_look_on, today, closures)
    return f"{words} It was to be done from {long_date(request.next_look_on)} on, {since}."


def _wait(request: RemovalRequest, today: date, closures: Collection[date]) -> str:
    if request.police_answer is PoliceAnswer.OBJECTS and request.status is RequestStatus.AUTHORISED:
        return "Do not send it: the police object. The case’s own officers tell you when that changes."
    if request.paused_on is not None:
        return f"Wait: the time to answer is paused since {long_date(request.paused_on)}."
    if request.status in {RequestStatus.SENT, RequestStatus.ACKNOWLEDGED} and request.deadline is not None:
        left = in_words(request.deadline, today, closures)
        return f"Wait for the answer, asked for by {long_date(request.deadline)}, {left}. Record it when it comes."
    if request.next_look_on is not None:
        return f"Wait until {long_date(request.next_look_on)}, then look at the post."
    return _for_the_office(request)


def _for_the_office(request: RemovalRequest) -> str:
    if request.status is RequestStatus.REFUSED:
        return f"They declined, which is an outcome and not a breach. {FOR_THE_OFFICE}"
    if request.status in {RequestStatus.DISPUTED, RequestStatus.VERIFICATION_DUE}:
        return FOR_THE_OFFICE
    return next_for_handler(request.status)

"""What is to be done next with a request, for whoever sees all of it and for whoever only handles it."""

from datetime import date

from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import AWAITED, WHAT_NEXT, next_for_handler

REMIND = "A reminder is due: send it, and record it."
LAPSED = "Its letter asks for an answer by a day that has come: correct it, and give a later day, before it is sent."
PAUSED = "The time to answer is paused: remind nobody. Record an answer if one comes."


def next_words(request: RemovalRequest, today: date, *, handler: bool = False) -> str:
    """Return it in one sentence or two; `handler`: for whoever only handles it."""
    if request.has_lapsed(today) and not handler:
        return LAPSED
    if request.to_remind(today):
        return REMIND
    if request.status in AWAITED and request.paused_on is not None:
        return PAUSED
    return next_for_handler(request.status) if handler else WHAT_NEXT[request.status]

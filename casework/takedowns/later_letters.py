"""Which letters may follow a removal request, and when. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from casework import clock
from casework.correspondence.workflow import LetterKind, LetterStatus
from casework.takedowns.workflow import AWAITED, RequestStatus

LATER = (LetterKind.REMINDER, LetterKind.THANKS, LetterKind.CLOSING)
ENDED = frozenset({RequestStatus.CLOSED, RequestStatus.WITHDRAWN})
CALLED = {
    LetterKind.REMINDER: "Prepare a reminder",
    LetterKind.THANKS: "Prepare thanks for the answer",
    LetterKind.CLOSING: "Prepare the closing letter",
}


class Letter(Protocol):
    """A letter as these rules need it."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> LetterKind: ...
    @property
    def status(self) -> LetterStatus: ...


class Request(Protocol):
    """A request as these rules need it."""

    @property
    def status(self) -> RequestStatus: ...
    @property
    def sent_on(self) -> date | None: ...
    @property
    def deadline(self) -> date | None: ...
    @property
    def paused_on(self) -> date | None: ...
    @property
    def replies(self) -> Sequence[object]: ...
    @property
    def later_letters(self) -> Sequence[Letter]: ...


def why_not(request: Request, kind: LetterKind) -> str | None:
    """Say why no letter of this kind can be prepared now; None where one can."""
    if request.sent_on is None:
        return "The request was not sent, so nobody is written to about it."
    if kind is LetterKind.REMINDER and (objection := why_no_reminder(request)):
        return objection
    if kind is LetterKind.THANKS and not request.replies:
        return "No answer is recorded, so there is nothing to give thanks for."
    if kind is LetterKind.CLOSING and request.status not in ENDED:
        return "The request has not ended. Close or withdraw it first: the letter says how it ended."
    if prepared(request, kind):
        return f"A letter of this kind is prepared already: “{kind.label}”. Read it, and send or discard it."
    return None


def why_no_reminder(request: Request) -> str | None:
    """Say why nobody can be reminded in writing now; None where they can."""
    if request.status not in AWAITED:
        return "No answer is awaited, so there is nobody to remind."
    if request.paused_on is not None:
        return "The time to answer is paused, so nobody is reminded. Let it run again first."
    if request.deadline is None or request.deadline < clock.today():
        return "The day to answer has passed, and a reminder would name it. Record that no reply came."
    return None


def prepared(request: Request, kind: LetterKind) -> Letter | None:
    """Return the letter of this kind that is prepared, and neither sent nor discarded."""
    ready = (each for each in request.later_letters if each.status is LetterStatus.PREPARED)
    return next((each for each in ready if each.kind is kind), None)


def writable(request: Request) -> dict[LetterKind, str]:
    """Return the kinds of letters that can be prepared now, and what the button for each says."""
    return {kind: CALLED[kind] for kind in LATER if why_not(request, kind) is None}

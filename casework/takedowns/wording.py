"""What the letters of a removal request are made of: the facts of the request in the words of the letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.codes.models import Clause
from casework.correspondence import later_texts
from casework.correspondence import queries as correspondence
from casework.correspondence.templates.fields import Filled, Values
from casework.correspondence.texts import RemovalText, request_values
from casework.correspondence.workflow import Addressee, LetterKind
from casework.takedowns.deadlines import days_in_words
from casework.takedowns.models import RemovalRequest, Reply
from casework.takedowns.places import place_in_full
from casework.takedowns.queries import Asked
from casework.takedowns.route_facts import ROUTE_FACTS, Need
from casework.takedowns.workflow import (
    KEEP_NO_COPY,
    DeadlineBasis,
    Ground,
    ReplyKind,
    RequestedAction,
    RequestStatus,
)

WISHES = {
    RequestedAction.REMOVE: "remove the following",
    RequestedAction.EDIT: "edit the following",
    RequestedAction.CORRECT: "correct the following",
    RequestedAction.RESTRICT: "restrict who can see the following",
    RequestedAction.UNTAG: "take the tag off the following",
    RequestedAction.STOP_RESHARING: "stop resharing the following",
    RequestedAction.KEEP_THEN_REMOVE: "keep a copy for yourself, and then remove the following",
}
HELP = {
    RequestedAction.REMOVE: "have the following removed",
    RequestedAction.EDIT: "have the following edited",
    RequestedAction.CORRECT: "have the following corrected",
    RequestedAction.RESTRICT: "have the readers of the following restricted",
    RequestedAction.UNTAG: "have the tag taken off the following",
    RequestedAction.STOP_RESHARING: "stop the resharing of the following",
    RequestedAction.KEEP_THEN_REMOVE: "have a copy of the following kept, and the following then removed",
}
BASIS = {
    DeadlineBasis.STATUTE: "the time that the law sets",
    DeadlineBasis.PROCEDURE: "the time in the council’s procedure",
    DeadlineBasis.COURTESY: "a date that we suggest; no rule sets it",
}


def letter_of(request: RemovalRequest, asked: Asked, written_on: date, deadline: date) -> Filled:
    """Return what the letter of a request says, as it would be prepared on a day."""
    addressee = ROUTE_FACTS[request.route].addressee
    grounds = {ground for ground in Ground if ground in request.grounds}
    values = request_values(
        RemovalText(
            office=correspondence.office(),
            name=request.name,
            case_name=request.name.rpartition("/")[0],
            written_on=written_on,
            recipient=request.recipient,
            addressee=addressee,
            wish=_wish(request.requested_action, addressee),
            places=[place_in_full(post) for post in asked.posts],
            because=because(request, asked.clauses),
            deadline=deadline,
            deadline_words=f"{days_in_words(request.deadline_days)}: {BASIS[request.deadline_basis]}",
            holds_copy=all(asked.exhibits.values()),
            keep_copy=not grounds & KEEP_NO_COPY,
            tells_member=request.member_told_by_letter,
            wanted_words=request.wanted_words.strip(),
            on_behalf_of=request.needed.get(Need.PRINCIPAL, "").strip(),
            good_faith=request.needed.get(Need.GOOD_FAITH, "").strip(),
            search=request.needed.get(Need.SEARCH, "").strip(),
        )
    )
    return Filled(LetterKind.REMOVAL_REQUEST, addressee, values)


def _wish(action: RequestedAction, addressee: Addressee) -> str:
    """Return what is asked; a search engine can take nothing away but what its own results show."""
    if addressee is Addressee.SEARCH:
        return "take the following out of your results for the search named below"
    return (HELP if addressee in {Addressee.POLICE, Addressee.HELPLINE} else WISHES)[action]


def because(request: RemovalRequest, clauses: Sequence[Clause]) -> list[str]:
    """Return the grounds of a request, one line each."""
    lines = []
    for ground in (ground for ground in Ground if ground in request.grounds):
        if ground is Ground.CODE:
            lines += [
                f"{clause.code_version.code.title}, {clause.reference}: {clause.title}"
                for clause in sorted(clauses, key=lambda each: each.position)
            ]
        else:
            lines.append(ground.label)
    if request.ground_detail.strip():
        lines.append(" ".join(request.ground_detail.split()))
    return lines


@dataclass(frozen=True)
class _Words:
    """How an answer is told back to whoever gave it, and what is done with it."""

    said: str
    next_words: str


_LOOK = (
    "Somebody from the council will look at the address given above, as our request says, and once more at least 24 "
    "hours later where it is gone."
)
_CONSIDER = "What you say is kept with the matter, and is considered before anything else is decided."
HEARD = {
    ReplyKind.ACKNOWLEDGED: _Words(
        "We understand that you have our request, and will answer it.",
        "We wait for your answer until the day that our request names.",
    ),
    ReplyKind.COMPLIED: _Words("We understand you to say that what we asked for is done.", _LOOK),
    ReplyKind.PART_COMPLIED: _Words(
        "We understand you to say that part of what we asked for is done.", f"{_CONSIDER} {_LOOK}"
    ),
    ReplyKind.REFUSED: _Words("We understand you to decline. That is an answer like another.", _CONSIDER),
    ReplyKind.DISPUTED: _Words("We understand that you disagree with what we wrote.", _CONSIDER),
}
_GONE = "We looked twice, at least 24 hours apart, and what we had asked about was gone."
ENDINGS = {
    RequestStatus.REFUSED: "You told us that you decline. That is an answer like another.",
    RequestStatus.DISPUTED: f"You told us that you disagree. {_CONSIDER}",
    RequestStatus.VERIFIED_REMOVED: _GONE,
    RequestStatus.MONITORING: _GONE,
    RequestStatus.STILL_AVAILABLE: "When we last looked, what we had asked about was there.",
    RequestStatus.CHANGED: "When we last looked, what we had asked about had been changed.",
    RequestStatus.INCONCLUSIVE: "We looked, and cannot say whether what we had asked about is there.",
    RequestStatus.REPORTED_REMOVED: "We were told that it is gone, which we were not able to see for ourselves.",
    RequestStatus.ESCALATED: "It was not settled by this request.",
    RequestStatus.REAPPEARED: f"{_GONE} Later it was there again.",
}
WITHDRAWN = "We have taken our request back. You need do nothing about it."


def reminder_of(request: RemovalRequest, asked: Asked, written_on: date) -> Filled:
    """Return what a reminder says. The request was sent, and an answer is awaited by its deadline."""
    values = later_texts.reminder_values(
        later_texts.Reminder(
            **_later(request, asked, written_on),
            deadline=request.deadline or written_on,
            deadline_words=BASIS[request.deadline_basis],
            heard=request.status is RequestStatus.ACKNOWLEDGED,
            holds_copy=all(asked.exhibits.values()),
            keep_copy=not set(request.grounds) & KEEP_NO_COPY,
        )
    )
    return _filled(LetterKind.REMINDER, request, values)


def thanks_of(request: RemovalRequest, asked: Asked, reply: Reply, written_on: date) -> Filled:
    """Return what the thanks say for an answer."""
    words = HEARD[reply.kind]
    values = later_texts.thanks_values(
        later_texts.Thanks(
            **_later(request, asked, written_on),
            answered_on=reply.received_on,
            said=words.said,
            next_words=words.next_words,
        )
    )
    return _filled(LetterKind.THANKS, request, values)


def closing_of(request: RemovalRequest, asked: Asked, written_on: date) -> Filled:
    """Return what the letter says that tells how a request ended. It was sent, and has ended."""
    outcome = None if request.status is RequestStatus.WITHDRAWN else request.outcome
    how = ENDINGS[outcome] if outcome else WITHDRAWN
    values = later_texts.closing_values(later_texts.Closing(**_later(request, asked, written_on), how=how))
    return _filled(LetterKind.CLOSING, request, values)


def _filled(kind: LetterKind, request: RemovalRequest, values: Values) -> Filled:
    return Filled(kind, ROUTE_FACTS[request.route].addressee, values)


def _later(request: RemovalRequest, asked: Asked, written_on: date) -> dict[str, Any]:
    return {
        "office": correspondence.office(),
        "name": request.name,
        "written_on": written_on,
        "recipient": request.recipient,
        "addressee": ROUTE_FACTS[request.route].addressee,
        "places": [place_in_full(post) for post in asked.posts],
        "asked_on": request.sent_on,
    }

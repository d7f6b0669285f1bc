"""What a removal request's letter is made of: the facts of the request in the words of the letter."""

from collections.abc import Sequence
from datetime import date

from casework.codes.models import Clause
from casework.correspondence import queries as correspondence
from casework.correspondence.texts import Addressee, RemovalText, removal_request
from casework.takedowns.deadlines import days_in_words
from casework.takedowns.models import RemovalRequest
from casework.takedowns.places import place_in_full
from casework.takedowns.queries import Asked
from casework.takedowns.route_facts import ROUTE_FACTS, Need
from casework.takedowns.workflow import KEEP_NO_COPY, DeadlineBasis, Ground, RequestedAction

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


def letter_of(request: RemovalRequest, asked: Asked, written_on: date, deadline: date) -> str:
    """Return the text of the letter of a request, as it would be prepared on a day."""
    addressee = ROUTE_FACTS[request.route].addressee
    wishes = HELP if addressee is Addressee.OTHER else WISHES
    grounds = {ground for ground in Ground if ground in request.grounds}
    return removal_request(
        RemovalText(
            office=correspondence.office(),
            name=request.name,
            case_name=request.name.rpartition("/")[0],
            written_on=written_on,
            recipient=request.recipient,
            addressee=addressee,
            wish=wishes[request.requested_action],
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

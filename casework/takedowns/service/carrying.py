"""What a request that follows from another takes over from it: what the office knows and thinks, and who handles it."""

from typing import TypedDict

from casework.takedowns import queries
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import RequestedAction, Route
from casework.words import YesNo


class Carried(TypedDict):
    """Those values of a draft."""

    requested_action: RequestedAction
    wanted_words: str
    needed: dict[str, str]
    reasons: str
    proportionality: dict[str, str]
    person_told: bool
    candidate: YesNo
    given_to_id: int | None


def carried_over(request: RemovalRequest) -> Carried:
    """Return the values of a draft that follows from `request`, by another route or because the post is there again.

    A letter to the councillor told them of the Independent Person; they need not be told twice.
    """
    return {
        "requested_action": request.requested_action,
        "wanted_words": request.wanted_words,
        "needed": dict(request.needed),
        "reasons": request.reasons,
        "proportionality": dict(request.proportionality),
        "person_told": request.person_told
        or (request.route is Route.COUNCILLOR and request.sent_on is not None),
        "candidate": request.candidate,
        "given_to_id": _still_handles(request),
    }


def _still_handles(request: RemovalRequest) -> int | None:
    able = {officer.id for officer in queries.handlers(request.case_id)}
    return request.given_to_id if request.given_to_id in able else None

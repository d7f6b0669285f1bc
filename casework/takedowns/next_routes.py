"""Which route may come next, and why. Pure. It is proposed, and never taken by itself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from casework.takedowns.route_facts import ROUTE_FACTS, not_acted_on
from casework.takedowns.workflow import FINAL, Ground, RequestStatus, Route

S = RequestStatus
WHY_NEXT = {
    S.NO_RESPONSE: "No answer came.",
    S.REFUSED: "They declined, which is their right; somebody else may be asked.",
    S.STILL_AVAILABLE: "It was seen to be there still.",
    S.INCONCLUSIVE: "What was seen settles nothing.",
    S.REPORTED_REMOVED: "They say that it is gone, and that could not be verified.",
}
DISCLOSURE = "Asking tells somebody else of the matter: whoever approves decides that."


@dataclass(frozen=True)
class Proposal:
    """A route that may come next, with what to know of it. `objection`: why it cannot be opened; "" where it can.

    `fits`: whether anybody there acts on a ground of the request that it follows.
    """

    route: Route
    words: str
    objection: str = ""
    fits: bool = True


def standing(status: RequestStatus, outcome: RequestStatus | None) -> RequestStatus:
    """Return how a request stands, or how it stood when it ended."""
    return outcome if status in FINAL and outcome is not None else status


def proposals(
    route: Route,
    grounds: Collection[str],
    *,
    offered: Collection[Route],
    has_group: bool,
    opened: Mapping[Route, str],
) -> list[Proposal]:
    """Return the routes that may follow, the nearest first.

    `opened`: {route: name of the request that was opened on it after this one}.
    """
    found = []
    for each in ROUTE_FACTS[route].follows:
        if each not in offered:
            continue
        words = []
        fits = not not_acted_on(each, grounds)
        if not fits:
            words.append("Another ground has to be given: nobody there acts on the ones of this request.")
        if ROUTE_FACTS[each].discloses:
            words.append(DISCLOSURE)
        objection = ""
        if each in opened:
            objection = f"{opened[each]} is on this route already."
        elif each is Route.GROUP_LEADER and not has_group:
            objection = "No group is recorded for the councillor concerned."
        found.append(Proposal(each, " ".join(words), objection, fits))
    return found


def grounds_for(route: Route, grounds: Collection[str]) -> list[str]:
    """Return those of the grounds on which somebody on a route acts, in their order."""
    useful = ROUTE_FACTS[route].acted_on
    return [each.value for each in Ground if each in grounds and (useful is None or each in useful)]

"""What the route, the grounds and the wish of a request need before it is approved."""

from casework.takedowns.checking import Check
from casework.takedowns.models import RemovalRequest
from casework.takedowns.places import place
from casework.takedowns.queries import Asked
from casework.takedowns.route_facts import MEND, NAMES, ROUTE_FACTS, Need, needs
from casework.takedowns.workflow import RequestedAction, Route


def of_route(request: RemovalRequest, asked: Asked) -> list[Check]:
    """Return a check for the ground, for each thing that route and grounds need, and for a correction's words."""
    found = [
        _recipient(request),
        _ground(request),
        *(_need(need, request, asked) for need in needs(request.route, request.grounds)),
    ]
    if request.requested_action is RequestedAction.CORRECT:
        found.append(_correction(request))
    return found


def _recipient(request: RemovalRequest) -> Check:
    """A group leader is a person with a name; what a draft begins with is none."""
    if request.route is not Route.GROUP_LEADER or request.recipient != ROUTE_FACTS[request.route].recipient:
        return Check("recipient", passed=True, words=f"It goes to {request.recipient}.")
    return Check(
        "recipient",
        passed=False,
        words="It does not say who the leader of the group is.",
        mend="Change the draft and give their name, and how to reach them.",
    )


def _ground(request: RemovalRequest) -> Check:
    if request.grounds:
        return Check("ground", passed=True, words="It says on what ground it rests.")
    return Check(
        "ground",
        passed=False,
        words="It says no ground on which anybody acts on this route.",
        mend="Change the draft and choose the ground.",
    )


def _need(need: Need, request: RemovalRequest, asked: Asked) -> Check:
    lacking = _lacking(need, request, asked)
    if lacking:
        return Check(need.value, passed=False, words=lacking, mend=MEND[need])
    words = request.needed.get(need)
    return Check(
        need.value,
        passed=True,
        words=f"{need.label} {words}" if words else f"Recorded: {NAMES[need]}.",
    )


def _lacking(need: Need, request: RemovalRequest, asked: Asked) -> str:
    match need:
        case Need.ADDRESS:
            without = [place(post) for post in asked.posts if not post.address]
            return f"No address is recorded: {'; '.join(without)}." if without else ""
        case Need.RULE:
            return "" if request.ground_detail.strip() else "The rule is not given."
        case Need.GROUP:
            return "" if asked.groups else "No group is recorded for the councillor concerned."
        case _:
            return "" if request.needed.get(need, "").strip() else f"Not answered: {need.label}"


def _correction(request: RemovalRequest) -> Check:
    if request.wanted_words.strip():
        return Check("correction", passed=True, words="It says what the post should say instead.")
    return Check(
        "correction",
        passed=False,
        words="A correction is asked for, and not what the post should say instead.",
        mend="Change the draft and give the words.",
    )


def discloses(request: RemovalRequest) -> bool:
    """Say whether asking tells a third person of the matter."""
    return ROUTE_FACTS[request.route].discloses

"""What the form says of each route, ground and need while a request is drafted, before anything is sent."""

from casework.takedowns import queries
from casework.takedowns.forms import need_name
from casework.takedowns.next_routes import DISCLOSURE
from casework.takedowns.route_facts import ANSWERED, NAMES, ROUTE_FACTS, acts_on, wanted_by
from casework.takedowns.workflow import KEEP_NO_COPY, Ground, Route
from casework.web.filters import plural


def route_hints(case_id: int) -> dict[str, str]:
    """Say of each route what speaks against it, on what anybody there acts, how long it has, and the council's note."""
    no_leader = "" if queries.groups_of(case_id) else f"Cannot be chosen here. {queries.NO_GROUP}"
    return {
        route.value: _joined(
            no_leader if route is Route.GROUP_LEADER else "",
            acts_on(route),
            DISCLOSURE if holds.facts.discloses else "",
            _needs(holds),
            f"{plural(holds.days, 'working day')} to answer ({holds.basis.label.lower()}).",
            "In danger call 999 first." if route is Route.POLICE else "",
            holds.note,
        )
        for route, holds in queries.settled_routes().items()
    }


def _needs(holds: queries.Settled) -> str:
    asked = [NAMES[need] for need in holds.facts.needs]
    return f"Needs: {'; '.join(asked)}." if asked else ""


def sources() -> list[tuple[str, str]]:
    """Return (route, on what its time rests) for each."""
    return [(route.label, facts.source) for route, facts in ROUTE_FACTS.items()]


def ground_hints() -> dict[str, str]:
    """Say of each ground on which routes nobody acts on it, and what else it brings with it."""
    return {
        ground.value: _joined(
            _deaf(ground),
            "The letter then asks that no copy is kept." if ground in KEEP_NO_COPY else "",
            "The claim is the person’s own: a council cannot sue for it."
            if ground is Ground.DEFAMATION
            else "",
        )
        for ground in Ground
    }


def need_hints() -> dict[str, str]:
    """Say of each need, by the name of its field, which routes and grounds have it."""
    return {need_name(need): f"For: {'; '.join(wanted_by(need))}." for need in ANSWERED}


def _deaf(ground: Ground) -> str:
    deaf = [
        route.label
        for route, facts in ROUTE_FACTS.items()
        if facts.acted_on is not None and ground not in facts.acted_on
    ]
    return f"Nobody acts on it here: {'; '.join(deaf)}." if deaf else ""


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))

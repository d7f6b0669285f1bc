"""What the form says of each route, ground and need while a request is drafted, before anything is sent."""

from dataclasses import dataclass

from casework.takedowns import queries
from casework.takedowns.forms import need_name
from casework.takedowns.models import RemovalRequest
from casework.takedowns.next_routes import DISCLOSURE
from casework.takedowns.route_facts import (
    ANSWERED,
    MEND,
    NAMES,
    OF_GROUND,
    ROUTE_FACTS,
    Need,
    acts_on,
    wanted_by,
)
from casework.takedowns.workflow import KEEP_NO_COPY, Ground, Route
from casework.web.filters import plural

IN_THE_LETTER = {Need.PRINCIPAL: "The letter goes on: “This is asked on behalf of …”."}


def route_hints(case_id: int) -> dict[str, str]:
    """Say of each route in a line what speaks against it, and how long it has."""
    no_leader = "" if queries.groups_of(case_id) else f"Cannot be chosen here. {queries.NO_GROUP}"
    return {
        route.value: _joined(
            no_leader if route is Route.GROUP_LEADER else "",
            "In danger call 999 first." if route is Route.POLICE else "",
            f"{plural(holds.days, 'working day')} to answer ({holds.basis.label.lower()}).",
        )
        for route, holds in queries.settled_routes().items()
    }


def route_facts() -> dict[str, list[str]]:
    """Say of each route that is chosen on what anybody acts there, whom it tells, its needs and source."""
    return {
        route.value: [
            line
            for line in (
                acts_on(route),
                DISCLOSURE if holds.facts.discloses else "",
                _needs(holds),
                holds.facts.source,
                holds.note,
            )
            if line
        ]
        for route, holds in queries.settled_routes().items()
    }


def _needs(holds: queries.Settled) -> str:
    asked = [NAMES[need] for need in holds.facts.needs]
    return f"Needs: {'; '.join(asked)}." if asked else ""


def asked_twice(request: RemovalRequest) -> str:
    """Say which open requests ask the same recipient about the same post; "" where none does."""
    names = queries.asked_already(request)
    return f"{request.recipient} is asked about the same post already: {', '.join(names)}." if names else ""


def ground_hints() -> dict[str, str]:
    """Say of each ground on which few act who does, and what else it brings with it."""
    return {
        ground.value: _joined(
            _few(ground),
            "The letter then asks that no copy is kept." if ground in KEEP_NO_COPY else "",
            "The claim is the person’s own: a council cannot sue for it."
            if ground is Ground.DEFAMATION
            else "",
        )
        for ground in Ground
    }


@dataclass(frozen=True)
class NeedHint:
    """Which choices want a field, for the page's script (`by`) and for people (`wanted`), and what to write there."""

    by: str
    wanted: str
    words: str


def need_hints() -> dict[str, NeedHint]:
    """Say of each need, by the name of its field, which routes and grounds have it, and how it is answered."""
    return {
        need_name(need): NeedHint(
            by=" ".join(
                [f"route={route.value}" for route, facts in ROUTE_FACTS.items() if need in facts.needs]
                + [f"grounds={ground.value}" for ground, more in OF_GROUND.items() if need in more]
            ),
            wanted=f"For: {'; '.join(wanted_by(need))}.",
            words=_joined(MEND[need], IN_THE_LETTER.get(need, "")),
        )
        for need in ANSWERED
    }


def _few(ground: Ground) -> str:
    """Name those who act on a ground where most do not; of the others, each route says on what anybody there acts."""
    heard = [
        route.label
        for route, facts in ROUTE_FACTS.items()
        if facts.acted_on is None or ground in facts.acted_on
    ]
    return f"Only these act on it: {'; '.join(heard)}." if len(heard) < len(ROUTE_FACTS) / 2 else ""


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))

"""What holds of each route: the council's own row over the defaults, and whether a councillor has a group."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select

from casework import clock
from casework.cases.models import SubjectMember
from casework.council import queries as council
from casework.database import db
from casework.members.models import Office
from casework.takedowns.deadlines import default_days
from casework.takedowns.models import RouteSetting
from casework.takedowns.route_facts import ROUTE_FACTS, RouteFacts
from casework.takedowns.workflow import DeadlineBasis, Route

NO_GROUP = (
    "No group is recorded for the councillor concerned, so there is no group leader to ask. Record the group with "
    "their office, or choose another route."
)


@dataclass(frozen=True)
class Settled:
    """What holds of a route in this council. `version`: of the council's row; 0 while the defaults hold."""

    route: Route
    facts: RouteFacts
    offered: bool
    days: int
    basis: DeadlineBasis
    remind_day: int
    note: str = ""
    version: int = 0

    def days_for(self, *, urgent: bool) -> int:
        """Return how many working days a request on this route gives."""
        return default_days(self.facts, self.days, council.settings().removal_days, urgent=urgent)


def settled_routes() -> Mapping[Route, Settled]:
    """Return what holds of every route, in their order: one SELECT."""
    rows = {row.route: row for row in db.session.scalars(select(RouteSetting))}
    return {route: _settled(route, rows.get(route)) for route in Route}


def settled(route: Route) -> Settled:
    """Return what holds of one route."""
    return _settled(route, db.session.get(RouteSetting, route))


def _settled(route: Route, row: RouteSetting | None) -> Settled:
    facts = ROUTE_FACTS[route]
    if row is None:
        return Settled(
            route, facts, offered=True, days=facts.days, basis=facts.basis, remind_day=facts.remind_day
        )
    return Settled(route, facts, row.offered, row.days, row.basis, row.remind_day, row.note, row.version)


def in_a_group(case_id: int) -> Select[str]:
    """Return a select of the groups to which the councillors concerned belong today, as their offices say."""
    today = clock.today()
    return (
        select(Office.group_name)
        .join(SubjectMember, SubjectMember.councillor_id == Office.councillor_id)
        .where(
            SubjectMember.case_id == case_id,
            SubjectMember.removed_reason == "",
            Office.group_name != "",
            Office.held_from.is_(None) | (Office.held_from <= today),
            Office.held_to.is_(None) | (Office.held_to >= today),
        )
    )


def groups_of(case_id: int) -> frozenset[str]:
    """Return the groups to which the councillors concerned belong today: one SELECT."""
    return frozenset(db.session.scalars(in_a_group(case_id)))

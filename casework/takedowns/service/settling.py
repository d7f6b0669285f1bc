"""What the council says of a route: whether it is offered, its days and on what they rest, its reminder, a note."""

from sqlalchemy.exc import IntegrityError

from casework.accounts.models import Officer
from casework.accounts.service import tell_monitoring_officers
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.takedowns import queries
from casework.takedowns.deadlines import LONGEST_DAYS
from casework.takedowns.models import RouteSetting
from casework.takedowns.workflow import DeadlineBasis, Route
from casework.versions import expect_version

PAGE = "/removal-routes"
LABELS = {
    "offered": "Offered",
    "days": "Working days to answer",
    "basis": "What the time rests on",
    "remind_day": "Remind on working day",
    "note": "The council’s own note",
}


@command
def change_route(
    route: Route,
    *,
    actor: Officer,
    version: int | None = None,
    offered: bool,
    days: int,
    basis: DeadlineBasis,
    remind_day: int,
    note: str,
) -> None:
    """Change what the council says of a route; drafts and requests that there are keep what they have.

    `version`: of the row that the officer saw, 0 for the defaults. Raises DomainError naming the field, NotPossible
    for the councillor's own route not being offered, Stale.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise DomainError(f"Give between 1 and {LONGEST_DAYS} working days to answer.", "days")
    if not 0 <= remind_day < days:
        raise DomainError(
            "A reminder goes before the last day: give a smaller number, or 0 for none.", "remind_day"
        )
    if route is Route.COUNCILLOR and not offered:
        raise NotPossible("The councillor can always be asked. Only the other routes can be taken off.")
    values = {
        "offered": offered,
        "days": days,
        "basis": basis,
        "remind_day": remind_day,
        "note": note.strip(),
    }
    row = db.session.get(RouteSetting, route)
    if row is None:
        held = queries.settled(route)
        changes = {
            name: (getattr(held, name), now) for name, now in values.items() if getattr(held, name) != now
        }
        row = RouteSetting(route=route, **values)
        if changes:
            _first(row)
    else:
        lock(row)
        expect_version(row, version, values, LABELS)
        changes = changes_of(row, **values)
    if changes:
        record(Verb.ROUTE_CHANGED, actor=actor, also=[row], changes=changes, route=route.label)
        tell_monitoring_officers(
            f"{actor.name} changed the route “{route.label}” of removal requests.", PAGE, besides=actor
        )


def _first(row: RouteSetting) -> None:
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:
        raise NotPossible("Another officer changed this route first. Load the page again.") from None

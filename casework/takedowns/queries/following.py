"""What follows from a request, and what may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from casework.database import db
from casework.takedowns.chain import Link
from casework.takedowns.models import RemovalRequest
from casework.takedowns.next_routes import WHY_NEXT, Proposal, proposals, standing
from casework.takedowns.queries.settled import in_a_group, settled_routes
from casework.takedowns.queries.visibility import astray
from casework.takedowns.workflow import RequestLink, RequestStatus, Route

GIVEN_UP = (RequestStatus.CANCELLED, RequestStatus.WITHDRAWN)


@dataclass(frozen=True)
class Around:
    """The requests of a case as chains show them. `astray`: ids of those given to somebody kept from the case since.

    `has_group`: whether one of the councillors concerned has a group.
    """

    links: Sequence[Link]
    astray: frozenset[int]
    has_group: bool


def around(case_id: int) -> Around:
    """Return what stands around each request of a case: one SELECT."""
    rows = db.session.execute(
        select(
            RemovalRequest.id,
            RemovalRequest.number,
            RemovalRequest.route,
            RemovalRequest.status,
            RemovalRequest.outcome,
            RemovalRequest.parent_id,
            RemovalRequest.link,
            astray(),
            in_a_group(case_id).exists(),
        )
        .where(RemovalRequest.case_id == case_id)
        .order_by(RemovalRequest.number)
    ).all()
    return Around(
        [Link(*row[:7]) for row in rows],
        frozenset(row.id for row in rows if row[7]),
        any(row[8] for row in rows),
    )


def link_of(request: RemovalRequest) -> Link:
    """Return a request that was loaded as chains show it."""
    return Link(
        request.id,
        request.number,
        request.route,
        request.status,
        request.outcome,
        request.parent_id,
        request.link,
    )


def opened_after(request: RemovalRequest, links: Sequence[Link]) -> Mapping[Route, str]:
    """Return {route: name} of the requests that were drafted on the next route after this one, and not given up."""
    return {
        each.route: each.name
        for each in links
        if each.parent_id == request.id
        and each.link is RequestLink.NEXT_ROUTE
        and each.status not in GIVEN_UP
    }


def next_for(request: RemovalRequest, stands: Around) -> tuple[str, list[Proposal]]:
    """Return why another route is proposed and which may be taken; nothing where nothing calls for one."""
    why = WHY_NEXT.get(standing(request.status, request.outcome), "")
    if not why:
        return "", []
    found = proposals(
        request.route,
        request.grounds,
        offered=[route for route, holds in settled_routes().items() if holds.offered],
        has_group=stands.has_group,
        opened=opened_after(request, stands.links),
    )
    return why, found

"""Drafting a removal request. Much of it may wait until it is approved; what makes no sense at all is said at once."""

from collections.abc import Sequence
from typing import TypedDict, Unpack

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Post
from casework.cases.workflow import CaseStatus
from casework.codes.models import Clause
from casework.database import command, db, lock
from casework.errors import NotPossible
from casework.takedowns import queries
from casework.takedowns.changes import FACTS, LABELS
from casework.takedowns.models import RemovalRequest
from casework.takedowns.searchable import feed_request
from casework.takedowns.service.moving import record_changed
from casework.takedowns.service.sense import check_sense, keep_wanted
from casework.takedowns.workflow import (
    DeadlineBasis,
    Ground,
    RequestedAction,
    RequestLink,
    RequestStatus,
    Route,
    UrgentKind,
)
from casework.versions import expect_version
from casework.words import YesNo


class RequestValues(TypedDict, total=False):
    """What a draft says. Of what is left out a new draft gets the defaults, and a changed one keeps what it has."""

    route: Route
    recipient: str
    recipient_contact: str
    requested_action: RequestedAction
    grounds: list[str]
    ground_detail: str
    wanted_words: str
    needed: dict[str, str]
    reasons: str
    proportionality: dict[str, str]
    deadline_days: int
    deadline_basis: DeadlineBasis
    member_told_by_letter: bool
    person_told: bool
    candidate: YesNo
    given_to_id: int | None
    urgent: bool
    urgent_kind: UrgentKind | None
    urgent_reason: str


@command
def draft_request(
    case: Case,
    *,
    actor: Officer,
    posts: Sequence[Post],
    clauses: Sequence[Clause] = (),
    parent: RemovalRequest | None = None,
    link: RequestLink | None = None,
    **values: Unpack[RequestValues],
) -> RemovalRequest:
    """Draft a request about posts of an open case.

    Without `deadline_days` the route's own are given. `parent` and `link`: from which earlier request of the case it
    follows, and how; such a draft may still lack its ground. Raises NotPossible for a case that is not open,
    DomainError for a post or clause from elsewhere, a route that is not offered, a ground on which nobody acts on this
    route, or a complainant's name.
    """
    lock(case)
    if case.status is not CaseStatus.OPEN:
        raise NotPossible(f"{case.name} is not open. Only an open case can have a new removal request.")
    number = _next_number(case)
    request = RemovalRequest(
        **{**_defaults(values), **values},
        case_id=case.id,
        number=number,
        name=f"{case.reference}/R{number}",
        drafted_by_id=actor.id,
        drafted_at=clock.now(),
        posts=list(posts),
        clauses=list(clauses),
        parent_id=parent.id if parent else None,
        link=link,
    )
    keep_wanted(request, request.needed)
    check_sense(request, case, posts, clauses, carried=parent is not None)
    db.session.add(request)
    record(
        Verb.REQUEST_DRAFTED,
        actor=actor,
        subject=request,
        case=case,
        name=request.name,
        route=request.route,
        posts=[post.id for post in posts],
        clauses=[clause.reference for clause in clauses],
        after=parent.name if parent else None,
    )
    feed_request(request)
    return request


def _next_number(case: Case) -> int:
    highest = db.session.scalar(
        select(func.max(RemovalRequest.number)).where(RemovalRequest.case_id == case.id)
    )
    return (highest or 0) + 1


def _defaults(values: RequestValues) -> RequestValues:
    """Return what a new draft has of itself; the time to answer is that of its route."""
    route = values.get("route", Route.COUNCILLOR)
    holds = queries.settled(route)
    return {
        "route": route,
        "recipient": "",
        "recipient_contact": "",
        "requested_action": RequestedAction.REMOVE,
        "grounds": [Ground.CODE.value],
        "ground_detail": "",
        "wanted_words": "",
        "needed": {},
        "reasons": "",
        "proportionality": {},
        "deadline_days": holds.days_for(urgent=values.get("urgent", False)),
        "deadline_basis": holds.basis,
        "member_told_by_letter": False,
        "person_told": False,
        "candidate": YesNo.NOT_KNOWN,
        "urgent": False,
        "urgent_kind": None,
        "urgent_reason": "",
    }


@command
def change_request(
    request: RemovalRequest,
    *,
    actor: Officer,
    posts: Sequence[Post],
    clauses: Sequence[Clause] = (),
    version: int | None = None,
    **values: Unpack[RequestValues],
) -> None:
    """Change a draft; whoever changes what it asks may not approve it then, as little as who drafted it.

    Raises Stale, NotPossible once it is approved, and what `draft_request` raises.
    """
    lock(request)
    if request.status is not RequestStatus.DRAFT:
        raise NotPossible(
            "This removal request is no longer a draft. Cancel or withdraw it, and draft another one."
        )
    expect_version(request, version, values, LABELS)
    was = request.route
    given = values.pop("needed", request.needed)
    changes = changes_of(request, **values)
    changes |= keep_wanted(request, given)
    for name, before, now in (
        ("posts", queries.posts_in(request), posts),
        ("clauses", queries.clauses_in(request), clauses),
    ):
        old, new = {row.id for row in before}, {row.id for row in now}
        if old != new:
            changes[name] = (sorted(old), sorted(new))
    if changes and not changes.keys() - {"posts", "clauses"}:
        flag_modified(
            request, "recipient"
        )  # what stands in rows of their own counts as a change of the request too
    db.session.refresh(request, ["posts", "clauses"])
    request.posts, request.clauses = list(posts), list(clauses)
    check_sense(request, db.session.get_one(Case, request.case_id), posts, clauses, was=was)
    if changes.keys() - FACTS:
        request.changed_by_id = actor.id
    record_changed(request, changes, actor=actor)
    if changes:
        feed_request(request)

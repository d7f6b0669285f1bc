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
from casework.correspondence import queries as correspondence
from casework.council import queries as council
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.takedowns import queries
from casework.takedowns.changes import LABELS
from casework.takedowns.deadlines import LONGEST_DAYS, default_days
from casework.takedowns.models import RemovalRequest
from casework.takedowns.searchable import feed_request
from casework.takedowns.service.moving import need
from casework.takedowns.workflow import (
    DeadlineBasis,
    Ground,
    RequestedAction,
    RequestStatus,
    Route,
    UrgentKind,
    not_acted_on,
)
from casework.versions import expect_version


class RequestValues(TypedDict, total=False):
    """What a draft says. Of what is left out a new draft gets the defaults, and a changed one keeps what it has."""

    route: Route
    recipient: str
    recipient_contact: str
    requested_action: RequestedAction
    grounds: list[str]
    ground_detail: str
    reasons: str
    proportionality: dict[str, str]
    deadline_days: int
    deadline_basis: DeadlineBasis
    member_told_by_letter: bool
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
    **values: Unpack[RequestValues],
) -> RemovalRequest:
    """Draft a request about posts of an open case.

    Without `deadline_days` the route's own are given. Raises NotPossible for a case that is not open, DomainError for
    a post or clause from elsewhere, a ground on which nobody acts on this route, or a complainant's name.
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
    )
    _check(request, case, posts, clauses)
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
    return {
        "route": route,
        "recipient": "",
        "recipient_contact": "",
        "requested_action": RequestedAction.REMOVE,
        "grounds": [Ground.CODE.value],
        "ground_detail": "",
        "reasons": "",
        "proportionality": {},
        "deadline_days": default_days(route, council.settings().removal_days),
        "deadline_basis": DeadlineBasis.COURTESY,
        "member_told_by_letter": False,
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
    """Change a draft. Raises Stale, NotPossible once it is approved, and what `draft_request` raises."""
    lock(request)
    if request.status is not RequestStatus.DRAFT:
        raise NotPossible(
            "This removal request is no longer a draft. Cancel or withdraw it, and draft another one."
        )
    expect_version(request, version, values, LABELS)
    changes = changes_of(request, **values)
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
    _check(request, db.session.get_one(Case, request.case_id), posts, clauses)
    if changes:
        record(
            Verb.REQUEST_CHANGED,
            actor=actor,
            subject=request,
            case=request.case_id,
            changes=changes,
            name=request.name,
        )
        feed_request(request)


def _check(request: RemovalRequest, case: Case, posts: Sequence[Post], clauses: Sequence[Clause]) -> None:
    if not posts:
        raise DomainError("Choose at least one post of this case.", "posts")
    if any(post.case_id != case.id or post.taken_out_reason for post in posts):
        raise DomainError("One of these posts is not in the record of this case. Choose again.", "posts")
    request.recipient = need(request.recipient, "Say to whom the request goes.", "recipient")
    _check_recipient(request)
    _check_ground(request, case, clauses)
    if not 1 <= request.deadline_days <= LONGEST_DAYS:
        raise DomainError(f"Give between 1 and {LONGEST_DAYS} working days to answer.", "deadline_days")
    if request.member_told_by_letter and request.route is not Route.COUNCILLOR:
        raise DomainError(
            "Only a letter to the councillor can tell the councillor. Tell them in another way first.",
            "member_told_by_letter",
        )
    if request.urgent and (request.urgent_kind is None or not request.urgent_reason.strip()):
        missing = "urgent_kind" if request.urgent_kind is None else "urgent_reason"
        raise DomainError("Say what makes it urgent, and why it cannot wait.", missing)
    if request.given_to_id is not None and request.given_to_id not in {
        officer.id for officer in queries.handlers(case.id)
    }:
        raise DomainError(
            "This officer cannot be given the request. Choose one from the list.", "given_to_id"
        )
    shown = "\n".join((request.recipient, request.recipient_contact, request.ground_detail))
    if correspondence.names_somebody(shown, correspondence.secrets_of(case.id, every=True)):
        raise DomainError(
            "To whom it goes, or the ground, would give the name or contact of a complainant. Take it out.",
            "recipient",
        )


def _check_recipient(request: RemovalRequest) -> None:
    """Raise DomainError where a request that goes to somebody else is addressed to the councillor concerned."""
    if request.route is Route.COUNCILLOR:
        return
    for member in queries.members_of(request.case_id):
        if member.name.casefold() in request.recipient.casefold():
            field = "recipient"
        elif member.email and member.email.casefold() in request.recipient_contact.casefold():
            field = "recipient_contact"
        else:
            continue
        raise DomainError(
            f"This is {member.name}, whom the request is about, but its route is: {request.route.label.lower()}. Give "
            "the name and address of whoever it goes to, or choose the councillor’s own route.",
            field,
        )


def _check_ground(request: RemovalRequest, case: Case, clauses: Sequence[Clause]) -> None:
    grounds = [ground for ground in Ground if ground in request.grounds]
    if not grounds:
        raise DomainError("Say on what ground the request rests.", "grounds")
    useless = not_acted_on(request.route, grounds)
    if useless:
        raise DomainError(useless, "grounds")
    if Ground.CODE in grounds and not clauses:
        raise DomainError("Choose the clauses of the Code on which the request rests.", "clauses")
    if Ground.PLATFORM_RULE in grounds and not request.ground_detail.strip():
        raise DomainError(
            "Say which of the platform’s rules it breaks, in the platform’s own words.", "ground_detail"
        )
    allowed = {clause.id for clause in queries.ground_clauses(case)} if clauses else set()
    if any(clause.id not in allowed for clause in clauses):
        raise DomainError(
            "A request rests on obligations of the version of the Code that governs this case. Choose from the list.",
            "clauses",
        )

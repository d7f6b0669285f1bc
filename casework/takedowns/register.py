"""The register of removal requests: what is listed, in what order, and the same as rows of a spreadsheet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from casework.accounts.models import Officer
from casework.cases.models import Post
from casework.cases.queries import Viewer, sees
from casework.clock import london_date
from casework.database import db
from casework.takedowns.looking import shown_gone_on
from casework.takedowns.models import Observation, RemovalRequest, RemovalRequestPost
from casework.takedowns.queries import late
from casework.takedowns.workflow import UNDER_WAY, Ground, RequestStatus, Route, Seen, was_verified
from casework.web.paging import Page, paginate

ORDERS = {
    "name": (RemovalRequest.case_id, RemovalRequest.number),
    "status": (RemovalRequest.status, RemovalRequest.id),
    "sent": (RemovalRequest.sent_on, RemovalRequest.id),
    "deadline": (RemovalRequest.deadline, RemovalRequest.id),
}
DEFAULT_ORDER = "-deadline"  # what is not sent yet, then the latest: the ended ones are far down
Parent = aliased(RemovalRequest)
HEADERS = (
    "Request", "State", "Route", "Recipient", "Posts", "Drafted", "Approved", "Sent", "Answer asked for by",
    "Handled by", "Outcome", "Ended", "Review due", "Ground", "Platform", "Follows from", "Time paused until",
    "Last look", "Seen gone twice by", "To be looked at from", "Monitored until",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What is asked of the register; "" asks nothing. Values that mean nothing are taken for nothing."""

    status: str = ""
    route: str = ""
    given_to: str = ""
    due: str = ""


def listed(viewer: Viewer, filters: Filters, order: str) -> Select[Any]:
    """Return the select of the requests of the cases that `viewer` may see, filtered and in order."""
    return _ordered(_filtered(viewer, filters), order)


def page_of_requests(viewer: Viewer, filters: Filters, order: str, number: int) -> Page[RemovalRequest]:
    """Return a page of the register, with who handles each request and its posts: three SELECTs."""
    shown = select(RemovalRequest).options(
        joinedload(RemovalRequest.given_to).lazyload(Officer.role_rows), selectinload(RemovalRequest.posts)
    )
    keys = listed(viewer, filters, order).with_only_columns(RemovalRequest.id)
    return paginate(db.session(), _ordered(shown, order), number, keys=keys)


def _filtered(viewer: Viewer, filters: Filters) -> Select[Any]:
    query = select(RemovalRequest).where(sees(viewer, RemovalRequest.case_id))
    if filters.status == "open":
        query = query.where(RemovalRequest.status.in_(UNDER_WAY))
    elif filters.status in set(RequestStatus):
        query = query.where(RemovalRequest.status == filters.status)
    if filters.route in set(Route):
        query = query.where(RemovalRequest.route == filters.route)
    if filters.given_to.isdecimal() and len(filters.given_to) < 10:
        query = query.where(RemovalRequest.given_to_id == int(filters.given_to))
    if filters.due == "late":
        query = query.where(late())
    elif filters.due == "review":
        query = query.where(RemovalRequest.review_due_on.is_not(None), RemovalRequest.reviewed_at.is_(None))
    return query


def rows(viewer: Viewer, filters: Filters, order: str) -> Iterator[tuple[object, ...]]:
    """Yield exactly what is listed, a row each, for a spreadsheet."""
    posts = (
        select(func.count())
        .where(RemovalRequestPost.request_id == RemovalRequest.id)
        .correlate(RemovalRequest)
        .scalar_subquery()
    )
    ids = db.session.scalars(listed(viewer, filters, order).with_only_columns(RemovalRequest.id)).all()
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        platforms, looks = _platforms_of(part), _looks_of(part)
        found = {
            request.id: (request, count, officer, parent)
            for request, count, officer, parent in db.session.execute(
                select(RemovalRequest, posts, Officer.name, Parent.name)
                .outerjoin(Officer, Officer.id == RemovalRequest.given_to_id)
                .outerjoin(Parent, Parent.id == RemovalRequest.parent_id)
                .where(RemovalRequest.id.in_(part))
            )
        }
        for each in part:
            yield _row(*found[each], platforms[each], looks[each])


def _platforms_of(ids: Sequence[int]) -> dict[int, set[str]]:
    """Return {request id: the platforms of its posts}."""
    found: dict[int, set[str]] = defaultdict(set)
    for request_id, platform, name in db.session.execute(
        select(RemovalRequestPost.request_id, Post.platform, Post.platform_name)
        .join(Post, Post.id == RemovalRequestPost.post_id)
        .where(RemovalRequestPost.request_id.in_(ids))
        .distinct()
    ):
        found[request_id].add(name or (platform.label if platform else ""))
    return found


def _looks_of(ids: Sequence[int]) -> dict[int, dict[int, list[Observation]]]:
    """Return {request id: {post id: the looks at it}}."""
    found: dict[int, dict[int, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for look in db.session.scalars(
        select(Observation)
        .where(Observation.request_id.in_(ids), Observation.seen != Seen.NOT_CHECKED)
        .options(joinedload(Observation.exhibit).lazyload("*"))
    ):
        found[look.request_id][look.post_id].append(look)
    return found


def _seen_gone_by(request: RemovalRequest, looks: Mapping[int, Sequence[Observation]]) -> date | None:
    """Return the day of the look that showed the last of its posts to be gone; None where it was not verified."""
    if not was_verified(request):
        return None
    days = [day for each in looks.values() if (day := shown_gone_on(each))]
    return max(days, default=None)


def _row(
    request: RemovalRequest,
    posts: int,
    officer: str | None,
    parent: str | None,
    platforms: Iterable[str],
    looks: Mapping[int, Sequence[Observation]],
) -> tuple[object, ...]:
    grounds = (ground.label for ground in Ground if ground in request.grounds)
    return (
        request.name,
        request.status,
        request.route,
        request.recipient,
        posts,
        request.drafted_at,
        request.approved_at,
        request.sent_on,
        request.deadline,
        officer or "",
        request.outcome,
        request.ended_on,
        request.review_due_on if request.review_due else None,
        "; ".join(grounds),
        "; ".join(sorted(filter(None, platforms))),
        parent or "",
        request.paused_until,
        max((london_date(look.seen_at) for each in looks.values() for look in each), default=None),
        _seen_gone_by(request, looks),
        request.next_look_on,
        request.monitored_until if request.status is RequestStatus.MONITORING else None,
    )


def _ordered(query: Select[Any], order: str) -> Select[Any]:
    """Put what has no date last; the other way round, first."""
    first, then = ORDERS.get(order.removeprefix("-"), ORDERS["deadline"])
    if order.startswith("-"):
        return query.order_by(first.desc().nulls_first(), then.desc())
    return query.order_by(first.nulls_last(), then)

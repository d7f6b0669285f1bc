"""What the requests that an officer handles want of them now, in groups, the most pressing first."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select, union_all
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from casework import clock
from casework.cases.queries import Viewer
from casework.database import db
from casework.takedowns.models import RemovalRequest
from casework.takedowns.pressing import Pressing
from casework.takedowns.queries.visibility import given_to, handles, late, reminder_due, to_verify
from casework.takedowns.workflow import FINAL, UNDER_WAY, PoliceAnswer, RequestStatus
from casework.web.paging import PAGE_SIZE, Page, count, counted, paginate

IN_ORDER = tuple(Pressing)


def to_look_at() -> ColumnElement[bool]:
    """Return the condition that somebody is to look at a post of the request today."""
    return RemovalRequest.next_look_on <= clock.today()


def _group() -> ColumnElement[int]:
    """Return the place in IN_ORDER of what a request wants."""
    objected = RemovalRequest.police_answer == PoliceAnswer.OBJECTS
    return case(
        (RemovalRequest.status.in_(FINAL), IN_ORDER.index(Pressing.ENDED)),
        (objected, IN_ORDER.index(Pressing.WAITING)),
        (RemovalRequest.status == RequestStatus.AUTHORISED, IN_ORDER.index(Pressing.SEND)),
        (or_(late(), reminder_due()), IN_ORDER.index(Pressing.CHASE)),
        (to_look_at(), IN_ORDER.index(Pressing.LOOK)),
        else_=IN_ORDER.index(Pressing.WAITING),
    )


def group_of(request: RemovalRequest) -> Pressing:
    """Return what a request wants now."""
    return groups_among([request.id])[request.id]


def groups_among(ids: Collection[int]) -> dict[int, Pressing]:
    """Return {request id: what it wants now}: one SELECT."""
    rows = db.session.execute(select(RemovalRequest.id, _group()).where(RemovalRequest.id.in_(ids)))
    return {request_id: IN_ORDER[place] for request_id, place in rows}


def given_now(
    viewer: Viewer, number: int, *, ended: bool
) -> tuple[Page[tuple[RemovalRequest, Pressing]], Mapping[Pressing, int]]:
    """Return a page of the requests given to `viewer`, each with what it wants, and how many want what.

    `ended`: those that have ended, the latest first, instead of all others, the most pressing first. Of those that
    ended no more are counted than a list counts. Three SELECTs.
    """
    group = _group()
    live = (given_to(viewer), RemovalRequest.status.in_(UNDER_WAY))
    over = (given_to(viewer), RemovalRequest.outcome.is_not(None))  # as its index has them
    counts = _counts(select(group.label("wanted")).where(*live), select(RemovalRequest.id).where(*over))
    query = select(RemovalRequest, group).where(*(over if ended else live))
    if ended:
        query = query.order_by(RemovalRequest.ended_on.desc(), RemovalRequest.id.desc())
    else:
        due = func.coalesce(
            case((to_look_at(), RemovalRequest.next_look_on)),
            RemovalRequest.deadline,
            RemovalRequest.next_look_on,
        )
        query = query.order_by(group, RemovalRequest.urgent.desc(), due.nulls_last(), RemovalRequest.id)
    query = query.options(selectinload(RemovalRequest.posts))
    rows = db.session.execute(query.limit(PAGE_SIZE + 1).offset((number - 1) * PAGE_SIZE)).all()
    found = [(request, IN_ORDER[place]) for request, place in rows]
    total = sum(count for wanted, count in counts.items() if (wanted is Pressing.ENDED) == ended)
    return Page(found[:PAGE_SIZE], number, total, more=len(found) > PAGE_SIZE), counts


def _counts(live: Select[int], over: Select[int]) -> dict[Pressing, int]:
    """Return how many of `live` want what, and how many are `over` as far as a list counts: one SELECT."""
    wanted = live.subquery()
    each = select(wanted.c.wanted, func.count().label("number")).group_by(wanted.c.wanted)
    ended = counted(over).subquery()
    rows = db.session.execute(union_all(each, select(literal(IN_ORDER.index(Pressing.ENDED)), ended.c[0])))
    return {IN_ORDER[place]: number for place, number in rows if number}


def page_to_verify(viewer: Viewer, number: int, *options: ExecutableOption) -> Page[RemovalRequest]:
    """Return a page of what `viewer` is to look at by today, what has waited longest first: three SELECTs.

    On the page they stand by platform, as they are looked at. All of them in that order would have to be read for
    each page. `options`: what else is loaded with each, by SELECTs of its own.
    """
    order = (RemovalRequest.next_look_on, RemovalRequest.id)
    shown = select(RemovalRequest).options(selectinload(RemovalRequest.posts), *options).order_by(*order)
    keys = to_verify(viewer).with_only_columns(RemovalRequest.id).order_by(*order)
    found = paginate(db.session(), shown, number, keys=keys)
    return replace(found, rows=sorted(found.rows, key=_platform))


def _platform(request: RemovalRequest) -> tuple[bool, str]:
    """Return by which platform a request stands among others: the first of its posts', those of none last."""
    known = [post.platform.value for post in request.posts if post.platform is not None]
    return not known, min(known, default="")


def page_to_chase(viewer: Viewer, number: int, *options: ExecutableOption) -> Page[RemovalRequest]:
    """Return a page of the requests that `viewer` handles and whose recipients are to be chased, by the day to answer.

    Two SELECTs, and those of the `options`: what else is loaded with each.
    """
    order = (RemovalRequest.deadline, RemovalRequest.id)
    wanted = select(RemovalRequest).where(or_(late(), reminder_due()), handles(viewer))
    keys = wanted.with_only_columns(RemovalRequest.id).order_by(*order)
    return paginate(
        db.session(), select(RemovalRequest).options(*options).order_by(*order), number, keys=keys
    )


def count_to_verify(viewer: Viewer) -> int:
    """Return how many requests `viewer` is to look at by today; 1,001 where there are more than 1,000."""
    return count(db.session(), to_verify(viewer))

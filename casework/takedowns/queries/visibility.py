"""Which removal requests a viewer may know of, and which they may act on."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, false, or_, select
from sqlalchemy.sql.base import ExecutableOption

from casework import clock
from casework.cases.models import Wall
from casework.cases.queries import Viewer, not_walled, sees
from casework.database import db
from casework.errors import NotFound
from casework.permissions import Permission, can
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import AWAITED, FINAL


def given_to(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a request was approved and given to `viewer` by name, and no wall was raised since."""
    if not can(viewer, Permission.TAKEDOWN_HANDLE):
        return false()
    approved_for_them = (RemovalRequest.given_to_id == viewer.id) & RemovalRequest.approved_at.is_not(None)
    return approved_for_them & not_walled(viewer, RemovalRequest.case_id)


def handles(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that `viewer` may send a request, record answers to it and look at its posts."""
    staff = sees(viewer, RemovalRequest.case_id) if can(viewer, Permission.TAKEDOWN_DRAFT) else false()
    return or_(given_to(viewer), staff)


def to_verify(viewer: Viewer) -> Select[RemovalRequest]:
    """Return a select of the requests that `viewer` handles and of which a post is to be looked at by today."""
    wanted = RemovalRequest.next_look_on <= clock.today()
    return select(RemovalRequest).where(wanted, handles(viewer))


def visible_requests(viewer: Viewer) -> Select[RemovalRequest]:
    """Return a select of the requests that `viewer` may know of: of cases that they see, and those given to them."""
    return select(RemovalRequest).where(or_(sees(viewer, RemovalRequest.case_id), given_to(viewer)))


def astray() -> ColumnElement[bool]:
    """Return the condition that a request was given to somebody who was since kept from its case."""
    return exists().where(
        Wall.case_id == RemovalRequest.case_id, Wall.officer_id == RemovalRequest.given_to_id
    ) & RemovalRequest.status.not_in(FINAL)


def late() -> ColumnElement[bool]:
    """Return the condition that the day to answer has passed without an answer, and the time was not paused."""
    return (
        RemovalRequest.status.in_(AWAITED)
        & (RemovalRequest.deadline < clock.today())
        & RemovalRequest.paused_on.is_(None)
    )


def reminder_due() -> ColumnElement[bool]:
    """Return the condition that the recipient is to be reminded: the day came, and there is time to answer."""
    today = clock.today()
    return (
        RemovalRequest.status.in_(AWAITED)
        & (RemovalRequest.remind_on <= today)
        & (RemovalRequest.deadline >= today)
        & RemovalRequest.reminded_on.is_(None)
        & RemovalRequest.paused_on.is_(None)
    )


def is_astray(request: RemovalRequest) -> bool:
    """Say whether a request was given to somebody who was since kept from its case."""
    return bool(db.session.scalar(select(RemovalRequest.id).where(RemovalRequest.id == request.id, astray())))


def get_visible(viewer: Viewer, request_id: int, *options: ExecutableOption) -> RemovalRequest:
    """Return the request to somebody who may see its whole case; otherwise raise NotFound."""
    return _one(request_id, sees(viewer, RemovalRequest.case_id), options)


def get_given(viewer: Viewer, request_id: int, *options: ExecutableOption) -> RemovalRequest:
    """Return the request to the officer to whom it was given; otherwise raise NotFound."""
    return _one(request_id, given_to(viewer), options)


def get_handled(viewer: Viewer, request_id: int, *options: ExecutableOption) -> RemovalRequest:
    """Return the request to whoever may act on it; otherwise raise NotFound."""
    return _one(request_id, handles(viewer), options)


def _one(
    request_id: int, condition: ColumnElement[bool], options: Sequence[ExecutableOption]
) -> RemovalRequest:
    found = (
        db.session.scalars(
            select(RemovalRequest)
            .where(RemovalRequest.id == request_id, condition)
            .options(*options)
            .execution_options(populate_existing=True)
        )
        .unique()
        .one_or_none()
    )
    if found is None:
        raise NotFound
    return found

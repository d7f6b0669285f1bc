"""Several requests that one officer handles at once: their looks, and the captures that wait to go with one."""

from collections.abc import Collection, Mapping

from sqlalchemy import exists, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from casework.cases.queries import Viewer
from casework.database import db
from casework.evidence.models import Exhibit
from casework.takedowns.models import Observation, RemovalRequest
from casework.takedowns.queries.visibility import handles

FOR_LOOKS: tuple[ExecutableOption, ...] = (
    selectinload(RemovalRequest.posts),
    selectinload(RemovalRequest.observations).joinedload(Observation.exhibit),
    selectinload(RemovalRequest.replies),
)
LATER: tuple[ExecutableOption, ...] = (selectinload(RemovalRequest.later_letters),)


def handled_among(
    viewer: Viewer, ids: Collection[int], *options: ExecutableOption
) -> dict[int, RemovalRequest]:
    """Return {id: request} of those among `ids` that `viewer` may act on, as they stand now."""
    found = db.session.scalars(
        select(RemovalRequest)
        .where(RemovalRequest.id.in_(ids), handles(viewer))
        .options(*options)
        .execution_options(populate_existing=True)
    )
    return {request.id: request for request in found.unique()}


def waiting_captures(viewer: Viewer, cases: Mapping[str, int]) -> dict[str, list[Exhibit]]:
    """Return {title: exhibits that `viewer` took in under it and that are the capture of no look yet}, newest first.

    `cases`: {title: id of the case that holds them}.
    """
    rows = db.session.scalars(
        select(Exhibit)
        .where(
            Exhibit.case_id.in_(set(cases.values())),
            Exhibit.title.in_(cases),
            Exhibit.received_by_id == viewer.id,
            Exhibit.destroyed_at.is_(None),
            ~exists().where(Observation.exhibit_id == Exhibit.id),
        )
        .order_by(Exhibit.id.desc())
    )
    found: dict[str, list[Exhibit]] = {title: [] for title in cases}
    for row in rows:
        found[row.title].append(row)
    return found

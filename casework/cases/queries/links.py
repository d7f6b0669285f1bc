"""Links between cases, as far as the viewer may see both ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import joinedload

from casework.abreast import Listed
from casework.cases.models import Case, CaseLink
from casework.cases.queries.visibility import Viewer, sees
from casework.database import db
from casework.errors import NotFound


@dataclass(frozen=True)
class LinkedCase:
    """A link as one of its two cases shows it."""

    link: CaseLink
    other: Case


def links(viewer: Viewer, case_id: int) -> Listed[CaseLink]:
    """The links of a case to those that the viewer may see, newest first, with both ends."""
    ends = (joinedload(CaseLink.case), joinedload(CaseLink.other))
    return Listed(CaseLink, _shown(viewer, case_id), (CaseLink.id.desc(),), ends)


def as_seen_from(case_id: int, rows: Sequence[CaseLink]) -> list[LinkedCase]:
    """Return links as this one of their cases shows them."""
    return [LinkedCase(row, row.other if row.case_id == case_id else row.case) for row in rows]


def links_of(viewer: Viewer, case_id: int) -> list[LinkedCase]:
    """Return the links of a case to those that the viewer may see, newest first."""
    return as_seen_from(case_id, links(viewer, case_id).all())


def link_between(viewer: Viewer, case_id: int, link_id: int) -> CaseLink:
    """Return a link of a case; raise NotFound where the other end is hidden from the viewer."""
    link: CaseLink | None = db.session.scalar(
        select(CaseLink).where(_shown(viewer, case_id), CaseLink.id == link_id)
    )
    if link is None:
        raise NotFound
    return link


def merged_here(viewer: Viewer, case_id: int) -> Sequence[Case]:
    """Return the cases that were merged into this one and that the viewer may see."""
    return db.session.scalars(
        select(Case).where(Case.merged_into_id == case_id, sees(viewer, Case.id)).order_by(Case.id)
    ).all()


def _shown(viewer: Viewer, case_id: int) -> ColumnElement[bool]:
    other_end: ColumnElement[int] = case(
        (CaseLink.case_id == case_id, CaseLink.other_id), else_=CaseLink.case_id
    )
    return or_(CaseLink.case_id == case_id, CaseLink.other_id == case_id) & sees(viewer, other_end)

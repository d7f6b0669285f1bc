"""Links between cases, as far as the viewer may see both ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, or_, select

from casework.cases.models import Case, CaseLink
from casework.cases.queries.visibility import Viewer, sees
from casework.database import db
from casework.errors import NotFound


@dataclass(frozen=True)
class LinkedCase:
    """A link as one of its two cases shows it."""

    link: CaseLink
    other: Case


def links_of(viewer: Viewer, case_id: int) -> Sequence[LinkedCase]:
    """Return the links of a case to those that the viewer may see, newest first."""
    rows = db.session.execute(_links(viewer, case_id).order_by(CaseLink.id.desc()))
    return [LinkedCase(link, other) for link, other in rows]


def link_between(viewer: Viewer, case_id: int, link_id: int) -> CaseLink:
    """Return a link of a case; raise NotFound where the other end is hidden from the viewer."""
    row = db.session.execute(_links(viewer, case_id).where(CaseLink.id == link_id)).first()
    if row is None:
        raise NotFound
    link: CaseLink = row[0]
    return link


def merged_here(viewer: Viewer, case_id: int) -> Sequence[Case]:
    """Return the cases that were merged into this one and that the viewer may see."""
    return db.session.scalars(
        select(Case).where(Case.merged_into_id == case_id, sees(viewer, Case.id)).order_by(Case.id)
    ).all()


def _links(viewer: Viewer, case_id: int) -> Select[CaseLink, Case]:
    other_end: ColumnElement[int] = case(
        (CaseLink.case_id == case_id, CaseLink.other_id), else_=CaseLink.case_id
    )
    return (
        select(CaseLink, Case)
        .join(Case, Case.id == other_end)
        .where(or_(CaseLink.case_id == case_id, CaseLink.other_id == case_id), sees(viewer, Case.id))
    )

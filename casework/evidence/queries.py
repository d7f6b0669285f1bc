"""Reading exhibits. Each query takes its condition on cases from the cases room."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from casework.cases.queries import Viewer, sees
from casework.database import db
from casework.errors import NotFound
from casework.evidence.models import Derivative, Exhibit, ExhibitPost


def get_visible(viewer: Viewer, exhibit_id: int, *options: ExecutableOption) -> Exhibit:
    """Return the exhibit; raise NotFound where its case is hidden from `viewer`, as where it does not exist."""
    exhibit = db.session.scalar(
        select(Exhibit).where(Exhibit.id == exhibit_id, sees(viewer, Exhibit.case_id)).options(*options)
    )
    if exhibit is None:
        raise NotFound
    return exhibit


def of_case(case_id: int) -> Sequence[Exhibit]:
    """Return the exhibits of a case in the order of their receipt, with who received them and the posts shown."""
    return db.session.scalars(
        select(Exhibit)
        .where(Exhibit.case_id == case_id)
        .options(joinedload(Exhibit.received_by), selectinload(Exhibit.posts))
        .order_by(Exhibit.id)
    ).all()


def standing(case_id: int) -> bool:
    """Say whether the case holds an exhibit that was not destroyed."""
    return (
        db.session.scalar(
            select(Exhibit.id).where(Exhibit.case_id == case_id, Exhibit.destroyed_at.is_(None)).limit(1)
        )
        is not None
    )


def of_posts(post_ids: Collection[int]) -> dict[int, list[Exhibit]]:
    """Return {post id: its exhibits that were not destroyed} for every post asked about."""
    rows = db.session.execute(
        select(ExhibitPost.post_id, Exhibit)
        .join(Exhibit, Exhibit.id == ExhibitPost.exhibit_id)
        .where(ExhibitPost.post_id.in_(post_ids), Exhibit.destroyed_at.is_(None))
        .order_by(Exhibit.id)
    )
    found: dict[int, list[Exhibit]] = {post_id: [] for post_id in post_ids}
    for post_id, exhibit in rows:
        found[post_id].append(exhibit)
    return found


def same_bytes(viewer: Viewer, exhibit: Exhibit) -> Sequence[Exhibit]:
    """Return the other exhibits with the very same bytes that `viewer` may see, cases loaded."""
    return db.session.scalars(
        select(Exhibit)
        .where(
            Exhibit.sha256 == exhibit.sha256,
            Exhibit.id != exhibit.id,
            Exhibit.destroyed_at.is_(None),
            sees(viewer, Exhibit.case_id),
        )
        .options(joinedload(Exhibit.case))
        .order_by(Exhibit.id)
    ).all()


def derivative(sha256: str, kind: str) -> Derivative | None:
    """Return the preview or thumbnail of a stored file, where there is one."""
    return db.session.scalar(
        select(Derivative).where(Derivative.parent_sha256 == sha256, Derivative.kind == kind)
    )

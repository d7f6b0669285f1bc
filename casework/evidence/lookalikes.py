"""Exhibits of one case that look like the same picture, saved another time: shown beside one another, never merged."""

from collections.abc import Sequence

from sqlalchemy import select

from casework.database import db
from casework.evidence.alike import alike, same_shape
from casework.evidence.models import Derivative, Exhibit, StoredFile


def lookalikes(exhibit: Exhibit) -> Sequence[Exhibit]:
    """Return the other exhibits of its case that look like the same picture saved anew: at most two SELECTs.

    None of the very same bytes, none that is destroyed, and none without a picture, as one that is sealed or held.
    """
    rows = db.session.execute(
        select(Exhibit.id, Exhibit.sha256, StoredFile.width, StoredFile.height, Derivative.likeness)
        .join(StoredFile, StoredFile.sha256 == Exhibit.sha256)
        .join(Derivative, Derivative.parent_sha256 == Exhibit.sha256)
        .where(
            Exhibit.case_id == exhibit.case_id,
            Exhibit.destroyed_at.is_(None),
            Derivative.likeness != "",
            StoredFile.width.is_not(None),
        )
    ).all()
    mine = next((row for row in rows if row.id == exhibit.id), None)
    if mine is None:
        return ()
    near = [
        row.id
        for row in rows
        if row.sha256 != mine.sha256
        and same_shape((row.width, row.height), (mine.width, mine.height))
        and alike(row.likeness, mine.likeness)
    ]
    if not near:
        return ()
    return db.session.scalars(select(Exhibit).where(Exhibit.id.in_(near)).order_by(Exhibit.id)).all()

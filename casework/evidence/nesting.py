"""Files in files: what an exhibit came out of, and how much came out of it."""

from sqlalchemy import func, select

from casework.database import db
from casework.evidence.models import Exhibit, RefusedFile, StoredFile


def around(exhibit: Exhibit) -> list[int]:
    """Return the ids of the exhibits that this one was taken out of, the nearest first."""
    found, next_one = list[int](), exhibit.parent_id
    while next_one is not None:
        found.append(next_one)
        next_one = db.session.scalar(select(Exhibit.parent_id).where(Exhibit.id == next_one))
    return found


def taken_out_so_far(exhibit_id: int) -> tuple[int, int]:
    """Return how many files in an exhibit, at every depth, have a record, and the bytes of those that were kept."""
    tree = select(Exhibit.id).where(Exhibit.id == exhibit_id).cte("tree", recursive=True)
    tree = tree.union_all(select(Exhibit.id).join(tree, Exhibit.parent_id == tree.c.id))
    inside = Exhibit.id.in_(select(tree.c.id)), Exhibit.id != exhibit_id
    kept = select(func.count(), func.coalesce(func.sum(StoredFile.size), 0))
    files, size = db.session.execute(kept.select_from(Exhibit).join(StoredFile).where(*inside)).one()
    stayed = select(func.count()).where(RefusedFile.parent_id.in_(select(tree.c.id)))
    return files + (db.session.scalar(stayed) or 0), int(size)

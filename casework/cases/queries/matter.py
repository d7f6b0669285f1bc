"""The matter that a case stands for: itself, and every case that was merged into it.

A merged case keeps its record, but what is owed to whoever complained goes on with the case into which it was merged.
Whoever is kept from the one is kept from the other (`service.walls`), so a complaint shows nobody a hidden case.
"""

from sqlalchemy import ColumnElement, Select, select

from casework.cases.models import Case, Complaint


def matter(case_id: int) -> Select[int]:
    """Return a select of the ids of the case, of those merged into it, and of those merged into these."""
    parts = select(Case.id).where(Case.id == case_id).cte("matter", recursive=True)
    parts = parts.union(select(Case.id).where(Case.merged_into_id == parts.c.id))
    return select(parts.c.id)


def complaint_about(case_id: int) -> ColumnElement[bool]:
    """Return the condition that a Complaint is about the matter of this case."""
    return Complaint.case_id.in_(matter(case_id))

"""What a case keeps of its councillors' names: its place in a list, and the words by which it is found."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, func, select, update
from sqlalchemy.orm import Session

from casework.cases.models import Case, SubjectMember
from casework.cases.models.case import NOBODY
from casework.cases.searchable import feed_cases
from casework.database import UnitOfWork, before_commit, current_unit, db
from casework.members.models import Councillor
from casework.members.service.councillors import RENAMED


def keep_names(case_ids: Sequence[int]) -> None:
    """Sort and index these cases by their councillors as they are called now; part of every command that changes that.

    The order is derived, so it passes by the version: two officers at different fields do not collide over it.
    """
    current_unit()
    db.session.flush()
    table = cast("Table", Case.__table__)
    first = (
        select(Councillor.sort_name)
        .join(SubjectMember, SubjectMember.councillor_id == Councillor.id)
        .where(SubjectMember.case_id == table.c.id, SubjectMember.removed_reason == "")
        .order_by(SubjectMember.id)
        .limit(1)
        .scalar_subquery()
    )
    db.session.execute(
        update(table).where(table.c.id.in_(case_ids)).values(member_order=func.coalesce(first, NOBODY))
    )
    feed_cases(case_ids)


@before_commit
def _after_a_new_name(session: Session, unit: UnitOfWork) -> None:
    """Let the cases of a councillor be listed and found by the name that the councillor has now."""
    renamed: set[int] = unit.notes.get(RENAMED, set())
    if renamed:
        theirs = select(SubjectMember.case_id).where(SubjectMember.councillor_id.in_(renamed))
        keep_names(session.scalars(theirs).all())

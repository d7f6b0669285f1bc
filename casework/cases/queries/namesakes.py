"""Officers who may be the very people whom a case concerns."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from casework.accounts.models import Officer
from casework.cases.models import Case, Complaint, SubjectMember, Wall
from casework.cases.namesakes import Namesake, namesakes, people_of
from casework.database import db


def namesakes_of(
    case: Case, complaints: Iterable[Complaint], subjects: Iterable[SubjectMember]
) -> list[Namesake]:
    """Return the active officers who may be one of those whom the case concerns, and still may see it.

    Left out: those of whom somebody said that they are another person. `subjects` with their councillors. One SELECT.
    """
    people = people_of(complaints, subjects)
    if not people:
        return []
    kept_out = select(Wall.officer_id).where(Wall.case_id == case.id)
    officers = db.session.scalars(
        select(Officer)
        .where(Officer.active, Officer.id.not_in(kept_out))
        .options(lazyload(Officer.role_rows))
        .order_by(Officer.name, Officer.id)
    ).all()
    return namesakes(officers, people, case.answered or ())

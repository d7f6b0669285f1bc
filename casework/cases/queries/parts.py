"""What a case holds, by noun: each function costs one SELECT, or says how many."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from casework.abreast import Listed
from casework.accounts.models import Officer
from casework.accounts.queries import officers_with
from casework.cases.models import (
    Action,
    Assignment,
    Case,
    Complaint,
    Conduct,
    DataExposure,
    Note,
    Post,
    SafetyRecord,
    StatusChange,
    SubjectMember,
    Wall,
)
from casework.cases.queries.matter import complaint_about
from casework.database import Base, db
from casework.errors import NotFound
from casework.permissions import Permission

R = TypeVar("R", bound=Base)


def part_of(case: Case, model: type[R], row_id: int) -> R:
    """Return a row of this case; raise NotFound for one of another, which the viewer may not see."""
    row = db.session.get(model, row_id)
    if row is None or getattr(row, "case_id", None) != case.id:
        raise NotFound
    return row


def complaints(case_id: int) -> Listed[Complaint]:
    """Every complaint about the matter, oldest first, with the case that it came to."""
    condition, order = complaint_about(case_id), (Complaint.received_on, Complaint.id)
    return Listed(Complaint, condition, order, (joinedload(Complaint.case),))


def complaints_of(case_id: int) -> Sequence[Complaint]:
    """Return every complaint about the matter, oldest first, with the case that it came to."""
    return complaints(case_id).all()


def posts_of(case_id: int) -> Sequence[Post]:
    """Return every post in the order of recording, those taken out included, with whose each is."""
    return db.session.scalars(
        select(Post)
        .where(Post.case_id == case_id)
        .options(joinedload(Post.subject).joinedload(SubjectMember.councillor), joinedload(Post.conduct))
        .order_by(Post.id)
    ).all()


def conducts(case_id: int) -> Listed[Conduct]:
    """The courses of conduct with their posts, those taken out included, and whose each is."""
    whose = joinedload(Conduct.posts).joinedload(Post.subject).joinedload(SubjectMember.councillor)
    return Listed(Conduct, Conduct.case_id == case_id, (Conduct.id,), (whose,))


def conducts_of(case_id: int) -> Sequence[Conduct]:
    """Return the courses of conduct with their posts, those taken out included, and whose each is."""
    return conducts(case_id).all()


def subjects_of(case_id: int) -> Sequence[SubjectMember]:
    """Return the councillors named, those found not to be concerned included, with office and authority."""
    return db.session.scalars(
        select(SubjectMember)
        .where(SubjectMember.case_id == case_id)
        .options(
            joinedload(SubjectMember.councillor),
            joinedload(SubjectMember.office),
            joinedload(SubjectMember.authority),
        )
        .order_by(SubjectMember.id)
    ).all()


def notes(case_id: int) -> Listed[Note]:
    """The notes, newest first, with who wrote each."""
    author = joinedload(Note.author).lazyload(Officer.role_rows)
    return Listed(Note, Note.case_id == case_id, (Note.id.desc(),), (author,))


def notes_of(case_id: int) -> Sequence[Note]:
    """Return the notes, newest first, with who wrote each."""
    return notes(case_id).all()


def actions(case_id: int) -> Listed[Action]:
    """The actions: what is to be done first, the soonest first; then what was done, the latest first."""
    order = (
        Action.done_on.is_not(None),
        Action.done_on.desc(),
        Action.due_on.is_(None),
        Action.due_on,
        Action.id,
    )
    officer = joinedload(Action.officer).lazyload(Officer.role_rows)
    return Listed(Action, Action.case_id == case_id, order, (officer,))


def actions_of(case_id: int) -> Sequence[Action]:
    """Return the actions: what is to be done first, the soonest first; then what was done, the latest first."""
    return actions(case_id).all()


def assignments(case_id: int) -> Listed[Assignment]:
    """Who works or worked on the case, the present first."""
    order = (Assignment.ended_on.is_not(None), Assignment.id)
    officer = joinedload(Assignment.officer).lazyload(Officer.role_rows)
    return Listed(Assignment, Assignment.case_id == case_id, order, (officer,))


def assignments_of(case_id: int) -> Sequence[Assignment]:
    """Return who works or worked on the case, the present first."""
    return assignments(case_id).all()


def walls_of(case_id: int) -> Sequence[Wall]:
    """Return who must not see the case."""
    return db.session.scalars(
        select(Wall)
        .where(Wall.case_id == case_id)
        .options(joinedload(Wall.officer).lazyload(Officer.role_rows))
        .order_by(Wall.raised_at)
    ).all()


def steps_of(case_id: int) -> Sequence[StatusChange]:
    """Return the steps in the life of the case, oldest first, with who took each."""
    return db.session.scalars(
        select(StatusChange)
        .where(StatusChange.case_id == case_id)
        .options(joinedload(StatusChange.by).lazyload(Officer.role_rows))
        .order_by(StatusChange.id)
    ).all()


def safety_of(case_id: int) -> Sequence[SafetyRecord]:
    """Return the threats recorded, with to whom."""
    return db.session.scalars(
        select(SafetyRecord)
        .where(SafetyRecord.case_id == case_id)
        .options(joinedload(SafetyRecord.councillor))
        .order_by(SafetyRecord.id)
    ).all()


def exposure_of(case_id: int) -> DataExposure | None:
    """Return what is recorded of exposed data."""
    return db.session.scalar(select(DataExposure).where(DataExposure.case_id == case_id))


def officers_who_may_see(case_id: int) -> list[Officer]:
    """Return the active officers who can be given something to do on the case, by name. Three SELECTs."""
    walled = set(db.session.scalars(select(Wall.officer_id).where(Wall.case_id == case_id)))
    seeing = {officer.id: officer for officer in officers_with(Permission.CASE_VIEW_ALL)}
    assigned = db.session.scalars(
        select(Officer)
        .join(Assignment, Assignment.officer_id == Officer.id)
        .where(Assignment.case_id == case_id, Assignment.ended_on.is_(None), Officer.active)
        .options(selectinload(Officer.role_rows))
    )
    seeing |= {officer.id: officer for officer in assigned}
    return sorted(
        (each for each in seeing.values() if each.id not in walled), key=lambda each: (each.name, each.id)
    )

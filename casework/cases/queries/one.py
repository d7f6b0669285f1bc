"""One case."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.sql.base import ExecutableOption

from casework.cases.models import Action, Case, Complaint
from casework.cases.queries.visibility import Viewer, sees
from casework.database import db
from casework.errors import NotFound


def get_visible(viewer: Viewer, case_id: int, *options: ExecutableOption) -> Case:
    """Return the case; raise NotFound where it is hidden from `viewer`, exactly as where it does not exist."""
    query = select(Case).where(Case.id == case_id, sees(viewer, Case.id)).options(*options)
    case: Case | None = db.session.scalars(query).unique().one_or_none()
    if case is None:
        raise NotFound
    return case


def open_complaints(case_id: int) -> Sequence[Complaint]:
    """Return the complaints of a case that were not withdrawn, oldest first."""
    return db.session.scalars(
        select(Complaint)
        .where(Complaint.case_id == case_id, Complaint.withdrawn_on.is_(None))
        .order_by(Complaint.received_on, Complaint.id)
    ).all()


def unfinished_actions(case_id: int) -> Sequence[Action]:
    """Return what is still to be done on a case, the soonest first, and what has no date last."""
    return db.session.scalars(
        select(Action)
        .where(Action.case_id == case_id, Action.done_on.is_(None))
        .order_by(Action.due_on.is_(None), Action.due_on, Action.id)
    ).all()

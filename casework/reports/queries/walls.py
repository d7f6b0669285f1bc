"""Whether an officer may make a report: it counts every case, so nobody walled from one of them may."""

from sqlalchemy import or_, select

from casework.cases.models import Action, Case, Complaint, StatusChange, Wall
from casework.cases.queries import Viewer
from casework.cases.workflow import ChangeKind
from casework.clock import london_date
from casework.database import db
from casework.reports.facts import Period

OVER = {ChangeKind.CLOSED, ChangeKind.MERGED, ChangeKind.DISCARDED}


def walled_from_any(viewer: Viewer, period: Period) -> bool:
    """Say whether a wall stands between the viewer and any case of the period; never which, nor how many.

    A case is of the period unless it was begun after it, or was over before it, stayed so, has nothing left to do, and
    nobody's complaint about it was entered in it.
    """
    walled = select(Wall.case_id).where(Wall.officer_id == viewer.id)
    cases = db.session.execute(select(Case.id, Case.created_at).where(Case.id.in_(walled))).all()
    begun = {case_id for case_id, moment in cases if london_date(moment) <= period.end}
    if not begun:
        return False
    last: dict[int, ChangeKind] = {}
    moved: set[int] = set()
    for case_id, on, kind in db.session.execute(
        select(StatusChange.case_id, StatusChange.on_day, StatusChange.kind)
        .where(StatusChange.case_id.in_(walled), StatusChange.on_day <= period.end)
        .order_by(StatusChange.id)
    ):
        if on in period:
            moved.add(case_id)
        else:
            last[case_id] = kind
    busy = set(
        db.session.scalars(
            select(Action.case_id).where(
                Action.case_id.in_(walled), or_(Action.done_on.is_(None), Action.done_on >= period.start)
            )
        )
    )
    busy.update(
        db.session.scalars(
            select(Complaint.case_id).where(
                Complaint.case_id.in_(walled), Complaint.logged_on.between(period.start, period.end)
            )
        )
    )
    return any(case_id in moved | busy or last.get(case_id) not in OVER for case_id in begun)

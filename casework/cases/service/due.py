"""Keeping `next_due_on`, by which lists are sorted, in step with what is really due."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from casework.cases.deadlines import Allowances, Due, due_dates, notice_limit
from casework.cases.models import Action, Case, Complaint, DataExposure
from casework.cases.models.case import NEVER
from casework.cases.queries import complaint_about, unfinished_actions
from casework.cases.workflow import UNFINISHED
from casework.council import queries as council
from casework.council.service import RECKONING_CHANGED
from casework.database import UnitOfWork, before_commit, command, current_unit, db
from casework.words import YesNo

BATCH = 500


def reckon(
    case: Case, actions: Iterable[Action], exposure: DataExposure | None, closures: Collection[date]
) -> list[Due]:
    """Return what is due on the case, the soonest first, from what was loaded already."""
    settings = council.settings()
    waiting = exposure is not None and exposure.officer_told_at is None
    return due_dates(
        case,
        actions,
        Allowances(settings.acknowledge_days, settings.assess_days),
        closures,
        tell_officer_by=notice_limit(exposure.aware_at) if exposure is not None and waiting else None,
        awareness_unsaid=exposure is None and case.personal_data_exposed is YesNo.YES,
    )


def what_is_due(case: Case) -> list[Due]:
    """Return what is due on the case, the soonest first. At most four SELECTs."""
    exposure = db.session.scalar(select(DataExposure).where(DataExposure.case_id == case.id))
    return reckon(case, unfinished_actions(case.id), exposure, council.closures())


def refresh_due(case: Case) -> None:
    """Reckon the case's earliest due date anew, and what its complaints say; part of every command that may move it.

    It is derived, so it passes by the version: two officers at different fields do not collide over it. A complaint to
    a merged case is owed its answer by the case that goes on, which is reckoned anew too.
    """
    current_unit()
    db.session.flush()
    _read_complaints(case)
    _keep(case, what_is_due(case))
    if case.merged_into_id is not None:
        refresh_due(db.session.get_one(Case, case.merged_into_id))


@command
def refresh_all_due() -> int:
    """Reckon the due date of every unfinished case anew, and return of how many it moved."""
    return _refresh_all(db.session())


@before_commit
def _after_the_calendar(session: Session, unit: UnitOfWork) -> None:
    """Let lists tell at once what a closure or another time limit means for each case."""
    if unit.notes.get(RECKONING_CHANGED):
        _refresh_all(session)


def _refresh_all(session: Session) -> int:
    """Go through the unfinished cases in batches: three SELECTs for each, and an UPDATE only where a date moves."""
    closures = council.closures()
    unfinished = select(Case).where(Case.status.in_(UNFINISHED)).order_by(Case.id)
    moved = last = 0
    while cases := session.scalars(unfinished.where(Case.id > last).limit(BATCH)).all():
        ids = [case.id for case in cases]
        actions = defaultdict(list)
        for action in session.scalars(
            select(Action).where(
                Action.case_id.in_(ids), Action.done_on.is_(None), Action.due_on.is_not(None)
            )
        ):
            actions[action.case_id].append(action)
        exposures = {
            row.case_id: row
            for row in session.scalars(select(DataExposure).where(DataExposure.case_id.in_(ids)))
        }
        moved += sum(
            _keep(case, reckon(case, actions[case.id], exposures.get(case.id), closures)) for case in cases
        )
        last = ids[-1]
    return moved


def _read_complaints(case: Case) -> None:
    """Store since when a complaint waits to be acknowledged or, where none does, when the last one was."""
    complaints = db.session.scalars(select(Complaint).where(complaint_about(case.id))).all()
    waiting = [each.received_on for each in complaints if each.waits_for_acknowledgement]
    given = [each.acknowledged_on for each in complaints if each.acknowledged_on]
    _store(
        case,
        acknowledge_from=min(waiting, default=None),
        acknowledged_on=None if waiting else max(given, default=None),
    )


def _keep(case: Case, due: Sequence[Due]) -> bool:
    """Store the earliest of what is due, and say whether it moved."""
    earliest = due[0].on if due else None
    return _store(case, next_due_on=earliest, due_order=earliest or NEVER)


def _store(case: Case, **values: date | None) -> bool:
    """Store what is derived, and say whether any of it moved."""
    if all(getattr(case, name) == value for name, value in values.items()):
        return False
    table = cast("Table", Case.__table__)
    db.session.execute(update(table).where(table.c.id == case.id).values(values))
    for name, value in values.items():
        set_committed_value(case, name, value)
    return True

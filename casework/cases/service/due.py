"""Keeping `next_due_on`, by which lists are sorted, in step with what is really due."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.orm.attributes import set_committed_value

from casework.cases.deadlines import Allowances, Due, due_dates, notice_limit
from casework.cases.models import Action, Case, DataExposure
from casework.cases.models.case import NEVER
from casework.cases.queries import unfinished_actions
from casework.cases.workflow import CaseStatus
from casework.council import queries as council
from casework.database import command, current_unit, db


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
    )


def what_is_due(case: Case) -> list[Due]:
    """Return what is due on the case, the soonest first. At most four SELECTs."""
    exposure = db.session.scalar(select(DataExposure).where(DataExposure.case_id == case.id))
    return reckon(case, unfinished_actions(case.id), exposure, council.closures())


def refresh_due(case: Case) -> None:
    """Reckon the case's earliest due date anew; part of every command that may move it.

    It is derived, so it passes by the version: two officers at different fields do not collide over it.
    """
    current_unit()
    db.session.flush()
    due = what_is_due(case)
    earliest = due[0].on if due else None
    if earliest != case.next_due_on:
        table = cast("Table", Case.__table__)
        db.session.execute(
            update(table)
            .where(table.c.id == case.id)
            .values(next_due_on=earliest, due_order=earliest or NEVER)
        )
        set_committed_value(case, "next_due_on", earliest)
        set_committed_value(case, "due_order", earliest or NEVER)


@command
def refresh_all_due() -> int:
    """Reckon every unfinished case's due date anew (a closure or a time limit was changed); return how many."""
    cases = db.session.scalars(select(Case).where(Case.status.in_([CaseStatus.DRAFT, CaseStatus.OPEN]))).all()
    for case in cases:
        refresh_due(case)
    return len(cases)

"""Ending a pause: what moves with it."""

from datetime import date, timedelta

from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.council import queries as council
from casework.database import db
from casework.takedowns import deadlines
from casework.takedowns.models import Pause, RemovalRequest


def end_pause(request: RemovalRequest, runs_again_on: date, *, actor: Officer | None) -> None:
    """End the open pause of a held request; part of a command."""
    row = db.session.scalars(
        select(Pause).where(Pause.request_id == request.id, Pause.ended_on.is_(None))
    ).one()
    closures, sent_on = council.closures(), request.sent_on or row.from_day
    row.ended_on, row.ended_by_id = runs_again_on, actor.id if actor else None

    def after(day: date | None) -> date | None:
        return day and deadlines.moved(day, sent_on, row.from_day, runs_again_on, closures)

    deadline = after(request.deadline)
    changes = changes_of(
        request,
        paused_on=None,
        paused_until=None,
        deadline=deadline,
        next_look_on=deadline and deadline + timedelta(days=1),
        remind_on=after(request.remind_on),
    )
    record(
        Verb.REQUEST_RESUMED,
        actor=actor,
        subject=request,
        case=request.case_id,
        changes=changes,
        also=[row],
        name=request.name,
        day=runs_again_on,
    )

"""Reminders: telling whoever handles a request that one is due, and recording that it went."""

from datetime import date

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.outbox.service import notify
from casework.takedowns.models import RemovalRequest
from casework.takedowns.queries import reminder_due
from casework.takedowns.service.moving import expect_read, need
from casework.takedowns.workflow import AWAITED


@command
def record_reminder(
    request: RemovalRequest, *, actor: Officer, reminded_on: date, how: str, version: int | None = None
) -> bool:
    """Record that the recipient was reminded. One may be reminded again; the last counts, the trail has them all.

    Returns False, and records nothing, where the last reminder is this very one: what was sent twice counts once.
    `version`: what the officer read before acting; Stale where it was changed since. Raises NotPossible where no
    answer is awaited or the time is paused, DomainError for a day that cannot be.
    """
    lock(request)
    if (request.reminded_on, request.reminded_how) == (reminded_on, how.strip()):
        return False
    expect_read(request, version)
    if request.status not in AWAITED or request.sent_on is None:
        raise NotPossible("No answer is awaited, so there is nobody to remind.")
    if request.paused_on is not None:
        raise NotPossible("The time to answer is paused, so nobody is reminded. Let it run again first.")
    how = need(how, "Say how they were reminded, such as by e-mail.", "how")
    if not request.sent_on <= reminded_on <= clock.today():
        raise DomainError(
            "A reminder goes between the day of sending and today. Check the date.", "reminded_on"
        )
    record(
        Verb.REMINDER_SENT,
        actor=actor,
        subject=request,
        case=request.case_id,
        changes=changes_of(request, reminded_on=reminded_on, reminded_how=how),
        name=request.name,
        reminded_on=reminded_on,
        how=how,
    )
    return True


def prompt_reminders() -> int:
    """Tell whoever handles each request of which a reminder is due, once each, and return how many: for the worker."""
    due = db.session.scalars(
        select(RemovalRequest).where(reminder_due(), RemovalRequest.remind_told_on.is_(None))
    ).all()
    return sum(_prompt(request) for request in due)


@command
def _prompt(request: RemovalRequest) -> bool:
    lock(request)
    still_due = request.status in AWAITED and request.paused_on is None and request.reminded_on is None
    if request.remind_told_on is not None or not still_due:
        return False
    record(
        Verb.REMINDER_DUE,
        actor=None,
        subject=request,
        case=request.case_id,
        changes=changes_of(request, remind_told_on=clock.today()),
        name=request.name,
    )
    tell_handler(request, f"A reminder of removal request {request.name} is due. Remind them.")
    return True


def tell_handler(request: RemovalRequest, text: str) -> None:
    """Tell whoever handles the request, by name or as its drafter; part of a command."""
    given = request.given_to_id
    path = f"/my-requests/{request.id}" if given else f"/removal-requests/{request.id}"
    notify(given or request.drafted_by_id, text, path, request.case_id)

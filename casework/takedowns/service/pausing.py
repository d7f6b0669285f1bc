"""Pausing the time to answer, and letting it run again: the deadline moves by the working days that the pause took."""

from datetime import date

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.takedowns import deadlines
from casework.takedowns.models import Pause, RemovalRequest
from casework.takedowns.service.dropping import drop_reminder
from casework.takedowns.service.moving import need
from casework.takedowns.service.running import end_pause
from casework.takedowns.workflow import AWAITED, PauseReason

LONGEST_PAUSE = 366  # days


@command
def pause(
    request: RemovalRequest,
    *,
    actor: Officer,
    kind: PauseReason,
    words: str,
    from_day: date,
    until_day: date | None = None,
) -> Pause:
    """Pause the time to answer from a day on, until the end of another or until somebody lets it run again.

    Raises NotPossible where no answer is awaited or it is paused already, DomainError for days that cannot be.
    """
    lock(request)
    if request.status not in AWAITED or request.deadline is None or request.sent_on is None:
        raise NotPossible("Only while an answer is awaited can the time to answer be paused.")
    if request.paused_on is not None:
        raise NotPossible("The time to answer is paused already. Let it run again first.")
    words = need(words, "Say who asked for it, and why.", "words")
    _check_days(request, from_day, until_day, request.sent_on, request.deadline)
    row = Pause(
        case_id=request.case_id,
        request_id=request.id,
        kind=kind,
        words=words,
        from_day=from_day,
        until_day=until_day,
        recorded_by_id=actor.id,
    )
    db.session.add(row)
    drop_reminder(request, "The time to answer was paused, which moves the day that it names.", actor=actor)
    changes = changes_of(request, paused_on=from_day, paused_until=until_day, next_look_on=None)
    record(
        Verb.REQUEST_PAUSED,
        actor=actor,
        subject=request,
        case=request.case_id,
        changes=changes,
        also=[row],
        name=request.name,
        day=from_day,
        until=until_day,
        why=kind.label.lower(),
        words=words,
    )
    return row


def _check_days(
    request: RemovalRequest, from_day: date, until_day: date | None, sent_on: date, deadline: date
) -> None:
    if not sent_on <= from_day <= clock.today():
        raise DomainError("A pause begins between the day of sending and today. Check the date.", "from_day")
    if from_day > deadline:
        raise DomainError(
            "The day to answer had passed by then, so no time is left to pause. Where the reason came earlier, give "
            "that day.",
            "from_day",
        )
    before = db.session.scalar(
        select(Pause.ended_on).where(Pause.request_id == request.id).order_by(Pause.id.desc()).limit(1)
    )
    if before is not None and from_day < before:
        raise DomainError("An earlier pause lasted until then. Give a later day.", "from_day")
    if until_day is None:
        return
    if until_day < clock.today():
        raise DomainError("The last day of the pause has passed, so the time runs already.", "until_day")
    if (until_day - from_day).days > LONGEST_PAUSE:
        raise DomainError("A pause lasts a year at most. Check the year.", "until_day")


@command
def resume(request: RemovalRequest, *, actor: Officer | None, runs_again_on: date | None = None) -> None:
    """Let the time to answer run again, from today unless said otherwise; the deadline and the reminder move.

    Raises NotPossible where it is not paused, DomainError for a day before the pause or still to come.
    """
    lock(request)
    if request.paused_on is None:
        raise NotPossible("The time to answer runs already. Somebody may have let it run again.")
    again = runs_again_on or max(clock.today(), request.paused_on)
    if not request.paused_on <= again <= clock.today():
        raise DomainError(
            "The time runs again from a day between the beginning of the pause and today.", "runs_again_on"
        )
    end_pause(request, again, actor=actor)


def resume_paused() -> int:
    """Let run again what was paused until a day that has passed, and return how many: for the worker."""
    due = db.session.scalars(
        select(RemovalRequest).where(
            RemovalRequest.status.in_(AWAITED), RemovalRequest.paused_until < clock.today()
        )
    ).all()
    done = 0
    for request in due:
        until = request.paused_until
        try:
            if until is not None:
                resume(request, actor=None, runs_again_on=until + deadlines.A_DAY)
                done += 1
        except NotPossible:  # somebody did so meanwhile
            continue
    return done

"""Looking now and then whether a post that was removed stays away: off unless an approver says why, and until when."""

from datetime import date, timedelta

from sqlalchemy import or_, select

from casework import clock
from casework.accounts.models import Officer
from casework.clock import long_date
from casework.database import command, db
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.permissions import Permission, can
from casework.takedowns.models import RemovalRequest
from casework.takedowns.repeating import CHECKED_AFTER, LONGEST_MONITORING
from casework.takedowns.service.moving import held, move, need
from casework.takedowns.workflow import RequestAction, RequestStatus


@command
def monitor(
    request: RemovalRequest, *, actor: Officer, reason: str, until: date, version: int | None = None
) -> None:
    """Let a removal that was verified be checked 7, 30 and 90 days from now, as far as `until`, its last day.

    Raises NotAllowed for anybody who may not approve requests, DomainError where the reason or a possible day lacks.
    """
    if not can(actor, Permission.TAKEDOWN_APPROVE):
        raise NotAllowed("Only a Monitoring Officer or a deputy lets a removal be monitored.")
    held(request, RequestAction.MONITOR, version)
    reason = need(reason, "Say why it is necessary, and why looking less would not do.", "reason")
    today = clock.today()
    first, last = today + timedelta(days=CHECKED_AFTER[0]), today + timedelta(days=LONGEST_MONITORING)
    if not first <= until <= last:
        raise DomainError(
            f"The last day lies between the first check, {long_date(first)}, and {long_date(last)}.",
            "until",
        )
    move(
        request,
        RequestAction.MONITOR,
        actor=actor,
        reason=reason,
        monitored_from=today,
        monitored_until=until,
        monitoring_reason=reason,
        monitoring_by_id=actor.id,
    )


def end_monitoring() -> int:
    """End each monitoring whose last day has passed, and return how many: for the worker, safe to run again."""
    over = or_(RemovalRequest.monitored_until.is_(None), RemovalRequest.monitored_until < clock.today())
    due = db.session.scalars(
        select(RemovalRequest).where(RemovalRequest.status == RequestStatus.MONITORING, over)
    ).all()
    return sum(_end(request) for request in due)


@command
def _end(request: RemovalRequest) -> bool:
    try:
        held(request, RequestAction.END_MONITORING)
    except NotPossible:  # somebody closed it meanwhile
        return False
    if request.monitored_until is not None and request.monitored_until >= clock.today():
        return False
    move(request, RequestAction.END_MONITORING, actor=None, reason="Its last day has passed.")
    return True

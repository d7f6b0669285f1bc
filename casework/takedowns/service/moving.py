"""The one way in which a request goes from one state to the next."""

from collections.abc import Mapping
from datetime import date

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.database import Base, db, lock
from casework.errors import DomainError, Stale
from casework.evidence.models import Exhibit
from casework.takedowns import queries
from casework.takedowns.changes import what_changed
from casework.takedowns.models import RemovalRequest
from casework.takedowns.repeating import Monitoring
from casework.takedowns.service.dropping import drop_reminder
from casework.takedowns.service.running import end_pause
from casework.takedowns.workflow import AWAITED, LOOKED_AT_IN, RequestAction, RequestStatus, next_status

ON_DRAFTS = {RequestAction.APPROVE, RequestAction.CANCEL}


def held(request: RemovalRequest, action: RequestAction, version: int | None = None) -> RemovalRequest:
    """Hold the request until the command ends; raise NotPossible where its state does not allow `action`.

    `version`: what the officer read before acting; Stale where it was changed since.
    """
    lock(request)
    next_status(request.status, action)
    expect_read(request, version, of_draft=action in ON_DRAFTS)
    return request


def expect_read(request: RemovalRequest, version: int | None, *, of_draft: bool = False) -> None:
    """Raise Stale where a held request was changed since its officer had read this version of it."""
    if version is not None and version != request.version:
        raise Stale(
            "Another officer changed this removal request after you had read it.",
            *what_changed(request, version, of_draft=of_draft),
            only_read=True,
        )


def held_exhibit(request: RemovalRequest, exhibit: Exhibit) -> Exhibit:
    """Return an exhibit that goes with what is recorded; raise DomainError unless the request's case holds it still."""
    if exhibit.case_id != request.case_id or exhibit.destroyed_at is not None:
        raise DomainError("This is not an exhibit of the case any more. Choose another.", "exhibit")
    return exhibit


def move(
    request: RemovalRequest,
    action: RequestAction,
    *,
    actor: Officer | None,
    also: tuple[Base, ...] = (),
    reason: str | None = None,
    **values: object,
) -> None:
    """Move a held request on, set `values` with it, and record both; part of a command.

    With it goes from when on its posts are to be looked at.
    """
    end = next_status(request.status, action)
    if request.status in AWAITED and end not in AWAITED:
        drop_reminder(request, "No answer is awaited any more.", actor=actor)
    if request.paused_on is not None and end not in AWAITED:
        end_pause(request, max(clock.today(), request.paused_on), actor=actor)
    db.session.flush()  # an answer, or a look, that goes with it
    looked = next_look_on(request, end, values)
    changes = changes_of(request, status=end, next_look_on=looked, **values)
    record(
        Verb.REQUEST_MOVED,
        actor=actor,
        subject=request,
        case=request.case_id,
        changes=changes,
        also=also,
        name=request.name,
        to=end.label,
        reason=reason,
    )


def next_look_on(
    request: RemovalRequest, status: RequestStatus, values: Mapping[str, object] | None = None
) -> date | None:
    """Return from when on a post is to be looked at once the request is in this state and has these values."""
    if status not in LOOKED_AT_IN:
        return None
    new = values or {}
    begins, ends = new.get("monitored_from"), new.get("monitored_until")
    monitoring = Monitoring(begins, ends) if isinstance(begins, date) and isinstance(ends, date) else None
    deadline = new.get("deadline", request.deadline)
    stand = queries.standing(request, monitoring)
    return queries.next_look(request, status, stand, deadline if isinstance(deadline, date) else None)


def record_changed(
    request: RemovalRequest, changes: dict[str, tuple[object, object]], *, actor: Officer | None
) -> None:
    """Record what was changed in a request that stays in its state; nothing where nothing was. Part of a command."""
    if changes:
        record(
            Verb.REQUEST_CHANGED,
            actor=actor,
            subject=request,
            case=request.case_id,
            changes=changes,
            name=request.name,
        )


def need(text: str, message: str, field: str) -> str:
    """Return the text without space around it; raise DomainError with `message` where there is none."""
    text = text.strip()
    if not text:
        raise DomainError(message, field)
    return text

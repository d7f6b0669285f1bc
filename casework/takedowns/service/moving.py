"""The one way in which a request goes from one state to the next."""

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.database import Base, lock
from casework.errors import DomainError, Stale
from casework.evidence.models import Exhibit
from casework.takedowns.changes import what_changed
from casework.takedowns.models import RemovalRequest
from casework.takedowns.service.running import end_pause
from casework.takedowns.workflow import AWAITED, RequestAction, next_status

ON_DRAFTS = {RequestAction.APPROVE, RequestAction.CANCEL}


def held(request: RemovalRequest, action: RequestAction, version: int | None = None) -> RemovalRequest:
    """Hold the request until the command ends; raise NotPossible where its state does not allow `action`.

    `version`: what the officer read before acting; Stale where it was changed since.
    """
    lock(request)
    next_status(request.status, action)
    if version is not None and version != request.version:
        raise Stale(
            "Another officer changed this removal request after you had read it.",
            *what_changed(request, version, of_draft=action in ON_DRAFTS),
            only_read=True,
        )
    return request


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
    """Move a held request on, set `values` with it, and record both; part of a command."""
    end = next_status(request.status, action)
    if request.paused_on is not None and end not in AWAITED:
        end_pause(request, max(clock.today(), request.paused_on), actor=actor)
    changes = changes_of(request, status=end, **values)
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


def need(text: str, message: str, field: str) -> str:
    """Return the text without space around it; raise DomainError with `message` where there is none."""
    text = text.strip()
    if not text:
        raise DomainError(message, field)
    return text

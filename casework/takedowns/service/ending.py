"""How a request ends. How it stood when it ended is its outcome."""

from casework import clock
from casework.accounts.models import Officer
from casework.correspondence import service as correspondence
from casework.correspondence.models import Letter
from casework.correspondence.workflow import LetterStatus
from casework.database import command, db
from casework.takedowns.models import RemovalRequest
from casework.takedowns.service.moving import held, move, need
from casework.takedowns.workflow import RequestAction, RequestStatus


@command
def close(request: RemovalRequest, reason: str, *, actor: Officer, version: int | None = None) -> None:
    """Close the request. A refusal is an outcome like another."""
    _end(request, RequestAction.CLOSE, reason, actor, version)


@command
def cancel(request: RemovalRequest, reason: str, *, actor: Officer, version: int | None = None) -> None:
    """Cancel a request that was never sent."""
    _end(request, RequestAction.CANCEL, reason, actor, version)


@command
def withdraw(
    request: RemovalRequest, reason: str, *, recipient_told: str, actor: Officer, version: int | None = None
) -> None:
    """Withdraw a request that was sent. The recipient is told; `recipient_told` says how."""
    told = need(recipient_told, "Say how the recipient was told that it is withdrawn.", "recipient_told")
    _end(request, RequestAction.WITHDRAW, reason, actor, version, told)


def _end(
    request: RemovalRequest,
    action: RequestAction,
    reason: str,
    actor: Officer,
    version: int | None,
    recipient_told: str = "",
) -> None:
    held(request, action, version)
    reason = need(reason, "Give the reason.", "reason")
    letter = db.session.get_one(Letter, request.letter_id) if request.letter_id else None
    if letter is not None and letter.status is LetterStatus.PREPARED:
        ending = RequestStatus.CANCELLED.label.lower()
        correspondence.discard(letter, f"Removal request {request.name} was {ending}: {reason}", actor=actor)
    move(
        request,
        action,
        actor=actor,
        reason=reason,
        outcome=request.status,
        outcome_reason=reason,
        ended_on=clock.today(),
        recipient_told=recipient_told,
    )

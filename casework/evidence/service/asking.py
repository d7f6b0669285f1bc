"""Asking for the approval of a redacted copy, taking that back, and sending the plan back to who drew it."""

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.audit.verbs import Verb
from casework.cases.queries import may_see
from casework.council import queries as council
from casework.database import command
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.evidence.models import Exhibit, Redaction
from casework.evidence.redaction.regions import from_rows, problems
from casework.evidence.service.redacting import hold_draft, record_of, sizes_of, stop_check
from casework.outbox.service import notify
from casework.permissions import Permission, can

NOT_ASKED = "Nobody asks for its approval: it is being drawn, or was taken back. Look at how it stands."


def may_approve_own(redaction: Redaction, actor: Officer) -> bool:
    """Say whether `actor` drew the plan and may approve it all the same: the council's setting, with a reason."""
    return redaction.drafted_by_id == actor.id and council.settings().self_approval


def others_who_approve(redaction: Redaction, actor: Officer) -> list[Officer]:
    """Return the officers who may approve a plan and see its case, besides `actor` and whoever drew it."""
    own = {actor.id, redaction.drafted_by_id}
    return [
        officer
        for officer in accounts.officers_with(Permission.REDACTION_APPROVE)
        if officer.id not in own and may_see(officer, redaction.case_id)
    ]


@command
def ask_for_approval(redaction: Redaction, *, actor: Officer) -> int:
    """Have the plan wait for approval, tell those who may give it, and return how many they are.

    Asked again, nobody is told twice. Raises NotPossible where a box cannot be burned.
    """
    exhibit = hold_draft(redaction)
    if faults := problems(from_rows(redaction.regions), sizes_of(redaction)):
        raise NotPossible(faults[0])
    approvers = others_who_approve(redaction, actor)
    if redaction.asked_at is not None:
        return len(approvers)
    redaction.asked_at, redaction.asked_by_id = clock.now(), actor.id
    redaction.sent_back_at, redaction.sent_back_by_id, redaction.sent_back_reason = None, None, ""
    record_of(Verb.REDACTION_ASKED, redaction, exhibit, actor)
    for officer in approvers:
        text = f"{_named(redaction, exhibit)} waits for your approval."
        notify(officer.id, text, f"/redactions/{redaction.id}/approve", redaction.case_id)
    return len(approvers)


@command
def take_back(redaction: Redaction, *, actor: Officer) -> None:
    """Let a plan wait for approval no longer. Raises NotAllowed for others than who drew it or asked, NotPossible."""
    exhibit = hold_draft(redaction)
    if redaction.asked_at is None:
        raise NotPossible(NOT_ASKED)
    stop_check(redaction)
    if actor.id not in (redaction.drafted_by_id, redaction.asked_by_id):
        raise NotAllowed("Only who drew it, or asked for its approval, takes it back. You can send it back.")
    redaction.asked_at = redaction.asked_by_id = None
    record_of(Verb.REDACTION_TAKEN_BACK, redaction, exhibit, actor)


@command
def send_back(redaction: Redaction, *, actor: Officer, reason: str) -> None:
    """Send a plan back to who drew it, who is told why.

    Raises NotAllowed for who may not approve it, DomainError without a reason, NotPossible where nobody asks.
    """
    exhibit = hold_draft(redaction)
    if not can(actor, Permission.REDACTION_APPROVE) or redaction.drafted_by_id == actor.id:
        raise NotAllowed(
            "Another officer, who may approve redacted copies, sends it back. You can take it back."
        )
    if redaction.asked_at is None:
        raise NotPossible(NOT_ASKED)
    if not reason.strip():
        raise DomainError("Say what is to be changed.", "reason")
    stop_check(redaction)
    come_back(redaction, exhibit, actor, reason.strip())
    redaction.sent_back_by_id = actor.id
    record_of(Verb.REDACTION_SENT_BACK, redaction, exhibit, actor, reason=redaction.sent_back_reason)


def come_back(redaction: Redaction, exhibit: Exhibit, actor: Officer, reason: str) -> None:
    """Have a plan come back to who drew it, in the open unit of work; tell them, unless `actor` is they."""
    redaction.asked_at = redaction.asked_by_id = redaction.sent_back_by_id = None
    redaction.sent_back_at, redaction.sent_back_reason = clock.now(), reason
    if redaction.drafted_by_id != actor.id:
        text = f"{_named(redaction, exhibit)} came back to you: {reason}"
        notify(redaction.drafted_by_id, text, f"/redactions/{redaction.id}", redaction.case_id)


def _named(redaction: Redaction, exhibit: Exhibit) -> str:
    return f"Redacted copy {redaction.number} of exhibit {exhibit.label}"

"""Approving a request, and looking at an urgent or lone approval again the next working day."""

from collections.abc import Collection
from dataclasses import dataclass

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.correspondence.templates import service as templates
from casework.council import queries as council
from casework.database import command, db, lock
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.evidence.service import confirm_fixity
from casework.outbox.service import notify
from casework.permissions import Permission, can
from casework.takedowns import deadlines, queries
from casework.takedowns.checks import checks, needs_own_reason
from casework.takedowns.models import RemovalRequest
from casework.takedowns.outside_checks import election_near, to_confirm
from casework.takedowns.service.moving import held, move, need
from casework.takedowns.wording import letter_of
from casework.takedowns.workflow import Confirmation, RequestAction, next_status


def approve(
    request: RemovalRequest,
    *,
    actor: Officer,
    version: int | None = None,
    own_reason: str = "",
    confirmed: Collection[Confirmation] = (),
    election_note: str = "",
) -> None:
    """Approve a request: hash its posts' exhibits again, prepare its letter, and tell the officer who is to send it.

    The exhibits are read before the write begins, and what they show is written down whether or not it is approved.
    `confirmed`: what `actor` confirms in person. `election_note`: why it is right although an election is near.
    Raises NotAllowed for anybody but a Monitoring Officer or deputy, NotPossible naming what is missing and how to
    mend it, DomainError where a confirmation, or a reason that only the approver can give, is wanting, Stale.
    """
    if not can(actor, Permission.TAKEDOWN_APPROVE):
        raise NotAllowed("Only a Monitoring Officer or a deputy approves a removal request.")
    next_status(request.status, RequestAction.APPROVE)
    exhibits = {each.id: each for shown in queries.asked(request).exhibits.values() for each in shown}
    confirm_fixity(exhibits.values(), actor=actor)
    said = _Said(own_reason, tuple(confirmed), election_note)
    _approve(request, frozenset(exhibits), said, actor=actor, version=version)


@dataclass(frozen=True)
class _Said:
    """What only whoever approves can say."""

    own_reason: str
    confirmed: tuple[Confirmation, ...]
    election_note: str


def _only_they_can_say(request: RemovalRequest, asked: queries.Asked, said: _Said, actor: Officer) -> _Said:
    """Return what is kept of what the approver said; raise DomainError where something is wanting."""
    own_reason = election_note = ""
    if needs_own_reason(request, actor):
        own_reason = need(said.own_reason, "Say why nobody else could approve it.", "own_reason")
    wanted = to_confirm(request, asked)
    for confirmation in wanted:
        if confirmation not in said.confirmed:
            raise DomainError(f"Confirm this before you approve: {confirmation.label}.", "confirmed")
    if warning := election_near(request):
        election_note = need(said.election_note, warning, "election_note")
    return _Said(own_reason, tuple(wanted), election_note)


@command
def _approve(
    request: RemovalRequest, hashed: frozenset[int], said: _Said, *, actor: Officer, version: int | None
) -> None:
    held(request, RequestAction.APPROVE, version)
    case = db.session.get_one(Case, request.case_id)
    asked = queries.asked(request)
    missing = [check for check in checks(request, asked, case, actor) if not check.passed]
    if missing:
        raise NotPossible(" ".join(f"{check.words} {check.mend}" for check in missing))
    shown = {each.id for exhibits in asked.exhibits.values() for each in exhibits}
    if not shown <= hashed:
        raise NotPossible("An exhibit was added while the others were hashed. Approve once more.")
    kept = _only_they_can_say(request, asked, said, actor)
    today, closures = clock.today(), council.closures()
    deadline = deadlines.deadline(today, request.deadline_days, closures)
    letter = templates.prepare(
        case,
        letter_of(request, asked, today, deadline),
        recipient=request.recipient,
        contact=request.recipient_contact,
        subject=f"A request about a post on social media: {request.name}",
        actor=actor,
    )
    reviewed = request.urgent or bool(kept.own_reason)
    move(
        request,
        RequestAction.APPROVE,
        actor=actor,
        approved_by_id=actor.id,
        approved_at=clock.now(),
        self_approval_reason=kept.own_reason,
        confirmed=[each.value for each in kept.confirmed],
        election_note=kept.election_note,
        review_due_on=deadlines.review_day(today, closures) if reviewed else None,
        deadline=deadline,
        letter_id=letter.id,
    )
    if request.given_to_id and request.given_to_id != actor.id:
        text = f"Removal request {request.name} is approved. It is yours to send."
        notify(request.given_to_id, text, f"/my-requests/{request.id}", request.case_id)


def may_review(request: RemovalRequest, actor: Officer) -> bool:
    """Say whether `actor` may review the approval: another one who could have given it, if there has to be one."""
    other = request.approved_by_id != actor.id or council.settings().self_approval
    return request.review_due and can(actor, Permission.TAKEDOWN_APPROVE) and other


@command
def review(request: RemovalRequest, note: str, *, actor: Officer) -> None:
    """Record that an urgent request, or an approval of one's own, was looked at again, and what was thought of it."""
    lock(request)
    if not request.review_due:
        raise NotPossible("No review of this removal request is due, or somebody has done it.")
    if not may_review(request, actor):
        raise NotAllowed(
            "A Monitoring Officer or deputy who did not approve it reviews this removal request."
        )
    if not note.strip():
        raise DomainError("Say what you looked at, and whether the request was right.", "note")
    changes = changes_of(request, reviewed_at=clock.now(), reviewed_by_id=actor.id, review_note=note.strip())
    record(
        Verb.REQUEST_REVIEWED,
        actor=actor,
        subject=request,
        case=request.case_id,
        changes=changes,
        name=request.name,
    )

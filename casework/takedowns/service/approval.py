"""Approving a request, and looking at an urgent or lone approval again the next working day."""

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.correspondence import service as correspondence
from casework.correspondence.workflow import LetterKind
from casework.council import queries as council
from casework.database import command, db, lock
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.evidence.service import confirm_fixity
from casework.outbox.service import notify
from casework.permissions import Permission, can
from casework.takedowns import deadlines, queries
from casework.takedowns.checks import checks, needs_own_reason
from casework.takedowns.models import RemovalRequest
from casework.takedowns.service.moving import held, move, need
from casework.takedowns.wording import letter_of
from casework.takedowns.workflow import RequestAction, next_status


def approve(
    request: RemovalRequest, *, actor: Officer, version: int | None = None, own_reason: str = ""
) -> None:
    """Approve a request: hash its posts' exhibits again, prepare its letter, and tell the officer who is to send it.

    The exhibits are read before the write begins, and what they show is written down whether or not it is approved.
    Raises NotAllowed for anybody but a Monitoring Officer or deputy, NotPossible naming what is missing and how to
    mend it, DomainError where approving one's own draft lacks a reason, Stale.
    """
    if not can(actor, Permission.TAKEDOWN_APPROVE):
        raise NotAllowed("Only a Monitoring Officer or a deputy approves a removal request.")
    next_status(request.status, RequestAction.APPROVE)
    exhibits = {each.id: each for shown in queries.asked(request).exhibits.values() for each in shown}
    confirm_fixity(exhibits.values(), actor=actor)
    _approve(request, frozenset(exhibits), actor=actor, version=version, own_reason=own_reason)


@command
def _approve(
    request: RemovalRequest, hashed: frozenset[int], *, actor: Officer, version: int | None, own_reason: str
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
    if needs_own_reason(request, actor):
        own_reason = need(own_reason, "Say why nobody else could approve it.", "own_reason")
    else:
        own_reason = ""
    today, closures = clock.today(), council.closures()
    deadline = deadlines.deadline(today, request.deadline_days, closures)
    letter = correspondence.prepare(
        case,
        LetterKind.REMOVAL_REQUEST,
        recipient=request.recipient,
        contact=request.recipient_contact,
        subject=f"A request about a post on social media: {request.name}",
        body=letter_of(request, asked, today, deadline),
        actor=actor,
    )
    reviewed = request.urgent or bool(own_reason)
    move(
        request,
        RequestAction.APPROVE,
        actor=actor,
        approved_by_id=actor.id,
        approved_at=clock.now(),
        self_approval_reason=own_reason,
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

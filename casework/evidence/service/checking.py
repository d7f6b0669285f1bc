"""Approvals of copies of many pages: written down at once, and carried out by the worker."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from casework import clock
from casework.accounts.models import Officer
from casework.cases.queries import may_see
from casework.database import command, db, let_go, lock
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.evidence.models import Exhibit, Redaction, RedactionCheck
from casework.evidence.redaction.regions import Answer, Question, from_rows, problems
from casework.evidence.service.redacting import hold_draft, sizes_of, stop_check
from casework.evidence.service.releasing import (
    Approval,
    approve_redaction,
    check_looked,
    check_may_approve,
)
from casework.evidence.workflow import MOST_TRIES, Reader
from casework.outbox.service import notify

SILENT = timedelta(minutes=3)  # one that has not got on for so long was broken off: a page takes seconds
BROKEN_OFF = (
    "The software broke off each time. Tell the system administrator, or approve fewer pages at once."
)


def check_of(redaction: Redaction) -> RedactionCheck | None:
    """Return how far the check of a copy is; None where none is under way."""
    return db.session.get(RedactionCheck, redaction.id, populate_existing=True)


@command
def ask_check(redaction: Redaction, *, actor: Officer, version: int, approval: Approval) -> None:
    """Have the worker burn a plan and put it to the checks. Asked while that is under way, it changes nothing.

    Raises as `approve_redaction` does.
    """
    hold_draft(redaction)
    if check_of(redaction) is not None:
        return
    check_may_approve(redaction, actor, version, approval.own_reason)
    approval.given()
    check_looked(redaction, approval)
    if faults := problems(from_rows(redaction.regions), sizes_of(redaction)):
        raise NotPossible(faults[0])
    said = asdict(approval) | {"readers": list(approval.readers)}
    db.session.add(
        RedactionCheck(redaction_id=redaction.id, asked_by_id=actor.id, seen=version, approval=said)
    )


def carry_out_checks() -> int:
    """Carry out every approval that waits or was broken off, and return how many there were."""
    let_go()
    waiting = db.session.scalars(
        select(RedactionCheck.redaction_id)
        .where(or_(RedactionCheck.touched_at.is_(None), RedactionCheck.touched_at < clock.now() - SILENT))
        .order_by(RedactionCheck.redaction_id)
    ).all()
    let_go()
    return sum(carry_out_check(redaction_id) for redaction_id in waiting)


def carry_out_check(redaction_id: int) -> bool:
    """Carry one out, and say whether it was this call that took it up. What stands in its way is told its approver.

    Where the process ends in it, its row stays, and it is taken up again.
    """
    check = _begin(redaction_id)
    if check is None:
        return False
    actor = db.session.get_one(Officer, check.asked_by_id)
    redaction = db.session.get_one(Redaction, redaction_id)
    try:
        if not may_see(actor, redaction.case_id):
            raise NotAllowed("Whoever approved it may not see the case any more.")
        results = approve_redaction(
            redaction,
            actor=actor,
            version=check.seen,
            approval=_approval(check.approval),
            tell=lambda done, whole: _note(redaction_id, done, whole),
        )
    except DomainError as error:
        _end(redaction_id, f"was not approved: {error.message}")
    else:
        passed = sum(each.passed for each in results)
        _end(redaction_id, f"passed {passed} of {len(results)} checks.")
    return True


def _approval(said: dict[str, Any]) -> Approval:
    answers = {Question.of(key): Answer.of(answer) for key, answer in said["answers"].items() if answer}
    readers = [Reader.of(reader) for reader in said["readers"]]
    return Approval(**{**said, "answers": answers, "readers": readers})


@command
def _begin(redaction_id: int) -> RedactionCheck | None:
    """Take a check up, unless another process is at it or it was broken off too often."""
    redaction = lock(db.session.get_one(Redaction, redaction_id))
    check = check_of(redaction)
    if check is None or (check.touched_at is not None and clock.now() - check.touched_at < SILENT):
        return None
    if check.tries >= MOST_TRIES:
        _end(redaction_id, f"was not approved: {BROKEN_OFF}")
        return None
    check.tries, check.touched_at, check.done, check.whole = check.tries + 1, clock.now(), 0, 0
    return check


@command
def _note(redaction_id: int, done: int, whole: int) -> None:
    """Note how far it is. Raises NotPossible where it was stopped meanwhile: the rest would be read for nothing."""
    check = db.session.get(RedactionCheck, redaction_id, populate_existing=True)
    if check is None:
        raise NotPossible("It was taken or sent back while it was being checked.")
    check.done, check.whole, check.touched_at = done, whole, clock.now()


@command
def _end(redaction_id: int, what_came: str) -> None:
    redaction = lock(db.session.get_one(Redaction, redaction_id))
    check = check_of(redaction)
    if check is None:
        return
    exhibit = db.session.get_one(Exhibit, redaction.exhibit_id)
    named = f"Redacted copy {redaction.number} of exhibit {exhibit.label}"
    notify(check.asked_by_id, f"{named} {what_came}", f"/redactions/{redaction_id}", redaction.case_id)
    stop_check(redaction)

"""The life of a case as a whole: begun, registered, closed, reopened, merged, discarded."""

from datetime import date
from typing import Any

from sqlalchemy import select, text

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases import guards
from casework.cases.models import Case, CaseCounter, Complaint, Conduct, Post, StatusChange, SubjectMember
from casework.cases.queries import may_see
from casework.cases.searchable import feed_case
from casework.cases.service.assignments import place_owner
from casework.cases.service.due import refresh_due
from casework.cases.service.editing import need_reason, not_in_future
from casework.cases.service.walls import carry_walls
from casework.cases.workflow import (
    CaseAction,
    CaseStatus,
    ChangeKind,
    Minimum,
    missing_for_reference,
    next_status,
)
from casework.council import queries as council
from casework.database import command, db, lock
from casework.errors import DomainError, NotFound, NotPossible


@command
def draft_case(*, actor: Officer, received_on: date, description: str = "") -> Case:
    """Begin a case as a draft, with one course of conduct to put posts in."""
    not_in_future(received_on, clock.today(), "The date received", "received_on")
    case = Case(
        received_on=received_on,
        description=description.strip(),
        created_by_id=actor.id,
        created_at=clock.now(),
        conducts=[Conduct()],
    )
    db.session.add(case)
    record(
        Verb.CASE_DRAFTED, actor=actor, subject=case, case=case, also=case.conducts, received_on=received_on
    )
    refresh_due(case)
    feed_case(case.id)
    return case


def minimum_of(case: Case, *, pictured: bool) -> Minimum:
    """Return what a draft has of the least that a reference needs. `pictured`: whether it has an exhibit."""
    posts = db.session.scalars(select(Post).where(Post.case_id == case.id, Post.taken_out_reason == "")).all()
    told = db.session.scalars(select(Conduct.description).where(Conduct.case_id == case.id)).all()
    members = db.session.scalars(
        select(SubjectMember.id).where(SubjectMember.case_id == case.id, SubjectMember.removed_reason == "")
    ).all()
    complaints = db.session.scalars(
        select(Complaint.id).where(Complaint.case_id == case.id, Complaint.withdrawn_on.is_(None))
    ).all()
    return Minimum(
        pictured=pictured,
        address=any(post.address for post in posts),
        described=bool(case.description) or any(told) or any(post.words for post in posts),
        member=bool(members),
        member_not_identified=case.member_not_identified,
        complaints=len(complaints),
        received_on=case.received_on,
    )


@command
def register_case(case: Case, *, actor: Officer, pictured: bool, imported: bool = False) -> Case:
    """Give the draft its reference. Raises DomainError naming what is missing, NotPossible in any other state.

    `pictured`: whether there is an exhibit; evidence is a higher room's. The numbers of a year of registration have
    no gaps: the counter's row is held until this command is safely done, or is put back with it.
    """
    lock(case)
    status = next_status(case.status, CaseAction.REGISTER)
    missing = missing_for_reference(minimum_of(case, pictured=pictured))
    if missing:
        raise DomainError(" ".join(item.label for item in missing))
    moment = clock.now()
    year = clock.london_date(moment).year
    prefix, number = council.settings().reference_prefix, _next_number(year)
    case.status, case.registered_at, case.imported = status, moment, imported
    case.year, case.number, case.reference = year, number, f"{prefix}/{year}/{number:04d}"
    change = _step(case, ChangeKind.REGISTERED, actor)
    record(
        Verb.CASE_REGISTERED, actor=actor, subject=case, case=case, also=[change], reference=case.reference
    )
    if case.owner_id is None:
        place_owner(case, actor, actor=actor)
    refresh_due(case)
    feed_case(case.id)
    return case


@command
def close_case(case: Case, reason: str, *, actor: Officer) -> None:
    """Close the case. Raises NotPossible while a guard objects, such as an open removal request."""
    _shut(case, CaseAction.CLOSE)
    reason = need_reason(reason, "the case is closed")
    change = _step(case, ChangeKind.CLOSED, actor, reason)
    record(Verb.CASE_CLOSED, actor=actor, subject=case, case=case, also=[change], reason=reason)
    refresh_due(case)


@command
def merge_into(case: Case, target: Case, reason: str, *, actor: Officer) -> None:
    """Close the case as part of `target`, an open case that the actor can see. Its own record stays whole.

    What its complainants are still owed is due on `target` from now on, and whoever is kept from it is kept from that.
    """
    reason = need_reason(reason, "the two are one matter")
    if not may_see(actor, target.id):
        raise NotFound
    if target.id == case.id:
        raise DomainError("A case cannot be merged into itself. Choose the other case.", "target")
    if lock(target).status is not CaseStatus.OPEN:
        raise DomainError(
            f"{target.name} is not open. Choose an open case, or reopen that one first.", "target"
        )
    _shut(case, CaseAction.MERGE)
    case.merged_into_id = target.id
    change = _step(case, ChangeKind.MERGED, actor, reason)
    facts: dict[str, Any] = {"reference": target.name, "other_id": target.id, "reason": reason}
    record(Verb.CASE_MERGED, actor=actor, subject=case, case=case, also=[change], **facts)
    carry_walls(case, target, actor=actor)
    refresh_due(case)


@command
def reopen_case(case: Case, reason: str, *, actor: Officer) -> None:
    """Open a closed or merged case again. An outcome that was recorded stays on record, but no longer in force."""
    lock(case)
    status = next_status(case.status, CaseAction.REOPEN)
    reason = need_reason(reason, "the case is reopened")
    parted_from = case.merged_into_id
    changes = changes_of(case, status=status, closed_on=None, merged_into_id=None, outcome=None)
    change = _step(case, ChangeKind.REOPENED, actor, reason)
    record(
        Verb.CASE_REOPENED,
        actor=actor,
        subject=case,
        case=case,
        also=[change],
        changes=changes,
        reason=reason,
    )
    refresh_due(case)
    if parted_from is not None:
        refresh_due(db.session.get_one(Case, parted_from))


@command
def discard_case(case: Case, reason: str, *, actor: Officer) -> None:
    """Discard a draft. It never gets a number; its exhibits stay."""
    lock(case)
    status = next_status(case.status, CaseAction.DISCARD)
    reason = need_reason(reason, "the draft is discarded")
    case.status = status
    change = _step(case, ChangeKind.DISCARDED, actor, reason)
    record(Verb.CASE_DISCARDED, actor=actor, subject=case, case=case, also=[change], reason=reason)
    refresh_due(case)


def _shut(case: Case, action: CaseAction) -> None:
    lock(case)
    status = next_status(case.status, action)
    objections = guards.objections(case)
    if objections:
        raise NotPossible(" ".join(objections))
    case.status, case.closed_on = status, clock.today()


def _step(case: Case, kind: ChangeKind, actor: Officer, reason: str = "") -> StatusChange:
    moment = clock.now()
    change = StatusChange(
        case_id=case.id, kind=kind, on_day=clock.london_date(moment), at=moment, by_id=actor.id, reason=reason
    )
    db.session.add(change)
    return change


def _next_number(year: int) -> int:
    """Return the year's next number, holding the counter so that nobody else gets it."""
    db.session.execute(
        text("INSERT INTO case_counters (year, last) VALUES (:year, 0) ON CONFLICT (year) DO NOTHING"),
        {"year": year},
    )
    counter = db.session.scalars(
        select(CaseCounter)
        .where(CaseCounter.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    counter.last += 1
    return counter.last

"""The councillors whose conduct a case is about."""

from collections.abc import Mapping
from typing import TypedDict, Unpack

from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Allegation, Case, SubjectMember
from casework.cases.service.editing import apply, need_reason
from casework.cases.service.names import keep_names
from casework.cases.workflow import CapacityFact
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.members.models import Councillor, Office
from casework.versions import expect_version
from casework.words import YesNo

LABELS = {
    "office_id": "Office",
    "authority_id": "Authority",
    "capacity_facts": "Facts about capacity",
    "capacity_notes": "Notes on capacity",
}


ASKED = {"office_id"}


class SubjectValues(TypedDict, total=False):
    """In which office, and for which authority: either may be unknown."""

    office_id: int | None
    authority_id: int | None


@command
def add_subject(
    case: Case, councillor: Councillor, *, actor: Officer, **values: Unpack[SubjectValues]
) -> SubjectMember:
    """Name a councillor as one whom the case is about. One who was taken off comes back with their record."""
    subject = db.session.scalar(
        select(SubjectMember).where(
            SubjectMember.case_id == case.id, SubjectMember.councillor_id == councillor.id
        )
    )
    if subject is not None and not subject.removed_reason:
        raise DomainError(f"{councillor.name} is named in this case already.", "councillor")
    if subject is None:
        subject = SubjectMember(case_id=case.id, councillor_id=councillor.id, capacity_facts={})
        db.session.add(subject)
    changes_of(subject, removed_reason="")
    apply(subject, values, ASKED)
    _settle_authority(subject)
    known = changes_of(case, member_not_identified=False)
    record(
        Verb.SUBJECT_ADDED,
        actor=actor,
        subject=subject,
        case=case,
        also=[case],
        changes=known,
        name=councillor.name,
        councillor_id=councillor.id,
    )
    keep_names([case.id])
    return subject


@command
def change_subject(
    subject: SubjectMember, *, actor: Officer, version: int | None = None, **values: Unpack[SubjectValues]
) -> None:
    """Change the office or the authority. The office must be the councillor's own, and of that authority."""
    lock(subject)
    expect_version(subject, version, values, LABELS)
    changes = apply(subject, values, ASKED)
    _settle_authority(subject)
    _record_change(subject, changes, actor)


@command
def record_capacity_facts(
    subject: SubjectMember,
    facts: Mapping[CapacityFact, YesNo],
    notes: str,
    *,
    actor: Officer,
    version: int | None = None,
) -> None:
    """Record the facts that bear on capacity. A fact that is left out is not answered; 'not known' is an answer."""
    lock(subject)
    answers = {fact.value: answer.value for fact, answer in facts.items()}
    values = {"capacity_facts": answers, "capacity_notes": notes.strip()}
    expect_version(subject, version, values, LABELS)
    _record_change(subject, changes_of(subject, **values), actor)


@command
def remove_subject(subject: SubjectMember, reason: str, *, actor: Officer) -> None:
    """Record that the councillor turned out not to be concerned. Raises NotPossible while an allegation stands."""
    lock(subject)
    if subject.removed_reason:
        raise NotPossible("This councillor was taken off the case already.")
    reason = need_reason(reason, "the councillor is not concerned")
    standing = db.session.scalar(
        select(Allegation.id)
        .where(Allegation.subject_id == subject.id, Allegation.withdrawn_reason == "")
        .limit(1)
    )
    if standing is not None:
        raise NotPossible(
            "There is an allegation against this councillor. Withdraw it first, with a reason, or leave the name."
        )
    subject.removed_reason = reason
    name = _councillor(subject).name
    record(Verb.SUBJECT_REMOVED, actor=actor, subject=subject, case=subject.case_id, name=name, reason=reason)
    keep_names([subject.case_id])


def _record_change(subject: SubjectMember, changes: dict[str, tuple[object, object]], actor: Officer) -> None:
    if changes:
        name = _councillor(subject).name
        record(
            Verb.SUBJECT_CHANGED,
            actor=actor,
            subject=subject,
            case=subject.case_id,
            changes=changes,
            name=name,
        )


def _settle_authority(subject: SubjectMember) -> None:
    """Take the authority from the office, and refuse an office of somebody else or of another authority."""
    if subject.office_id is None:
        return
    office = db.session.get(Office, subject.office_id)
    if office is None or office.councillor_id != subject.councillor_id:
        raise DomainError(
            "This office is not one that the councillor holds or held. Choose another.", "office_id"
        )
    if subject.authority_id is None:
        subject.authority_id = office.authority_id
    elif subject.authority_id != office.authority_id:
        raise DomainError(
            f"{office.title} is an office of {office.authority.name}. Choose that authority, or another office.",
            "authority_id",
        )


def _councillor(subject: SubjectMember) -> Councillor:
    return db.session.get_one(Councillor, subject.councillor_id)

"""Independent Persons: that one was asked, and what they said (Localism Act 2011 s.28(7))."""

from datetime import date

from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.database import command, db, lock
from casework.errors import DomainError
from casework.procedure.models import Consultation
from casework.procedure.service.checking import past, said, still_worked_on
from casework.procedure.workflow import ConsultationKind
from casework.versions import expect_version

LABELS = {
    "person": "Independent Person",
    "asked_on": "Date asked",
    "material": "What they were sent",
    "view": "Their view",
    "view_on": "Date of the view",
    "taken_into_account": "How it was taken into account",
}


@command
def consult(
    case: Case,
    *,
    kind: ConsultationKind,
    person: str,
    asked_on: date | None,
    material: str,
    actor: Officer,
) -> Consultation:
    """Record that an Independent Person was asked for a view. Their view may come when the case is closed."""
    still_worked_on(lock(case))
    row = Consultation(
        case_id=case.id,
        kind=kind,
        person=said(person, "person"),
        asked_on=past(asked_on, "asked_on"),
        material=material.strip(),
    )
    db.session.add(row)
    record(Verb.PERSON_CONSULTED, actor=actor, subject=row, case=case, person=row.person, kind=kind.label)
    return row


@command
def change_consultation(
    consultation: Consultation,
    *,
    person: str,
    asked_on: date | None,
    material: str,
    actor: Officer,
    version: int | None = None,
) -> None:
    """Correct who was asked, when, or on what papers. The capacity stays: a finding may rest on it."""
    lock(consultation)
    day = past(asked_on, "asked_on")
    values = {"person": said(person, "person"), "asked_on": day, "material": material.strip()}
    expect_version(consultation, version, values, LABELS)
    if consultation.view_on is not None and consultation.view_on < day:
        raise DomainError("The view on record is older than that. Check both dates.", "asked_on")
    changes = changes_of(consultation, **values)
    if changes:
        record(
            Verb.CONSULTATION_CHANGED,
            actor=actor,
            subject=consultation,
            case=consultation.case_id,
            changes=changes,
            person=consultation.person,
        )


@command
def record_view(
    consultation: Consultation,
    *,
    view: str,
    view_on: date | None,
    taken_into_account: str,
    actor: Officer,
    version: int | None = None,
) -> None:
    """Record the Independent Person's view with its date and, now or later, how it was taken into account."""
    lock(consultation)
    day = past(view_on, "view_on")
    values = {
        "view": said(view, "view"),
        "view_on": day,
        "taken_into_account": taken_into_account.strip(),
    }
    expect_version(consultation, version, values, LABELS)
    if day < consultation.asked_on:
        raise DomainError("The view cannot be older than the request for it. Check both dates.", "view_on")
    changes = changes_of(consultation, **values)
    if changes:
        record(
            Verb.VIEW_RECORDED,
            actor=actor,
            subject=consultation,
            case=consultation.case_id,
            changes=changes,
        )

"""Who complained, and what was decided on confidentiality."""

from datetime import date
from typing import TypedDict, Unpack

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Complaint
from casework.cases.service.due import refresh_due
from casework.cases.service.editing import need_reason, not_in_future
from casework.cases.workflow import Channel, ComplainantCategory, Confidentiality
from casework.database import command, db, lock
from casework.errors import DomainError
from casework.versions import expect_version

LABELS = {
    "received_on": "Received",
    "channel": "How it came",
    "category": "Who complained, by kind",
    "complainant_name": "Name",
    "complainant_contact": "How to reach them",
    "wants": "What they want",
    "confidentiality": "Confidentiality",
    "confidentiality_reasons": "Reasons",
    "acknowledged_on": "Acknowledged",
    "withdrawn_on": "Withdrawn",
}
DECIDED = {Confidentiality.GRANTED, Confidentiality.REFUSED}


class ComplaintValues(TypedDict, total=False):
    """What is recorded of a complaint. Confidentiality is asked for and decided by commands of its own."""

    received_on: date
    channel: Channel
    category: ComplainantCategory
    complainant_name: str
    complainant_contact: str
    wants: str
    acknowledged_on: date | None
    withdrawn_on: date | None


@command
def add_complaint(
    case: Case, *, actor: Officer, asks_confidentiality: bool = False, **values: Unpack[ComplaintValues]
) -> Complaint:
    """Record a complaint; without a date, as received with the case; without a kind, as from the public by form."""
    complaint = Complaint(
        **{
            "received_on": case.received_on,
            "channel": Channel.OTHER,
            "category": ComplainantCategory.PUBLIC,
            **values,
            "case_id": case.id,
            "logged_on": clock.today(),
            "confidentiality": Confidentiality.UNDECIDED
            if asks_confidentiality
            else Confidentiality.NOT_ASKED,
        }
    )
    _check(complaint)
    db.session.add(complaint)
    record(Verb.COMPLAINT_ADDED, actor=actor, subject=complaint, case=case, category=complaint.category)
    refresh_due(case)
    return complaint


@command
def change_complaint(
    complaint: Complaint,
    *,
    actor: Officer,
    version: int | None = None,
    asks_confidentiality: bool | None = None,
    **values: Unpack[ComplaintValues],
) -> None:
    """Change a complaint. A decision on confidentiality stands until it is decided again."""
    lock(complaint)
    expect_version(complaint, version, values, LABELS)
    changes = changes_of(complaint, **values)
    if asks_confidentiality is not None and complaint.confidentiality not in DECIDED:
        asked = Confidentiality.UNDECIDED if asks_confidentiality else Confidentiality.NOT_ASKED
        changes |= changes_of(complaint, confidentiality=asked)
    _check(complaint)
    if changes:
        record(
            Verb.COMPLAINT_CHANGED, actor=actor, subject=complaint, case=complaint.case_id, changes=changes
        )
        refresh_due(db.session.get_one(Case, complaint.case_id))


@command
def decide_confidentiality(
    complaint: Complaint,
    decision: Confidentiality,
    reasons: str,
    *,
    actor: Officer,
    decided_on: date | None = None,
    version: int | None = None,
) -> None:
    """Grant or refuse confidentiality, with reasons. Raises DomainError for any other answer."""
    lock(complaint)
    expect_version(
        complaint, version, {"confidentiality": decision, "confidentiality_reasons": reasons.strip()}, LABELS
    )
    if decision not in DECIDED:
        raise DomainError("Choose whether confidentiality is granted or refused.", "confidentiality")
    reasons = need_reason(reasons, "confidentiality is granted or refused", "confidentiality_reasons")
    decided_on = decided_on or clock.today()
    not_in_future(decided_on, clock.today(), "The date of the decision", "confidentiality_decided_on")
    changes = changes_of(
        complaint,
        confidentiality=decision,
        confidentiality_reasons=reasons,
        confidentiality_decided_on=decided_on,
        confidentiality_decided_by_id=actor.id,
    )
    record(
        Verb.CONFIDENTIALITY_DECIDED,
        actor=actor,
        subject=complaint,
        case=complaint.case_id,
        changes=changes,
        decision=decision.label.lower(),
    )


def _check(complaint: Complaint) -> None:
    today = clock.today()
    not_in_future(complaint.received_on, today, "The date received", "received_on")
    not_in_future(complaint.acknowledged_on, today, "“Acknowledged”", "acknowledged_on")
    if complaint.acknowledged_on is not None and complaint.acknowledged_on < complaint.received_on:
        raise DomainError("“Acknowledged” cannot be before the complaint was received.", "acknowledged_on")
    not_in_future(complaint.withdrawn_on, today, "The date of withdrawal", "withdrawn_on")
    if complaint.withdrawn_on is not None and complaint.withdrawn_on < complaint.received_on:
        raise DomainError("A complaint cannot be withdrawn before it was received.", "withdrawn_on")

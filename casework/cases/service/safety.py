"""A councillor under threat, and personal data exposed: matters beside the breach."""

from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Case, DataExposure, SafetyRecord
from casework.cases.service.details import ASKED, CaseValues
from casework.cases.service.due import refresh_due
from casework.cases.service.editing import apply
from casework.database import command, db, lock
from casework.errors import DomainError
from casework.members.models import Councillor
from casework.versions import expect_version
from casework.words import YesNo

SAFETY_LABELS = {
    "threat": "The threat",
    "police_told": "Police told",
    "police_reference": "Police reference",
    "contacts_told": "Who else was told, and when",
}
EXPOSURE_LABELS = {
    "what": "What was exposed",
    "aware_at": "When we became aware",
    "officer_told_at": "When the data protection officer was told",
    "regulator_decision": "Whether it was reported to the Information Commissioner, and why",
}


class SafetyValues(TypedDict, total=False):
    """What is recorded of a threat."""

    threat: str
    police_told: YesNo
    police_reference: str
    contacts_told: str


class ExposureValues(TypedDict, total=False):
    """What is recorded of exposed data."""

    what: str
    aware_at: datetime
    officer_told_at: datetime | None
    regulator_decision: str


@command
def record_safety(
    case: Case, councillor: Councillor, *, actor: Officer, **values: Unpack[SafetyValues]
) -> SafetyRecord:
    """Record that a councillor is the victim of a threat."""
    if not values.get("threat", "").strip():
        raise DomainError("Say what the threat is.", "threat")
    row = SafetyRecord(case_id=case.id, councillor_id=councillor.id, recorded_at=clock.now(), **values)
    db.session.add(row)
    record(Verb.SAFETY_RECORDED, actor=actor, subject=row, case=case, name=councillor.name)
    db.session.flush()
    return row


@command
def change_safety(
    row: SafetyRecord, *, actor: Officer, version: int | None = None, **values: Unpack[SafetyValues]
) -> None:
    """Change what is recorded of a threat: the police's reference, whom we told."""
    lock(row)
    expect_version(row, version, values, SAFETY_LABELS)
    if not values.get("threat", row.threat).strip():
        raise DomainError("Say what the threat is.", "threat")
    changes = changes_of(row, **values)
    if changes:
        record(Verb.SAFETY_CHANGED, actor=actor, subject=row, case=row.case_id, changes=changes)


@command
def record_exposure(
    case: Case, *, actor: Officer, version: int | None = None, **values: Unpack[ExposureValues]
) -> DataExposure:
    """Record, or change, that data was exposed. The 72 hours run from when the office became aware."""
    lock(case)
    row = db.session.scalar(select(DataExposure).where(DataExposure.case_id == case.id).with_for_update())
    found = row is not None
    if row is None:
        aware_at = values.get("aware_at")
        if aware_at is None:
            raise DomainError("Say when the office became aware: the 72 hours run from then.", "aware_at")
        row = DataExposure(case_id=case.id, aware_at=aware_at)
        db.session.add(row)
    else:
        expect_version(row, version, values, EXPOSURE_LABELS)
    exposed: CaseValues = {"personal_data_exposed": YesNo.YES}
    changes = changes_of(row, **values) | apply(case, exposed, ASKED)
    _check(row)
    if changes or not found:
        verb = Verb.EXPOSURE_CHANGED if found else Verb.EXPOSURE_RECORDED
        record(verb, actor=actor, subject=row, case=case, also=[case], changes=changes)
        refresh_due(case)
    return row


def _check(row: DataExposure) -> None:
    moment = clock.now()
    if row.aware_at > moment:
        raise DomainError(
            "When the office became aware cannot be in the future. Check the date and time.", "aware_at"
        )
    if row.officer_told_at is not None and row.officer_told_at > moment:
        raise DomainError(
            "When the data protection officer was told cannot be in the future. Check the date and time.",
            "officer_told_at",
        )

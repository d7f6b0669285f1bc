"""What is recorded of a case as a whole."""

from datetime import date
from typing import TypedDict, Unpack

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Complaint
from casework.cases.queries import complaint_about
from casework.cases.searchable import feed_case
from casework.cases.service.due import refresh_due
from casework.cases.service.editing import apply, not_in_future
from casework.cases.workflow import Confidentiality, Nature
from casework.database import command, db, lock
from casework.errors import DomainError
from casework.versions import expect_version
from casework.words import YesNo

LABELS = {
    "nature": "What the case is about",
    "description": "Description",
    "received_on": "Received",
    "member_told_on": "Member told",
    "next_update_on": "Next update due",
    "police_involved": "Police involved",
    "personal_data_exposed": "Personal or confidential data exposed",
    "member_not_identified": "Councillor not yet identified",
}


ASKED = {"police_involved", "personal_data_exposed"}


class CaseValues(TypedDict, total=False):
    """What may be changed; what is left out stays."""

    nature: Nature
    description: str
    received_on: date
    member_told_on: date | None
    next_update_on: date | None
    police_involved: YesNo
    personal_data_exposed: YesNo
    member_not_identified: bool


@command
def change_case(
    case: Case, *, actor: Officer, version: int | None = None, **values: Unpack[CaseValues]
) -> None:
    """Change what is recorded of the case. Raises Stale, or DomainError where a date cannot be."""
    lock(case)
    expect_version(case, version, values, LABELS)
    today = clock.today()
    received = values.get("received_on", case.received_on)
    not_in_future(received, today, "The date received", "received_on")
    told = values.get("member_told_on")
    not_in_future(told, today, "“Member told”", "member_told_on")
    if told is not None and told < received:
        raise DomainError("“Member told” cannot be before the case was received.", "member_told_on")
    if told and case.member_told_on is None:
        check_member_may_be_told(case)
    changes = apply(case, values, ASKED)
    if changes:
        record(Verb.CASE_CHANGED, actor=actor, subject=case, case=case, changes=changes)
        refresh_due(case)
    if "description" in changes:
        feed_case(case.id)


def check_member_may_be_told(case: Case, field: str | None = "member_told_on") -> None:
    """Raise DomainError while a request for confidentiality is undecided: what is told cannot be taken back."""
    undecided = db.session.scalar(
        select(Complaint.id)
        .where(
            complaint_about(case.id),
            Complaint.withdrawn_on.is_(None),
            Complaint.confidentiality == Confidentiality.UNDECIDED,
        )
        .limit(1)
    )
    if undecided is not None:
        raise DomainError(
            "A complainant has asked for confidentiality and nobody has decided yet. Decide that first: once the "
            "member has been told, it cannot be undone.",
            field,
        )

"""Importing open cases: all of the workbook or nothing of it, and first a dry run that says what would happen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from casework import clock
from casework.accounts.models import Officer
from casework.accounts.queries import known_officer
from casework.accounts.queries import officers as known_officers
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases import workbook
from casework.cases.importing import Row, read_rows
from casework.cases.models import Case
from casework.cases.namesakes import Person, namesakes
from casework.cases.service.assignments import check_fit, place_owner
from casework.cases.service.complaints import add_complaint, decide_confidentiality
from casework.cases.service.details import change_case
from casework.cases.service.editing import not_in_future
from casework.cases.service.lifecycle import draft_case, register_case
from casework.cases.service.notes import add_note
from casework.cases.service.posts import add_post
from casework.cases.service.subjects import add_subject
from casework.cases.workflow import AssignmentKind, Channel, Confidentiality, Nature
from casework.database import db, unit_of_work
from casework.delimited import Fault
from casework.errors import DomainError, NotAllowed
from casework.members.queries import councillor_named
from casework.permissions import Permission, can

COLUMN_OF_FIELD = {
    "acknowledged_on": "Acknowledged",
    "confidentiality_decided_on": "Confidentiality decided on",
    "councillor": "Councillor",
    "email": "Case owner",
    "member_told_on": "Member told",
    "officer": "Case owner",
    "posted_from": "Posted on",
    "received_on": "Received",
}

PAST = {
    "received_on": "The date received",
    "posted_from": "The date of the post",
    "confidentiality_decided_on": "The date of the decision",
    "acknowledged_on": "“Acknowledged”",
    "member_told_on": "“Member told”",
}


@dataclass(frozen=True)
class Said:
    """What a row says: its case's reference, and what was read. `namesakes`: officers whom the case asks about."""

    number: int
    reference: str
    councillor: str
    received_on: date
    complainant: str
    owner: str
    namesakes: list[str]


@dataclass
class Imported:
    """What a workbook does: `said` holds each case, in the order of the rows."""

    said: list[Said] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class _Undo(Exception):
    """Takes back all that was done, and carries out what it would have been."""

    def __init__(self, outcome: Imported) -> None:
        super().__init__()
        self.outcome = outcome


def import_cases(
    data: bytes, *, actor: Officer, dry_run: bool, progress: Callable[[int], None] = lambda _done: None
) -> Imported:
    """Import every row of the workbook `data` as an open case, or none where one is faulty.

    A dry run does it and takes it back: its references are those that the import would give now. `progress` is told
    how many more rows were looked at. Raises NotAllowed, and DomainError where the file as a whole cannot be read.
    """
    if not can(actor, Permission.CASE_IMPORT):
        raise NotAllowed(f"{actor.name} may not import cases.")
    rows = read_rows(workbook.read(data))
    try:
        with unit_of_work():
            return _keep(_run(rows, actor, progress), dry_run=dry_run)
    except _Undo as undone:
        return undone.outcome


def _keep(outcome: Imported, *, dry_run: bool) -> Imported:
    if outcome.faults or dry_run:
        raise _Undo(outcome)
    return outcome


def _run(rows: list[tuple[Row, list[Fault]]], actor: Officer, progress: Callable[[int], None]) -> Imported:
    outcome, officers = Imported(), known_officers(active_only=True)
    for row, wrong in rows:
        faults = [*wrong, *(_fault(row, error) for error in _contradicted(row))]
        if not faults:
            try:
                with db.session.begin_nested():
                    outcome.said.append(_take(row, actor, officers))
            except DomainError as error:
                faults.append(_fault(row, error))
        outcome.faults += faults
        progress(1)
    return outcome


def _fault(row: Row, error: DomainError) -> Fault:
    column = COLUMN_OF_FIELD.get(error.field or "", "")
    return Fault(row.number, column, row.words.get(column, ""), error.message)


def _contradicted(row: Row) -> Iterator[DomainError]:
    """Yield each thing that the records, or today, say against a row: a faulty one is told all of it at once."""
    checks: list[Callable[[], object]] = [
        partial(not_in_future, row.days.get(COLUMN_OF_FIELD[field]), clock.today(), what, field)
        for field, what in PAST.items()
    ]
    if row.words["Councillor"]:
        checks.append(partial(councillor_named, row.words["Councillor"]))
    if row.words["Case owner"]:
        checks.append(partial(known_officer, row.words["Case owner"]))
    for check in checks:
        try:
            check()
        except DomainError as error:
            yield error


def _take(row: Row, actor: Officer, officers: Sequence[Officer]) -> Said:
    """Register the case of a row, and say what was read. The case itself asks about the officers named here."""
    received = row.days["Received"]
    if received is None:
        raise DomainError("Give the date received.", "received_on")
    case = draft_case(actor=actor, received_on=received, description=row.words["Description"])
    name, subject_id = "", None
    if row.words["Councillor"]:
        councillor = councillor_named(row.words["Councillor"])
        name, subject_id = councillor.name, add_subject(case, councillor, actor=actor).id
    else:
        change_case(case, actor=actor, member_not_identified=True)
    _complaint(case, row, actor)
    if row.has_post:
        add_post(
            case,
            actor=actor,
            subject_id=subject_id,
            platform=row.choices["Platform"],
            address=row.words["Address of the post"],
            words=row.words["Words of the post"],
            posted_from=row.days["Posted on"],
            posted_to=row.days["Posted on"],
        )
    owner = known_officer(row.words["Case owner"]) if row.words["Case owner"] else actor
    check_fit(case, owner, AssignmentKind.OWNER)
    place_owner(case, owner, actor=actor, tell=False)
    change_case(
        case,
        actor=actor,
        nature=row.choices["Nature"] or Nature.NOT_SORTED,
        member_told_on=row.days["Member told"],
        next_update_on=row.days["Next update due"],
    )
    until_now = row.words["Reference until now"]
    for words in (f"Known until now as {until_now}." if until_now else "", row.words["Note"]):
        if words:
            add_note(case, words, actor=actor)
    register_case(case, actor=actor, pictured=False, imported=True)
    record(Verb.CASE_IMPORTED, actor=actor, subject=case, case=case, until_now=until_now, row=row.number)
    people = [Person("", "the complainant", row.words["Complainant"]), Person("", "the councillor", name)]
    asks = [f"{each.officer.name}, called like {each.whose}" for each in namesakes(officers, people)]
    return Said(row.number, case.name, name, received, row.words["Complainant"], owner.name, asks)


def _complaint(case: Case, row: Row, actor: Officer) -> None:
    decision = row.choices["Confidentiality"] or Confidentiality.NOT_ASKED
    complaint = add_complaint(
        case,
        actor=actor,
        asks_confidentiality=decision is not Confidentiality.NOT_ASKED,
        category=row.choices["Complainant, by kind"],
        channel=row.choices["How it came"] or Channel.OTHER,
        complainant_name=row.words["Complainant"],
        acknowledged_on=row.days["Acknowledged"],
    )
    if decision in {Confidentiality.GRANTED, Confidentiality.REFUSED}:
        decide_confidentiality(
            complaint,
            decision,
            row.words["Confidentiality reasons"],
            actor=actor,
            decided_on=row.days["Confidentiality decided on"],
        )

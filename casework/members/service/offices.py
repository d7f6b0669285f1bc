"""Commands on the offices that a councillor holds. A change of group or ward ends one and begins another."""

from datetime import date

from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.database import command, db, lock
from casework.errors import DomainError
from casework.members import queries
from casework.members.models import Councillor, Office
from casework.members.service.councillors import index
from casework.members.workflow import OfficeKind
from casework.versions import expect_version

LABELS = {
    "authority_id": "Authority",
    "kind": "Kind of office",
    "title": "Title",
    "ward": "Ward or division",
    "group_name": "Group",
    "held_from": "Held from",
    "held_to": "Held until",
}


@command
def add_office(
    councillor: Councillor,
    *,
    authority_id: int,
    kind: OfficeKind,
    title: str,
    ward: str = "",
    group_name: str = "",
    held_from: date | None = None,
    held_to: date | None = None,
    actor: Officer | None,
) -> Office:
    """Record an office of the councillor and return it. A day that is not known is None.

    Raises DomainError where it would end before it began, NotFound for an authority that is not there.
    """
    queries.authority_by_id(authority_id)
    _check_period(held_from, held_to)
    row = Office(
        councillor_id=councillor.id,
        authority_id=authority_id,
        kind=kind,
        title=_title(title, kind),
        ward=_line(ward),
        group_name=_line(group_name),
        held_from=held_from,
        held_to=held_to,
    )
    db.session.add(row)
    record(
        Verb.OFFICE_ADDED, actor=actor, subject=councillor, also=[row], name=councillor.name, title=row.title
    )
    index(councillor.id)
    return row


@command
def change_office(
    office: Office,
    *,
    authority_id: int,
    kind: OfficeKind,
    title: str,
    ward: str,
    group_name: str,
    held_from: date | None,
    held_to: date | None,
    version: int | None = None,
    actor: Officer,
) -> None:
    """Correct a mistake in the record of an office. Raises DomainError, NotFound or Stale."""
    lock(office)
    queries.authority_by_id(authority_id)
    _check_period(held_from, held_to)
    values: dict[str, object] = {
        "authority_id": authority_id,
        "kind": kind,
        "title": _title(title, kind),
        "ward": _line(ward),
        "group_name": _line(group_name),
        "held_from": held_from,
        "held_to": held_to,
    }
    expect_version(office, version, values, LABELS)
    _record(office, Verb.OFFICE_CHANGED, changes_of(office, **values), actor)


@command
def end_office(office: Office, *, last_day: date, actor: Officer) -> None:
    """Record that an office ended; `last_day` is the last on which it was held. Raises DomainError for a wrong one."""
    lock(office)
    if office.held_to is not None:
        raise DomainError(
            "This office has ended already. Correct the date by changing the office.", "last_day"
        )
    if office.held_from is not None and last_day < office.held_from:
        raise DomainError("The last day cannot be before the first.", "last_day")
    _record(office, Verb.OFFICE_ENDED, changes_of(office, held_to=last_day), actor)


def _record(office: Office, verb: Verb, changes: dict[str, tuple[object, object]], actor: Officer) -> None:
    councillor = queries.councillor_by_id(office.councillor_id)
    if changes:
        record(
            verb,
            actor=actor,
            subject=councillor,
            also=[office],
            changes=changes,
            name=councillor.name,
            title=office.title,
        )
        index(councillor.id)


def _title(title: str, kind: OfficeKind) -> str:
    """Return the title, which a seat has by itself."""
    title = _line(title) or (kind.label if kind is OfficeKind.SEAT else "")
    if not title:
        raise DomainError("Enter the title of the office, such as Leader of the Council.", "title")
    return title


def _line(words: str) -> str:
    return " ".join(words.split())


def _check_period(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise DomainError("The last day cannot be before the first.", "held_to")

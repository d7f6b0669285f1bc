"""Importing councillors from a file: all of it or nothing, and first a dry run that says what would happen."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.database import db, unit_of_work
from casework.delimited import Fault, read
from casework.errors import DomainError
from casework.members import queries
from casework.members.folding import handle_key, sort_name
from casework.members.importing import COLUMNS, MOST_ROWS, REQUIRED, Row, read_rows
from casework.members.models import Authority, Councillor, Office
from casework.members.service.accounts import add_account
from casework.members.service.authorities import create_authority
from casework.members.service.councillors import clean_email, create_councillor
from casework.members.service.offices import add_office

COLUMN_OF_FIELD = {
    "name": "Name", "email": "E-mail", "authority": "Authority", "title": "Title", "held_to": "To", "handle": "Handle",
    "address": "Address",
}  # fmt: skip


@dataclass
class Outcome:
    """What a file does: `said` holds (line, councillor, what would be or was recorded)."""

    said: list[tuple[int, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many rows bring anything new."""
        return sum(what != NOTHING_NEW for _, _, what in self.said)


NOTHING_NEW = "recorded already"


class _Undo(Exception):
    """Takes back all that was done, and carries out what it would have been."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def dry_run(data: bytes) -> Outcome:
    """Say what importing the CSV file `data` would do, by doing it and taking it back.

    Raises DomainError where the file as a whole cannot be read.
    """
    return _attempt(data, None, keep=False)


def import_file(data: bytes, *, actor: Officer | None) -> Outcome:
    """Import the whole CSV file `data`, or nothing of it where a row is faulty: the outcome then holds its faults.

    Raises DomainError where the file as a whole cannot be read.
    """
    return _attempt(data, actor, keep=True)


def _attempt(data: bytes, actor: Officer | None, *, keep: bool) -> Outcome:
    try:
        with unit_of_work():
            return _do(data, actor, keep=keep)
    except _Undo as undone:
        return undone.outcome


def _do(data: bytes, actor: Officer | None, *, keep: bool) -> Outcome:
    outcome = _run(data, actor)
    if outcome.faults or not keep:
        raise _Undo(outcome)
    record(Verb.MEMBERS_IMPORTED, actor=actor, count=len(outcome.said))
    return outcome


def _run(data: bytes, actor: Officer | None) -> Outcome:
    rows, faults = read_rows(read(data, COLUMNS, required=REQUIRED, most=MOST_ROWS))
    outcome = Outcome(faults=faults)
    known = _authorities()
    for row in rows:
        try:
            with db.session.begin_nested():
                outcome.said.append((row.number, row.name, _take(row, known, actor)))
        except DomainError as error:
            column = COLUMN_OF_FIELD.get(error.field or "", "")
            value = str(getattr(row, error.field or "", "") or "")
            outcome.faults.append(Fault(row.number, column, value, error.message))
            known = _authorities()  # one that this row added is gone again
    outcome.faults.sort(key=lambda fault: fault.number)
    return outcome


def _authorities() -> dict[str, Authority]:
    return {authority.name.casefold(): authority for authority in queries.authorities()}


def _take(row: Row, known: dict[str, Authority], actor: Officer | None) -> str:
    """Record what a row says and is not recorded yet; return it in words. `known`: authorities by folded name."""
    said: list[str] = []
    authority = known.get(row.authority.casefold())
    if authority is None:
        if row.tier is None:
            raise DomainError(
                "This authority is not known. Check its name, or give its kind so that it can be added.",
                "authority",
            )
        authority = create_authority(name=row.authority, tier=row.tier, actor=actor)
        known[authority.name.casefold()] = authority
        said.append(f"new authority {authority.name}")
    councillor = _known(row)
    if councillor is None:
        councillor = create_councillor(name=row.name, email=row.email, another=True, actor=actor)
        said.append("new councillor")
        offices, handles = [], set()
    else:
        offices = councillor.offices
        handles = {(account.platform, account.handle_key) for account in councillor.accounts}
    if not any(_is_same(office, row, authority.id) for office in offices):
        office = add_office(
            councillor,
            authority_id=authority.id,
            kind=row.kind,
            title=row.title,
            ward=row.ward,
            group_name=row.group_name,
            held_from=row.held_from,
            held_to=row.held_to,
            actor=actor,
        )
        said.append(f"office {office.title}, {authority.name}")
    if row.platform and (row.platform, handle_key(row.handle)) not in handles:
        add_account(
            councillor,
            platform=row.platform,
            handle=row.handle,
            address=row.address,
            use=row.use,
            actor=actor,
        )
        said.append(f"account {row.handle} on {row.platform.label}")
    return "; ".join(said) or NOTHING_NEW


def _known(row: Row) -> Councillor | None:
    """Return the councillor whom the row is about; None for a new one. Raises DomainError where that is not plain."""
    email = clean_email(row.email)
    namesakes = db.session.scalars(
        select(Councillor)
        .where(Councillor.sort_name == sort_name(row.name))
        .options(selectinload(Councillor.offices), selectinload(Councillor.accounts))
        .execution_options(populate_existing=True)
    ).all()
    if not namesakes:
        return None
    same = [each for each in namesakes if email and each.email == email]
    if len(same or namesakes) > 1:
        raise DomainError(
            "Several councillors have this name. Give the e-mail address that is on record.", "name"
        )
    if not same and email and namesakes[0].email:
        raise DomainError(
            f"A councillor of this name is on record with the e-mail address {namesakes[0].email}. Mend the address; "
            "or, for another person of the same name, add them by hand first.",
            "email",
        )
    return (same or namesakes)[0]


def _is_same(office: Office, row: Row, authority_id: int) -> bool:
    title = row.title or row.kind.label
    return (office.authority_id, office.kind, office.title, office.ward, office.held_from) == (
        authority_id,
        row.kind,
        title,
        row.ward,
        row.held_from,
    )

"""What a row of the file of councillors says. Pure: what is in the database already is the service's affair."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from casework.delimited import Fault, Line, day
from casework.members.workflow import AccountUse, OfficeKind, Platform, Tier
from casework.words import Choice

C = TypeVar("C", bound=Choice)
COLUMNS = {
    "Name": "Jo Example",
    "E-mail": "jo.example@example.gov.uk",
    "Authority": "Example County Council",
    "Kind of authority": "County council",
    "Office": "Councillor",
    "Title": "Councillor",
    "Ward": "Fen Edge",
    "Group": "Independent",
    "From": "08/05/2025",
    "To": "",
    "Platform": "Facebook",
    "Handle": "CllrJoExample",
    "Address": "https://www.facebook.com/CllrJoExample",
    "Use": "Mixed",
}
REQUIRED = ("Name", "Authority")
MOST_ROWS = 2_000


@dataclass(frozen=True)
class Row:
    """One office of one councillor and, perhaps, one known account."""

    number: int
    name: str
    email: str
    authority: str
    tier: Tier | None
    kind: OfficeKind
    title: str
    ward: str
    group_name: str
    held_from: date | None
    held_to: date | None
    platform: Platform | None
    handle: str
    address: str
    use: AccountUse


def read_rows(lines: list[Line]) -> tuple[list[Row], list[Fault]]:
    """Return the rows that can be read, and every fault of the others."""
    rows: list[Row] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, ...], int] = {}
    for line in lines:
        wrong = [Fault(line.number, "", "", line.fault)] if line.fault else []
        row = _row(line, wrong)
        first = seen.setdefault(tuple(line.cells.values()), line.number)
        if first != line.number:
            wrong.append(Fault(line.number, "", row.name, f"The same as line {first}. Take one of them out."))
        faults += wrong
        if not wrong:
            rows.append(row)
    return rows, faults


def _row(line: Line, wrong: list[Fault]) -> Row:
    def cell(column: str) -> str:
        return " ".join(line.cells.get(column, "").split())

    def fault(column: str, why: str) -> None:
        wrong.append(Fault(line.number, column, cell(column), why))

    for column in REQUIRED:
        if not cell(column):
            fault(column, "This must not be empty.")
    if bool(cell("Platform")) != bool(cell("Handle")):
        fault("Handle", "A known account needs both a platform and a handle.")
    days: dict[str, date | None] = {"From": None, "To": None}
    for column in days:
        try:
            days[column] = day(cell(column))
        except ValueError as error:
            fault(column, str(error))

    def one(kind: type[C], column: str) -> C | None:
        found = _one_of(kind, cell(column))
        if found is None and cell(column):
            fault(column, f"Write one of: {', '.join(member.label for member in kind)}.")
        return found

    tier, office = one(Tier, "Kind of authority"), one(OfficeKind, "Office")
    platform, use = one(Platform, "Platform"), one(AccountUse, "Use")
    return Row(
        number=line.number,
        name=cell("Name"),
        email=cell("E-mail"),
        authority=cell("Authority"),
        tier=tier,
        kind=office or OfficeKind.SEAT,
        title=cell("Title"),
        ward=cell("Ward"),
        group_name=cell("Group"),
        held_from=days["From"],
        held_to=days["To"],
        platform=platform,
        handle=cell("Handle"),
        address=cell("Address"),
        use=use or AccountUse.NOT_KNOWN,
    )


def _one_of(kind: type[C], words: str) -> C | None:
    """Return the member that is called so: by its value, its label, or the label's first word where that is enough."""
    names: Mapping[str, C] = {
        **{member.label.split()[0].casefold(): member for member in reversed(kind)},
        **{member.label.casefold(): member for member in kind},
        **{member.value: member for member in kind},
    }
    return names.get(words.casefold())

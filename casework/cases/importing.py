"""What a row of the workbook of open cases says. Pure: what is in the database already is the service's affair."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from casework.cases.workflow import Channel, ComplainantCategory, Confidentiality, Nature
from casework.delimited import Fault, Line, day
from casework.members.workflow import Platform
from casework.words import Choice

C = TypeVar("C", bound=Choice)
MOST_ROWS = 300  # nobody else can write while they are taken in: seconds, not minutes
REQUIRED = ("Received", "Complainant, by kind")
COLUMNS: dict[str, tuple[str, str]] = {
    "Reference until now": ("As your office knows the case today. It becomes a note.", "MO 2025/17"),
    "Received": ("A date.", "27/03/2026"),
    "Councillor": ("As in this system. Empty: not yet identified.", "Jo Example"),
    "Nature": ("One from the list.", Nature.DISRESPECT_PUBLIC.label),
    "Description": ("What is said to have happened.", "Called a resident a liar on the village page."),
    "Platform": ("One from the list.", Platform.FACEBOOK.label),
    "Address of the post": ("Copied from the address bar.", "https://www.facebook.com/example/posts/1"),
    "Words of the post": ("Word for word.", "She is a liar."),
    "Posted on": ("A date.", "26/03/2026"),
    "Complainant": ("A name. Empty where it is anonymous.", "Robin Resident"),
    "Complainant, by kind": ("One from the list.", ComplainantCategory.PUBLIC.label),
    "How it came": ("One from the list.", Channel.EMAIL.label),
    "Confidentiality": ("One from the list.", Confidentiality.NOT_ASKED.label),
    "Confidentiality decided on": ("A date, where it is decided.", ""),
    "Confidentiality reasons": ("Where it is decided.", ""),
    "Acknowledged": ("A date.", "30/03/2026"),
    "Member told": ("A date.", ""),
    "Next update due": ("A date.", "30/04/2026"),
    "Case owner": ("An officer’s e-mail address. Empty: whoever imports.", "sam.clerk@example.gov.uk"),
    "Note": ("Anything else. It becomes a note.", "Waiting for the group leader."),
}
LISTS: dict[str, type[Choice]] = {
    "Nature": Nature,
    "Platform": Platform,
    "Complainant, by kind": ComplainantCategory,
    "How it came": Channel,
    "Confidentiality": Confidentiality,
}
DAYS = (
    "Received",
    "Posted on",
    "Confidentiality decided on",
    "Acknowledged",
    "Member told",
    "Next update due",
)
DECIDED = {Confidentiality.GRANTED, Confidentiality.REFUSED}


@dataclass(frozen=True)
class Row:
    """One open case as a row gives it: `words` by column, `days` and `choices` as they were understood."""

    number: int
    words: dict[str, str]
    days: dict[str, date | None] = field(default_factory=dict)
    choices: dict[str, Any] = field(default_factory=dict)

    @property
    def has_post(self) -> bool:
        return any(self.words[column] for column in ("Platform", "Address of the post", "Words of the post"))


def read_rows(lines: Iterable[Line]) -> list[tuple[Row, list[Fault]]]:
    """Return each row with every fault that it shows by itself; of a faulty one, what could be understood."""
    found = []
    for line in lines:
        row, wrong = _row(line)
        whole = [Fault(line.number, "", "", line.fault)] if line.fault else []
        found.append((row, [*whole, *wrong]))
    return found


def one_of(kind: type[C], words: str) -> C | None:
    """Return the member that is called so, by its label or its stored value, in any case of letters."""
    wanted = " ".join(words.split()).casefold()
    return next((each for each in kind if wanted in {each.label.casefold(), each.value}), None)


def _row(line: Line) -> tuple[Row, list[Fault]]:
    row = Row(line.number, {column: line.cells.get(column, "").strip() for column in COLUMNS})
    found = [*_wanting(row), *_wrong_days(row), *_wrong_choices(row), *_undecided(row)]
    return row, [Fault(row.number, column, row.words[column], why) for column, why in found]


def _wanting(row: Row) -> Iterator[tuple[str, str]]:
    for column in REQUIRED:
        if not row.words[column]:
            yield column, "This must not be empty."
    if not any(row.words[column] for column in ("Description", "Address of the post", "Words of the post")):
        yield "Description", "Give a description, the address of the post, or its words."


def _undecided(row: Row) -> Iterator[tuple[str, str]]:
    if row.choices["Confidentiality"] in DECIDED:
        for column in ("Confidentiality decided on", "Confidentiality reasons"):
            if not row.words[column]:
                yield column, "Confidentiality is decided: say when, and why."


def _wrong_days(row: Row) -> Iterator[tuple[str, str]]:
    for column in DAYS:
        try:
            row.days[column] = day(row.words[column])
        except ValueError as error:
            yield column, str(error)


def _wrong_choices(row: Row) -> Iterator[tuple[str, str]]:
    for column, kind in LISTS.items():
        row.choices[column] = one_of(kind, row.words[column])
        if row.words[column] and row.choices[column] is None:
            yield column, f"Write one of: {', '.join(each.label for each in kind)}."

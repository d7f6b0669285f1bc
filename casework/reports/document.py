"""A committee report as a document of either edition, which page, spreadsheet and Word file show alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.errors import DomainError
from casework.reports.facts import Period
from casework.reports.workflow import Edition, ExemptParagraph

Cell = str | int | float | date
NOT_FOR_PUBLICATION = "Not for publication"


@dataclass(frozen=True)
class Table:
    """A captioned table with one row of headings.

    `charted`: worth a chart, of the numbers in its second column. `sums_up`: the last row is the result of the others.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    charted: bool = False
    sums_up: bool = False


@dataclass(frozen=True)
class Section:
    """A headed part. `sheet` names the sheet of the workbook that shows it; empty: in the covering report only.

    `wide` sections are turned on their side in print.
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    sheet: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Document:
    """A whole report; `edition` is None where it is for no committee.

    `legend` stands at the top of each printed page, whatever happens to the file.
    """

    edition: Edition | None
    title: str
    subtitle: str
    legend: str
    council: str
    made_on: date
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Covering:
    """What the settings and the officer give a report. The texts are the officer's own; lines become paragraphs."""

    council: str
    committee: str
    contact: str
    made_on: date
    recommendation: str = ""
    changes: str = ""
    implications: str = ""
    background_papers: str = ""
    draft: bool = True
    audit_head: str = ""

    def missing(self) -> list[DomainError]:
        """Return what a report cannot be issued without, each text at its field."""
        return [
            DomainError(f"The report has no {what} yet. Write it, then issue the report.", name)
            for name, what in REQUIRED_TEXTS.items()
            if not getattr(self, name).strip()
        ]


REQUIRED_TEXTS = {
    "recommendation": "recommendation to the committee",
    "implications": "implications (financial, legal, equality; say so where there are none)",
    "background_papers": "list of background papers (Local Government Act 1972 s.100D; say so where there are none)",
    "contact": "contact: give one in the council’s settings",
}


@dataclass(frozen=True)
class Exemption:
    """Why a report is not for the public (Local Government Act 1972 s.100I and Schedule 12A, Part 1 and paragraph 10).

    All of it is entered by the officer and nothing is ticked for them.
    """

    paragraphs: tuple[ExemptParagraph, ...] = ()
    public_interest: str = ""
    proper_officer: str = ""

    def missing(self) -> list[DomainError]:
        """Return what has not been given yet, each at its field."""
        wanted = {
            "exempt_paragraphs": (
                bool(self.paragraphs),
                "Choose the paragraph or paragraphs of Part 1 of Schedule 12A that make the report exempt.",
            ),
            "public_interest": (
                bool(self.public_interest.strip()),
                "Say why the public interest in keeping the report exempt outweighs that in publishing it.",
            ),
            "proper_officer": (
                bool(self.proper_officer.strip()),
                "Name the proper officer in whose opinion the report is exempt.",
            ),
        }
        return [DomainError(message, field) for field, (given, message) in wanted.items() if not given]

    @property
    def legend(self) -> str:
        """The words at the top of each page."""
        if not self.paragraphs:
            return NOT_FOR_PUBLICATION
        numbers = listed(sorted(paragraph.value for paragraph in self.paragraphs))
        plural = "s" if len(self.paragraphs) > 1 else ""
        act = "Part 1 of Schedule 12A, Local Government Act 1972"
        return f"{NOT_FOR_PUBLICATION}: paragraph{plural} {numbers} of {act}"


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the lines of an officer's text that have anything in them."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def listed(words: Sequence[str]) -> str:
    """Join words as English does: `1, 2 and 3`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def title_of(period: Period) -> str:
    """Return the title of a report for a period."""
    return f"Councillors and social media: cases from {period.label}"

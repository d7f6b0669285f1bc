"""What the committee's figures are counted from: each case as dated facts, without a word that anyone typed.

Nobody's name is here, so no edition can print one by mistake; the exempt edition is handed names apart.
Every date is a day in London. The date of a change is the day on which it was entered in the books, not the day that
a decision-maker gives to the decision: only so does a report stay true after it was issued.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.cases.workflow import (
    MERGED,
    AssessmentKind,
    ChangeKind,
    ComplainantCategory,
    Nature,
    OutcomeKind,
)
from casework.clock import long_date
from casework.errors import DomainError
from casework.members.workflow import Platform, Tier
from casework.words import Choice


class Standing(Choice):
    """How a registered case stands at the end of a day."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    MERGED = "merged", MERGED


_STANDING_AFTER = {
    ChangeKind.REGISTERED: Standing.OPEN,
    ChangeKind.REOPENED: Standing.OPEN,
    ChangeKind.CLOSED: Standing.CLOSED,
    ChangeKind.MERGED: Standing.MERGED,
}


YEAR_BEGINS = 4  # a council's year runs from April to March


@dataclass(frozen=True)
class Period:
    """The days that a report covers, both included. DomainError where the end comes before the start."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise DomainError(
                "The period ends before it starts. Give a later end, or an earlier start.", "period_to"
            )

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end

    @property
    def eve(self) -> date:
        """The last day before the period: how things stood then is how they stood at the start."""
        return self.start - timedelta(days=1)

    @property
    def before(self) -> "Period":
        """The period of the same length that ends on its eve: whole months before whole months, else days."""
        if self.start.day == 1 and (self.end + timedelta(days=1)).day == 1:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
            year, month = divmod(self.start.year * 12 + self.start.month - 1 - months, 12)
            return Period(date(year, month + 1, 1), self.eve)
        return Period(self.eve - (self.end - self.start), self.eve)

    @property
    def whole_years(self) -> "Period":
        """The municipal years, April to March, that it touches."""
        first, last = (day.year - (day.month < YEAR_BEGINS) for day in (self.start, self.end))
        return Period(date(first, YEAR_BEGINS, 1), date(last + 1, YEAR_BEGINS, 1) - timedelta(days=1))

    @property
    def label(self) -> str:
        """The period in words."""
        return f"{long_date(self.start)} to {long_date(self.end)}"


@dataclass(frozen=True)
class Change:
    """A step in the life of a case. `on` is the day on which it was recorded."""

    on: date
    kind: ChangeKind


@dataclass(frozen=True)
class ComplaintFact:
    """One approach by one complainant: received on one day, and entered here on that or a later one."""

    received: date
    category: ComplainantCategory
    logged: date


@dataclass(frozen=True)
class RemovalFact:
    """One request to take posts down. What somebody said was done is never what an officer saw.

    `verified`: two looks showed it, whatever was there later. `outcome`: how it stands, or how it stood when it ended.
    `paused`: (the day before it, its last day) for each pause, in which its time did not run.
    """

    asked: date
    said_done: date | None = None
    seen_gone: date | None = None
    ended: date | None = None
    answered: date | None = None
    route: str = ""
    grounds: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    outcome: str = ""
    reappeared: bool = False
    paused: tuple[tuple[date, date], ...] = ()
    verified: bool = False


@dataclass(frozen=True)
class ActionFact:
    """Something that somebody has to do; `set_on` is None where it is not known when it was set."""

    due: date | None = None
    done: date | None = None
    set_on: date | None = None


@dataclass(frozen=True)
class ClauseFact:
    """A clause that the conduct engages, with its title in the library's words."""

    reference: str
    title: str


@dataclass(frozen=True)
class CaseFact:
    """One case or draft.

    `reference` is what the case is called; of a draft it is never printed. `begun` is the day of its first word.
    `changes`, `assessments` and `outcomes` stand in the order in which they were recorded. `authorities` are the names
    of the councils as whose member somebody acted.
    """

    reference: str
    begun: date
    received: date
    changes: tuple[Change, ...] = ()
    nature: Nature = Nature.NOT_SORTED
    authorities: frozenset[str] = frozenset()
    tiers: frozenset[Tier] = frozenset()
    assessments: tuple[tuple[date, AssessmentKind], ...] = ()
    outcomes: tuple[tuple[date, OutcomeKind], ...] = ()
    clauses: frozenset[ClauseFact] = frozenset()
    platforms: frozenset[Platform] = frozenset()
    complaints: tuple[ComplaintFact, ...] = ()
    removals: tuple[RemovalFact, ...] = ()
    actions: tuple[ActionFact, ...] = ()

    def standing(self, day: date) -> Standing | None:
        """Return how the case stands at the end of `day`; None where it was not registered by then."""
        known = [change.kind for change in self.changes if change.on <= day]
        return _STANDING_AFTER.get(known[-1]) if known else None

    def registered(self) -> date | None:
        """Return the day on which the case was registered."""
        return next((change.on for change in self.changes if change.kind is ChangeKind.REGISTERED), None)

    def complaint_entered(self, complaint: ComplaintFact) -> date | None:
        """Return the day on which a complaint entered the books: when both it and its case stood there."""
        registered = self.registered()
        return max(registered, complaint.logged) if registered else None

    def changes_in(self, period: Period) -> Iterator[ChangeKind]:
        """Yield what happened to the case in the period."""
        return (change.kind for change in self.changes if change.on in period)

    def waits_unregistered(self, day: date) -> bool:
        """Say whether this is a draft, neither registered nor discarded, at the end of `day`."""
        return self.begun <= day and not any(change.on <= day for change in self.changes)

    def assessment(self, day: date) -> AssessmentKind | None:
        """Return the assessment decision in force at the end of `day`."""
        return next((kind for on, kind in reversed(self.assessments) if on <= day), None)

    def outcome(self, day: date) -> tuple[date, OutcomeKind] | None:
        """Return the final outcome in force at the end of `day`, with its day. Reopening undoes an earlier one."""
        reopened = max(
            (c.on for c in self.changes if c.kind is ChangeKind.REOPENED and c.on <= day), default=None
        )
        last = next((row for row in reversed(self.outcomes) if row[0] <= day), None)
        return None if last is None or (reopened is not None and last[0] < reopened) else last

    def closed(self, day: date) -> date | None:
        """Return the day of the last closing up to `day`."""
        return max((c.on for c in self.changes if c.kind is ChangeKind.CLOSED and c.on <= day), default=None)

    def resolved(self, day: date) -> date | None:
        """Return when a case that stands closed at the end of `day` was resolved.

        That is the day of its final outcome; where it was closed without one, the day of closing.
        """
        if self.standing(day) is not Standing.CLOSED:
            return None
        outcome = self.outcome(day)
        return outcome[0] if outcome else self.closed(day)


def month(day: date) -> str:
    """Return the month of a date: `April 2026`."""
    return f"{day:%B %Y}"

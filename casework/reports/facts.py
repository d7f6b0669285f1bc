"""What the committee's figures are counted from: each case as dated facts, without a word that anyone typed.

Nobody's name is here, so no edition can print one by mistake; the exempt edition is handed names apart.
Every date is a day in London. The date of a movement is the day on which it was entered in the books, not the
day that a decision-maker gives to the decision: only so does a report stay true after it was issued.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.cases.nature import Nature
from casework.errors import DomainError
from casework.members.workflow import Platform, Tier
from casework.words import Choice


class Move(Choice):
    """What takes a registered case out of the open ones, or back."""

    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Reopened"
    MERGED = "merged", "Merged"


class Standing(Choice):
    """How a case stands at the end of a day."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    MERGED = "merged", "Merged into another case"


_STANDING_AFTER = {Move.CLOSED: Standing.CLOSED, Move.REOPENED: Standing.OPEN, Move.MERGED: Standing.MERGED}


@dataclass(frozen=True)
class Period:
    """The days that a report covers, both included. DomainError where the end comes before the start."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise DomainError(
                "The period ends before it starts. Give a later end, or an earlier start.", "end"
            )

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end

    @property
    def label(self) -> str:
        """The period in words."""
        return f"{written(self.start)} to {written(self.end)}"


@dataclass(frozen=True)
class Movement:
    """A case was closed, reopened or merged. `on` is the day on which it was recorded."""

    on: date
    move: Move


@dataclass(frozen=True)
class ComplaintFact:
    """One approach by one complainant."""

    received: date
    category: Choice


@dataclass(frozen=True)
class RemovalFact:
    """One request to take posts down. What somebody said was done is never what an officer saw."""

    asked: date
    said_done: date | None = None
    seen_gone: date | None = None
    outcome: Choice | None = None


@dataclass(frozen=True)
class ActionFact:
    """Something that somebody has to do."""

    set_on: date
    due: date | None = None
    done: date | None = None


@dataclass(frozen=True)
class CaseFact:
    """One case or draft. A draft has no reference and no day of registration.

    `begun` is the day of the draft's first file or word. `outcome` is the final outcome, `decision` the
    assessment decision; each counts from the day beside it. `clauses` are references such as `A3`.
    """

    reference: str
    begun: date
    received: date
    registered: date | None = None
    discarded: date | None = None
    movements: tuple[Movement, ...] = ()
    authorities: frozenset[str] = frozenset()
    tiers: frozenset[Tier] = frozenset()
    nature: Nature | None = None
    decision: Choice | None = None
    decided_on: date | None = None
    outcome: Choice | None = None
    outcome_on: date | None = None
    clauses: frozenset[str] = frozenset()
    platforms: frozenset[Platform] = frozenset()
    complaints: tuple[ComplaintFact, ...] = ()
    removals: tuple[RemovalFact, ...] = ()
    actions: tuple[ActionFact, ...] = ()

    def standing(self, day: date) -> Standing | None:
        """Return how the case stands at the end of `day`; None where it is not registered by then."""
        if self.registered is None or self.registered > day:
            return None
        known = [movement.move for movement in self.movements if movement.on <= day]
        return _STANDING_AFTER[known[-1]] if known else Standing.OPEN

    def moves(self, period: Period) -> Iterator[Move]:
        """Yield the movements of the period; a merger only where it took the case out of the open ones."""
        before = Standing.OPEN
        for movement in self.movements:
            if movement.on in period and not (movement.move is Move.MERGED and before is not Standing.OPEN):
                yield movement.move
            before = _STANDING_AFTER[movement.move]

    def outcome_at(self, day: date) -> Choice | None:
        """Return the final outcome that stands at the end of `day`. Reopening afterwards undoes it."""
        if self.outcome_on is None or self.outcome_on > day:
            return None
        if any(m.move is Move.REOPENED and self.outcome_on < m.on <= day for m in self.movements):
            return None
        return self.outcome

    def resolved_at(self, day: date) -> date | None:
        """Return the day on which a case that stands closed at the end of `day` was resolved.

        That is the day of its final outcome; where it was closed without one, the day of closing.
        """
        if self.standing(day) is not Standing.CLOSED:
            return None
        return self.outcome_on if self.outcome_at(day) else self.closed_at(day)

    def closed_at(self, day: date) -> date | None:
        """Return the day of the last closing up to `day`."""
        return max((m.on for m in self.movements if m.move is Move.CLOSED and m.on <= day), default=None)


def written(day: date) -> str:
    """Return a date written out: `1 April 2026`."""
    return f"{day.day} {day:%B %Y}"


def month(day: date) -> str:
    """Return the month of a date: `April 2026`."""
    return f"{day:%B %Y}"

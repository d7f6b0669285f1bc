"""The committee's figures for a period: one count of dated facts, from which both editions are made.

A case enters the books on the day that it is registered. A case received in an earlier period and registered in this
one therefore counts as received in this one, and is named: the report before could not have counted it, and so what
that report left open is what this one opens with. A draft is outside the sum and is shown beside it once it is a
working day old, so that a matter cannot be kept from the committee by leaving it unregistered.

What a case is about (its clauses, platforms, authorities and complaints) is counted in the report of one period alone,
that in which it entered the books. Reports that follow one another then say nothing of each other's hidden numbers,
though a case that stays open is told of in several (docs/decisions/0004-small-numbers.md).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from casework.cases.workflow import MERGED, ChangeKind, OutcomeKind
from casework.errors import DomainError
from casework.reports.facts import CaseFact, ComplaintFact, Period, Standing

WorkingDays = Callable[[date, date], int]
"""Working days after the first date up to and including the second (`working_days.working_days_between`)."""

NOT_DECIDED = "Not yet decided"
AT_ASSESSMENT = "Closed without a final outcome"
NOT_KNOWN = "Not yet known"


class DoesNotAddUp(DomainError):
    """The sum does not come out. The message names the cases whose history contradicts itself."""


@dataclass(frozen=True)
class Breakdown:
    """How the units counted fall under values.

    `several`: one may fall under several, as a case engages clauses. `without`: how many have no value yet.
    `entered`: only those are counted that entered the books in the period.
    """

    title: str
    unit: str
    several: bool
    members: Mapping[str, frozenset[str]]
    without: int = 0
    entered: bool = True

    @property
    def total(self) -> int:
        """How many units have a value, each counted once."""
        return len(frozenset[str]().union(*self.members.values()))

    @property
    def rows(self) -> tuple[tuple[str, int], ...]:
        """Each value that has any, with its number: the most frequent first."""
        counts = ((value, len(units)) for value, units in self.members.items() if units)
        return tuple(sorted(counts, key=lambda row: (-row[1], row[0])))


@dataclass(frozen=True)
class SumLine:
    """One line of the sum: `sign` is empty, `+`, `−` or `=`."""

    sign: str
    label: str
    count: int


@dataclass(frozen=True)
class CaseLine:
    """One case of the report as it stood at the end of the period. `entered`: it was registered in the period."""

    reference: str
    entered: bool
    received: date
    nature: str
    standing: Standing
    resolved: date | None
    authorities: tuple[str, ...]
    complainants: tuple[str, ...]
    clauses: tuple[str, ...]
    clause_titles: tuple[str, ...]
    platforms: tuple[str, ...]
    assessment: str
    outcome: str

    @property
    def months_taken(self) -> int | None:
        """Calendar months from that of receipt to that of resolution: no more than a log of months tells."""
        if self.resolved is None:
            return None
        return (self.resolved.year - self.received.year) * 12 + self.resolved.month - self.received.month


@dataclass(frozen=True)
class TimeTaken:
    """From receipt to resolution, in working days, of the cases resolved and closed in the period."""

    cases: int
    median: float
    shortest: int
    longest: int


@dataclass(frozen=True)
class Removals:
    """Requests asked, said to be done, seen gone by an officer: each counted when it happened.

    `waiting` had neither ended nor been seen gone at the end of the period.
    """

    asked: int
    said_done: int
    seen_gone: int
    waiting: int


@dataclass(frozen=True)
class Actions:
    """What was still to do at the end of the period."""

    outstanding: int
    overdue: int


@dataclass(frozen=True)
class Figures:
    """Everything that a committee report counts."""

    period: Period
    opening: int
    received: int
    reopened: int
    closed: int
    merged: int
    open: int
    late_logged: tuple[str, ...]
    drafts: int
    complaints: int
    statuses: tuple[tuple[str, int], ...]
    outcomes: tuple[tuple[str, int], ...]
    assessments: Breakdown
    clauses: Breakdown
    platforms: Breakdown
    complainants: Breakdown
    authorities: Breakdown
    tiers: Breakdown
    time_taken: TimeTaken | None
    removals: Removals
    actions: Actions
    cases: tuple[CaseLine, ...]

    @property
    def sum_lines(self) -> tuple[SumLine, ...]:
        """The sum, line by line, as the page and the papers show it."""
        return (
            SumLine("", "Open at the start", self.opening),
            SumLine("+", "Received", self.received),
            SumLine("+", "Reopened", self.reopened),
            SumLine("−", "Closed", self.closed),
            SumLine("−", MERGED, self.merged),
            SumLine("=", "Open at the end", self.open),
        )


def committee_figures(
    facts: Iterable[CaseFact], period: Period, *, today: date, working_days: WorkingDays
) -> Figures:
    """Count the cases of a period.

    `today` matters only for a period that has not ended: drafts and overdue actions are looked at as of then.
    Raises DoesNotAddUp where opening + received + reopened − closed − merged is not what stands open.
    """
    everything = list(facts)
    opening, flows, still_open = _balance(everything, period)
    told = sorted((fact for fact in everything if _told(fact, period)), key=lambda fact: fact.reference)
    lines = tuple(_line(fact, period) for fact in told)
    new = [line for line in lines if line.entered]
    entered = {line.reference for line in new}
    complaints = {f.reference: [c for c in f.complaints if c.received <= period.end] for f in told}
    seen_until = min(period.end, today)
    return Figures(
        period=period,
        opening=opening,
        received=flows[ChangeKind.REGISTERED],
        reopened=flows[ChangeKind.REOPENED],
        closed=flows[ChangeKind.CLOSED],
        merged=flows[ChangeKind.MERGED],
        open=still_open,
        late_logged=tuple(line.reference for line in new if line.received < period.start),
        drafts=sum(
            f.waits_unregistered(seen_until) and working_days(f.begun, seen_until) >= 1 for f in everything
        ),
        complaints=sum(map(len, complaints.values())),
        statuses=_exact([standing.label for standing in Standing], [line.standing.label for line in lines]),
        outcomes=_exact(
            [*(kind.label for kind in OutcomeKind), *_WITHOUT_OUTCOME.values()],
            [line.outcome for line in lines],
        ),
        assessments=_gather(
            "Assessment decision",
            "cases",
            {line.reference: [line.assessment] for line in lines},
            entered=False,
        ),
        clauses=_by_case("Clause", {line.reference: line.clause_titles for line in new}),
        platforms=_by_case("Platform", {line.reference: line.platforms for line in new}),
        complainants=_complainants(
            {
                name: [c for c in made if name in entered or c.received in period]
                for name, made in complaints.items()
            }
        ),
        authorities=_by_case("Authority", {line.reference: line.authorities for line in new}),
        tiers=_by_case(
            "Kind of authority",
            {f.reference: [t.label for t in f.tiers] for f in told if f.reference in entered},
        ),
        time_taken=_time_taken(told, period, working_days),
        removals=_removals(everything, period),
        actions=_actions(everything, seen_until),
        cases=lines,
    )


def _balance(facts: Collection[CaseFact], period: Period) -> tuple[int, Counter[ChangeKind], int]:
    """Return (opening, flows, open), having checked that they add up for each case, and so for all."""
    opening = still_open = 0
    flows: Counter[ChangeKind] = Counter()
    wrong = []
    for fact in facts:
        was_open, is_open = (fact.standing(day) is Standing.OPEN for day in (period.eve, period.end))
        moved = Counter(fact.changes_in(period))
        came = moved[ChangeKind.REGISTERED] + moved[ChangeKind.REOPENED]
        if was_open + came - moved[ChangeKind.CLOSED] - moved[ChangeKind.MERGED] != is_open:
            wrong.append(fact.reference)
        opening += was_open
        still_open += is_open
        flows += moved
    if wrong:
        raise DoesNotAddUp(
            f"The figures do not add up: the history of {', '.join(sorted(wrong))} contradicts itself (closed while "
            "not open, reopened while open, or registered twice). Correct the history, then make the report."
        )
    return opening, flows, still_open


def _told(fact: CaseFact, period: Period) -> bool:
    """A case is told of if it was open on any day: at the start, by registration or by reopening."""
    came = {ChangeKind.REGISTERED, ChangeKind.REOPENED}
    return fact.standing(period.eve) is Standing.OPEN or not came.isdisjoint(fact.changes_in(period))


_WITHOUT_OUTCOME = {
    Standing.CLOSED: AT_ASSESSMENT,
    Standing.MERGED: Standing.MERGED.label,
    Standing.OPEN: NOT_DECIDED,
}


def _line(fact: CaseFact, period: Period) -> CaseLine:
    day = period.end
    standing, outcome, assessment = fact.standing(day), fact.outcome(day), fact.assessment(day)
    if standing is None:
        raise DoesNotAddUp(f"{fact.reference} was registered and then discarded. Correct its history first.")
    return CaseLine(
        reference=fact.reference,
        entered=fact.registered() in period,
        received=fact.received,
        nature=fact.nature.label,
        standing=standing,
        resolved=fact.resolved(day),
        authorities=tuple(sorted(fact.authorities)),
        complainants=tuple(sorted({c.category.label for c in fact.complaints if c.received <= day})),
        clauses=tuple(sorted({clause.reference for clause in fact.clauses})),
        clause_titles=tuple(sorted(f"{clause.reference} {clause.title}" for clause in fact.clauses)),
        platforms=tuple(sorted(platform.label for platform in fact.platforms)),
        assessment=assessment.label if assessment else NOT_DECIDED,
        outcome=outcome[1].label
        if outcome and standing is not Standing.MERGED
        else _WITHOUT_OUTCOME[standing],
    )


def _exact(order: Sequence[str], found: Sequence[str]) -> tuple[tuple[str, int], ...]:
    return tuple((label, found.count(label)) for label in order)


def _by_case(title: str, values: Mapping[str, Collection[str]]) -> Breakdown:
    return _gather(title, "cases", values, several=True)


def _complainants(complaints: Mapping[str, Sequence[ComplaintFact]]) -> Breakdown:
    values = {
        f"{reference} {number}": [complaint.category.label]
        for reference, made in complaints.items()
        for number, complaint in enumerate(made)
    }
    return _gather("Category of complainant", "complaints", values)


def _gather(
    title: str,
    unit: str,
    values: Mapping[str, Collection[str]],
    *,
    several: bool = False,
    entered: bool = True,
) -> Breakdown:
    members: dict[str, set[str]] = {}
    for counted, found in values.items():
        for value in found:
            members.setdefault(value, set()).add(counted)
    without = sum(not found for found in values.values())
    return Breakdown(
        title, unit, several, {value: frozenset(units) for value, units in members.items()}, without, entered
    )


def _time_taken(facts: Iterable[CaseFact], period: Period, working_days: WorkingDays) -> TimeTaken | None:
    taken = [
        working_days(fact.received, resolved)
        for fact in facts
        if (resolved := fact.resolved(period.end)) and fact.closed(period.end) in period
    ]
    return TimeTaken(len(taken), median(taken), min(taken), max(taken)) if taken else None


def _removals(facts: Iterable[CaseFact], period: Period) -> Removals:
    requests = [request for fact in facts for request in fact.removals]
    return Removals(
        asked=sum(request.asked in period for request in requests),
        said_done=sum(request.said_done in period for request in requests),
        seen_gone=sum(request.seen_gone in period for request in requests),
        waiting=sum(
            request.asked <= period.end
            and not any(_by(day, period.end) for day in (request.seen_gone, request.ended))
            for request in requests
        ),
    )


def _actions(facts: Iterable[CaseFact], day: date) -> Actions:
    outstanding = [
        action
        for fact in facts
        for action in fact.actions
        if (action.set_on is None or action.set_on <= day) and not _by(action.done, day)
    ]
    return Actions(
        len(outstanding), sum(action.due is not None and action.due < day for action in outstanding)
    )


def _by(day: date | None, end: date) -> bool:
    return day is not None and day <= end

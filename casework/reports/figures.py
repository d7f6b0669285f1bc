"""The committee's figures for a period: one count of dated facts, from which both editions are made.

A case enters the books on the day that it is registered. A case received in an earlier period and registered in this
one therefore counts as received in this one, and is named: the report before could not have counted it, and so what
that report left open is what this one opens with. A draft is outside the sum and is shown beside it once it is a
working day old, so that a matter cannot be kept from the committee by leaving it unregistered.

A complaint enters the books on the day that it is entered in a registered case, or with its case. One that is entered
late counts in the period in which it is entered, whatever became of its case by then.

What a case is about (its clauses, platforms and authorities) is counted in the report of one period alone, that in
which it entered the books, and so is each complaint. Reports that follow one another then say nothing of each other's
hidden numbers, though a case that stays open is told of in several (docs/decisions/0004-small-numbers.md).
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from statistics import median

from casework.cases.workflow import ChangeKind, OutcomeKind
from casework.reports.balance import Balance, DoesNotAddUp, balance_of
from casework.reports.breakdowns import Breakdown, gather
from casework.reports.facts import CaseFact, ComplaintFact, Period, Standing
from casework.reports.requests import RequestFigures, WorkingDays, request_figures

NOT_DECIDED = "Not yet decided"
AT_ASSESSMENT = "Closed without a final outcome"
NOT_KNOWN = "Not yet known"


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
    tiers: tuple[str, ...]
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
class Figures(Balance):
    """Everything that a committee report counts. `late_complaints`: of the complaints, those received before."""

    period: Period
    late_logged: tuple[str, ...]
    drafts: int
    complaints: int
    late_complaints: int
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
    requests: RequestFigures
    actions: Actions
    cases: tuple[CaseLine, ...]

    @property
    def routes(self) -> Breakdown:
        """The removal requests of the period by route."""
        return self.requests.routes


def committee_figures(
    facts: Iterable[CaseFact], period: Period, *, today: date, working_days: WorkingDays
) -> Figures:
    """Count the cases of a period.

    `today` matters only for a period that has not ended: drafts and overdue actions are looked at as of then.
    Raises DoesNotAddUp where opening + received + reopened − closed − merged is not what stands open.
    """
    everything = list(facts)
    balance = balance_of(everything, period)
    told = sorted((fact for fact in everything if _told(fact, period)), key=lambda fact: fact.reference)
    lines = tuple(_line(fact, period) for fact in told)
    new = [line for line in lines if line.entered]
    complaints = _complaints(everything, period)
    seen_until = min(period.end, today)
    return Figures(
        **asdict(balance),
        period=period,
        late_logged=tuple(line.reference for line in new if line.received < period.start),
        drafts=_drafts(everything, seen_until, working_days),
        complaints=len(complaints),
        late_complaints=sum(made.received < period.start for made in complaints.values()),
        statuses=_exact([standing.label for standing in Standing], [line.standing.label for line in lines]),
        outcomes=_exact(
            [*(kind.label for kind in OutcomeKind), *_WITHOUT_OUTCOME.values()],
            [line.outcome for line in lines],
        ),
        assessments=_by_case("Assessment decision", lines, lambda line: [line.assessment], entered=False),
        clauses=_by_case("Clause", new, lambda line: line.clause_titles),
        platforms=_by_case("Platform", new, lambda line: line.platforms),
        complainants=gather(
            "Category of complainant",
            "complaints",
            {name: [made.category.label] for name, made in complaints.items()},
        ),
        authorities=_by_case("Authority", new, lambda line: line.authorities),
        tiers=_by_case("Kind of authority", new, lambda line: line.tiers),
        time_taken=_time_taken(told, period, working_days),
        removals=_removals(everything, period),
        requests=request_figures(
            (request for fact in everything for request in fact.removals), period, working_days
        ),
        actions=_actions(everything, seen_until),
        cases=lines,
    )


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
        tiers=tuple(sorted(tier.label for tier in fact.tiers)),
        complainants=tuple(sorted({c.category.label for c in fact.complaints if c.logged <= day})),
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


def _by_case(
    title: str,
    lines: Iterable[CaseLine],
    values: Callable[[CaseLine], Collection[str]],
    *,
    entered: bool = True,
) -> Breakdown:
    counted = {line.reference: values(line) for line in lines}
    return gather(title, "cases", counted, several=entered, entered=entered)


def _complaints(facts: Iterable[CaseFact], period: Period) -> dict[str, ComplaintFact]:
    """Return the complaints that entered the books in the period, each under a name of its own."""
    return {
        f"{fact.reference} {number}": complaint
        for fact in facts
        for number, complaint in enumerate(fact.complaints)
        if fact.complaint_entered(complaint) in period
    }


def _drafts(facts: Iterable[CaseFact], day: date, working_days: WorkingDays) -> int:
    return sum(fact.waits_unregistered(day) and working_days(fact.begun, day) >= 1 for fact in facts)


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

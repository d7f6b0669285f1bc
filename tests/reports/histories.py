"""Any history that an office could have: cases registered, closed, merged, reopened and discarded on any day.

Days and changes are drawn one by one, so that a failure shrinks to few; what hangs on a case comes from one number.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from casework.cases.workflow import AssessmentKind, ChangeKind, ComplainantCategory, Nature, OutcomeKind
from casework.members.workflow import Platform, Tier
from casework.reports.facts import (
    ActionFact,
    CaseFact,
    Change,
    ClauseFact,
    ComplaintFact,
    Period,
    RemovalFact,
)
from casework.reports.figures import Figures, committee_figures
from casework.takedowns.workflow import Ground, RequestStatus, Route

T = TypeVar("T")
DAY_ONE = date(2025, 10, 1)
AUTHORITIES = ["Ashby", "Brook", "Cold Fen"]
CLAUSES = [ClauseFact(reference, "A title") for reference in ("A4", "A8", "G2a", "R9")]
CATEGORIES = list(ComplainantCategory)[:4]
PLATFORMS = list(Platform)[:4]
ROUTES = [route.label for route in Route][:4]
GROUNDS = [ground.label for ground in Ground][:4]
NEXT = {
    ChangeKind.REGISTERED: [ChangeKind.CLOSED, ChangeKind.MERGED],
    ChangeKind.REOPENED: [ChangeKind.CLOSED, ChangeKind.MERGED],
    ChangeKind.CLOSED: [ChangeKind.REOPENED],
    ChangeKind.MERGED: [ChangeKind.REOPENED],
}
offsets = st.integers(0, 400)
drawn_cases = st.tuples(
    offsets, st.integers(0, 60), st.lists(st.integers(0, 120), max_size=6), st.integers(0, 10**6)
)


def day(offset: int) -> date:
    """Return the day so many days into the first half-year."""
    return DAY_ONE + timedelta(days=offset)


def histories(least: int = 0, most: int = 10) -> st.SearchStrategy[list[CaseFact]]:
    """Return the cases of an office."""
    drawn = st.lists(drawn_cases, min_size=least, max_size=most)
    return drawn.map(lambda rows: [_case(number, *row) for number, row in enumerate(rows, 1)])


def periods() -> st.SearchStrategy[Period]:
    """Return any period."""
    return st.tuples(offsets, st.integers(0, 200)).map(lambda pair: Period(day(pair[0]), day(sum(pair))))


def tally(facts: list[CaseFact], period: Period) -> Figures:
    """Count with a calendar on which every day is worked."""
    return committee_figures(
        facts, period, today=day(2000), working_days=lambda start, end: (end - start).days
    )


def _case(number: int, began: int, delay: int, gaps: list[int], seed: int) -> CaseFact:
    dice = Random(seed)

    def later() -> date:
        return day(began + dice.randint(0, 120))

    def perhaps() -> date | None:
        return dice.choice([None, later()])

    def some(values: Sequence[T], most: int) -> list[T]:
        return dice.choices(values, k=dice.randint(0, most))

    return CaseFact(
        reference=f"SMC/2026/{number:04}",
        begun=day(began),
        received=day(began - delay),
        changes=_changes(dice, began, gaps),
        nature=dice.choice(list(Nature)),
        authorities=frozenset(some(AUTHORITIES, 2)),
        tiers=frozenset(some(list(Tier), 2)),
        assessments=tuple((later(), kind) for kind in some(list(AssessmentKind), 2)),
        outcomes=tuple((later(), kind) for kind in some(list(OutcomeKind), 2)),
        clauses=frozenset(some(CLAUSES, 3)),
        platforms=frozenset(some(PLATFORMS, 2)),
        complaints=tuple(ComplaintFact(day(began - delay), kind, later()) for kind in some(CATEGORIES, 3)),
        removals=tuple(
            RemovalFact(
                later(),
                perhaps(),
                perhaps(),
                perhaps(),
                answered=perhaps(),
                route=dice.choice(ROUTES),
                grounds=frozenset(some(GROUNDS, 2)),
                platforms=frozenset(platform.label for platform in some(PLATFORMS, 2)),
                outcome=dice.choice(list(RequestStatus)).label,
                reappeared=dice.random() < 0.2,
            )
            for _ in range(dice.randint(0, 2))
        ),
        actions=tuple(ActionFact(perhaps(), perhaps(), perhaps()) for _ in range(dice.randint(0, 2))),
    )


def _changes(dice: Random, began: int, gaps: list[int]) -> tuple[Change, ...]:
    """Return a lawful history, one change for each gap of days; the first of a few is that the draft is discarded."""
    made: list[Change] = []
    when = began
    for gap in gaps:
        when += gap
        following = NEXT[made[-1].kind] if made else [*[ChangeKind.REGISTERED] * 5, ChangeKind.DISCARDED]
        made.append(Change(day(when), dice.choice(following)))
        if made[-1].kind is ChangeKind.DISCARDED:
            break
    return tuple(made)

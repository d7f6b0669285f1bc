"""The committee's figures: they add up, they chain, and nothing can be kept out of them."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.cases.workflow import AssessmentKind, ChangeKind, ComplainantCategory, OutcomeKind
from casework.errors import DomainError
from casework.members.workflow import Platform
from casework.reports.balance import DoesNotAddUp
from casework.reports.facts import (
    ActionFact,
    CaseFact,
    Change,
    ClauseFact,
    ComplaintFact,
    Period,
    RemovalFact,
    Standing,
)
from casework.reports.figures import AT_ASSESSMENT, NOT_DECIDED, Figures, committee_figures
from casework.working_days import working_days_between
from tests.reports.fenbridge import BEFORE, HALF_YEAR, TODAY, cases, figures
from tests.reports.histories import histories, periods, tally

LATER = date(2030, 1, 1)
REGISTERED, CLOSED, REOPENED, MERGED = (
    ChangeKind.REGISTERED,
    ChangeKind.CLOSED,
    ChangeKind.REOPENED,
    ChangeKind.MERGED,
)


def case(
    *changes: tuple[date, ChangeKind], number: int = 1, received: date | None = None, **more: object
) -> CaseFact:
    """Return a case with these changes; begun on the day of the first."""
    begun = changes[0][0] if changes else date(2026, 4, 1)
    fact = CaseFact(f"SMC/2026/{number:04}", begun, received or begun, tuple(Change(*c) for c in changes))
    return replace(fact, **more)  # type: ignore[arg-type]


def count(facts: list[CaseFact], period: Period = HALF_YEAR, today: date = LATER) -> Figures:
    return committee_figures(facts, period, today=today, working_days=working_days_between)


def balance(found: Figures) -> tuple[int, int, int, int, int, int]:
    return (found.opening, found.received, found.reopened, found.closed, found.merged, found.open)


@given(histories(), periods())
def test_opening_received_and_reopened_less_closed_and_merged_is_what_is_open(
    facts: list[CaseFact], period: Period
) -> None:
    found = tally(facts, period)
    assert found.opening + found.received + found.reopened - found.closed - found.merged == found.open
    assert found.open == sum(fact.standing(period.end) is Standing.OPEN for fact in facts)
    assert (
        sum(line.count if line.sign in {"", "+"} else -line.count for line in found.sum_lines[:5])
        == found.open
    )


@given(histories(), st.lists(st.integers(0, 100), min_size=2, max_size=5))
def test_each_period_opens_with_what_the_one_before_left_open(
    facts: list[CaseFact], lengths: list[int]
) -> None:
    start, chain = date(2025, 9, 1), []
    for length in lengths:
        period = Period(start, start + timedelta(days=length))
        chain.append(tally(facts, period))
        start = period.end + timedelta(days=1)
    assert all(before.open == after.opening for before, after in pairwise(chain))
    whole = tally(facts, Period(date(2025, 9, 1), start - timedelta(days=1)))
    for name in ("received", "reopened", "closed", "merged"):
        assert sum(getattr(part, name) for part in chain) == getattr(whole, name)
    for name in ("asked", "said_done", "seen_gone"):
        assert sum(getattr(part.removals, name) for part in chain) == getattr(whole.removals, name)


@given(histories(), st.lists(st.integers(0, 100), min_size=2, max_size=5))
def test_what_a_case_is_about_is_told_in_the_report_of_one_period_alone(
    facts: list[CaseFact], lengths: list[int]
) -> None:
    start, seen = date(2025, 9, 1), Counter[tuple[str, str]]()
    for length in lengths:
        period = Period(start, start + timedelta(days=length))
        found = tally(facts, period)
        registered = {fact.reference for fact in facts if fact.registered() in period}
        assert {line.reference for line in found.cases if line.entered} == registered
        for name in ("clauses", "platforms", "authorities", "tiers"):
            counted = getattr(found, name)
            assert counted.total + counted.without == len(registered)
            seen.update((name, unit) for unit in frozenset[str]().union(*counted.members.values()))
        start = period.end + timedelta(days=1)
    assert all(times == 1 for times in seen.values())


@given(histories(), periods())
def test_every_total_of_a_table_is_the_number_of_what_it_counts(
    facts: list[CaseFact], period: Period
) -> None:
    found = tally(facts, period)
    cases_told = len(found.cases)
    for rows in (found.statuses, found.outcomes):
        assert sum(number for _, number in rows) == cases_told
    assert found.assessments.total + found.assessments.without == cases_told
    for breakdown in (found.clauses, found.platforms, found.authorities):
        assert breakdown.total + breakdown.without == found.received
    assert found.complainants.total == sum(number for _, number in found.complainants.rows)
    assert found.complainants.total == found.complaints
    assert dict(found.statuses)[Standing.OPEN.label] == found.open


@given(histories(), periods())
def test_a_case_is_told_of_if_it_was_open_on_some_day_of_the_period(
    facts: list[CaseFact], period: Period
) -> None:
    told = {line.reference for line in tally(facts, period).cases}
    lasting = [period.start + timedelta(days=n) for n in range(-1, (period.end - period.start).days + 1)]
    for fact in facts:
        open_at_an_evening = any(fact.standing(day) is Standing.OPEN for day in lasting)
        came_and_went = {REGISTERED, REOPENED} & set(fact.changes_in(period))
        assert (fact.reference in told) == bool(open_at_an_evening or came_and_went)


@given(histories(), periods(), st.randoms())
def test_the_order_in_which_cases_come_does_not_matter(
    facts: list[CaseFact], period: Period, dice: object
) -> None:
    shuffled = facts[:]
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert tally(facts, period) == tally(shuffled, period)


def test_a_worked_half_year() -> None:
    facts = [
        case((date(2026, 1, 5), REGISTERED), number=1),
        case((date(2026, 2, 5), REGISTERED), (date(2026, 5, 1), CLOSED), number=2),
        case((date(2026, 4, 1), REGISTERED), (date(2026, 9, 30), CLOSED), number=3),
        case((date(2026, 6, 1), REGISTERED), (date(2026, 6, 9), MERGED), number=4),
        case(
            (date(2025, 11, 1), REGISTERED),
            (date(2026, 3, 1), CLOSED),
            (date(2026, 8, 1), REOPENED),
            number=5,
        ),
        case((date(2025, 11, 1), REGISTERED), (date(2026, 3, 31), CLOSED), number=6),
        case((date(2026, 10, 1), REGISTERED), number=7),
    ]
    found = count(facts)
    assert balance(found) == (2, 2, 1, 2, 1, 2)
    assert [line.reference[-1] for line in found.cases] == ["1", "2", "3", "4", "5"]


def test_a_case_registered_closed_and_reopened_on_one_day_counts_each_step() -> None:
    day = date(2026, 5, 5)
    assert balance(count([case((day, REGISTERED), (day, CLOSED), (day, REOPENED))])) == (0, 1, 1, 1, 0, 1)


@pytest.mark.parametrize(
    "changes",
    [
        [(date(2026, 5, 1), REGISTERED), (date(2026, 5, 2), CLOSED), (date(2026, 5, 3), CLOSED)],
        [(date(2026, 5, 1), REGISTERED), (date(2026, 5, 2), REOPENED)],
        [(date(2026, 5, 1), REGISTERED), (date(2026, 5, 2), CLOSED), (date(2026, 5, 3), MERGED)],
        [(date(2026, 5, 1), CLOSED), (date(2026, 5, 2), REGISTERED)],
        [(date(2026, 5, 1), REGISTERED), (date(2026, 5, 2), REGISTERED)],
    ],
)
def test_a_history_that_contradicts_itself_is_named_and_no_figures_are_made(
    changes: list[tuple[date, ChangeKind]],
) -> None:
    with pytest.raises(DoesNotAddUp, match=r"SMC/2026/0042.*Correct the history"):
        count([case(*changes, number=42)])


def test_a_case_received_before_the_period_and_registered_in_it_is_received_in_it_and_named() -> None:
    late = case((date(2026, 4, 10), REGISTERED), received=date(2026, 3, 20), number=7)
    before, now = count([late], BEFORE), count([late])
    assert balance(before) == (0, 0, 0, 0, 0, 0)
    assert balance(now) == (0, 1, 0, 0, 0, 1)
    assert now.late_logged == ("SMC/2026/0007",)
    assert not before.late_logged


def test_a_draft_shows_beside_the_sum_once_it_is_a_working_day_old() -> None:
    friday = date(2026, 5, 1)  # followed by a weekend and the May bank holiday
    draft = CaseFact("Draft 3", begun=friday, received=friday)
    drafts = {day: count([draft], Period(friday, date(2026, 5, day))).drafts for day in (1, 3, 4, 5)}
    assert drafts == {1: 0, 3: 0, 4: 0, 5: 1}
    assert count([draft]).open == 0


def test_a_draft_is_not_old_before_its_day_has_come() -> None:
    draft = CaseFact("Draft 3", begun=date(2026, 5, 11), received=date(2026, 5, 11))
    assert count([draft], today=date(2026, 5, 11)).drafts == 0
    assert count([draft], today=date(2026, 5, 12)).drafts == 1


def test_a_registered_or_discarded_draft_no_longer_waits() -> None:
    day = date(2026, 5, 11)
    for kind in (REGISTERED, ChangeKind.DISCARDED):
        ended = CaseFact("Draft 3", day, day, (Change(date(2026, 5, 20), kind),))
        assert count([ended], Period(day, date(2026, 5, 19))).drafts == 1
        assert count([ended], Period(day, date(2026, 5, 20))).drafts == 0


def test_complaints_about_one_case_are_counted_apart_from_the_case() -> None:
    day = date(2026, 5, 1)
    made = tuple(ComplaintFact(day, ComplainantCategory.PUBLIC, day) for _ in range(3))
    found = count([case((day, REGISTERED), complaints=made)])
    assert (found.received, found.complaints) == (1, 3)


def test_an_assessment_decision_is_not_an_outcome() -> None:
    day = date(2026, 5, 1)
    found = count([case((day, REGISTERED), (day, CLOSED), assessments=((day, AssessmentKind.NO_ACTION),))])
    assert dict(found.outcomes)[AT_ASSESSMENT] == 1
    assert found.assessments.rows == ((AssessmentKind.NO_ACTION.label, 1),)


def test_what_is_decided_after_the_period_is_not_in_it() -> None:
    day, later = date(2026, 5, 1), date(2026, 10, 1)
    decided = case(
        (day, REGISTERED),
        (later, CLOSED),
        assessments=((day, AssessmentKind.INVESTIGATE), (later, AssessmentKind.NO_ACTION)),
        outcomes=((later, OutcomeKind.BREACH),),
    )
    [line] = count([decided]).cases
    assert (line.assessment, line.outcome, line.resolved) == (
        AssessmentKind.INVESTIGATE.label,
        NOT_DECIDED,
        None,
    )


def test_reopening_a_case_undoes_its_outcome_and_a_new_one_replaces_it() -> None:
    first, again, last = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
    reopened = case(
        (first, REGISTERED), (first, CLOSED), (again, REOPENED), outcomes=((first, OutcomeKind.NO_BREACH),)
    )
    [line] = count([reopened]).cases
    assert (line.standing, line.outcome, line.resolved) == (Standing.OPEN, NOT_DECIDED, None)
    decided = replace(
        reopened,
        changes=(*reopened.changes, Change(last, CLOSED)),
        outcomes=(*reopened.outcomes, (last, OutcomeKind.BREACH)),
    )
    [line] = count([decided]).cases
    assert (line.standing, line.outcome, line.resolved) == (Standing.CLOSED, OutcomeKind.BREACH.label, last)


def test_time_taken_runs_in_working_days_from_receipt_to_the_outcome() -> None:
    received = date(2026, 4, 2)  # the Thursday before Easter
    quick = case(
        (received, REGISTERED), (date(2026, 4, 8), CLOSED), outcomes=((date(2026, 4, 7), OutcomeKind.BREACH),)
    )
    slow = case((received, REGISTERED), (date(2026, 4, 17), CLOSED), number=2)
    taken = count([quick, slow]).time_taken
    assert taken is not None
    assert (taken.cases, taken.shortest, taken.longest, taken.median) == (2, 1, 9, 5)
    assert count([quick, slow], BEFORE).time_taken is None


def test_said_to_be_done_is_never_seen_gone() -> None:
    day = date(2026, 5, 1)
    asked = (
        RemovalFact(day, said_done=date(2026, 5, 2)),
        RemovalFact(day, seen_gone=date(2026, 10, 2)),
        RemovalFact(date(2026, 3, 1), said_done=day, seen_gone=day),
        RemovalFact(day, ended=date(2026, 5, 9)),
    )
    removals = count([case((day, REGISTERED), removals=asked)]).removals
    assert (removals.asked, removals.said_done, removals.seen_gone, removals.waiting) == (3, 2, 1, 2)


def test_an_action_is_outstanding_from_the_day_it_is_set_until_it_is_done() -> None:
    end = HALF_YEAR.end
    actions = (
        ActionFact(due=date(2026, 9, 1)),
        ActionFact(due=end),
        ActionFact(due=date(2026, 9, 1), done=date(2026, 9, 2)),
        ActionFact(done=date(2026, 10, 1)),
        ActionFact(set_on=date(2026, 10, 1)),
    )
    found = count([case((date(2026, 5, 1), REGISTERED), actions=actions)]).actions
    assert (found.outstanding, found.overdue) == (3, 1)


def test_a_case_counts_once_under_each_of_its_clauses_and_platforms() -> None:
    day = date(2026, 5, 1)
    a8, g2a = ClauseFact("A8", "Offensive material"), ClauseFact("G2a", "Respect")
    facts = [
        case((day, REGISTERED), clauses=frozenset({a8, g2a}), platforms=frozenset({Platform.X})),
        case((day, REGISTERED), number=2, clauses=frozenset({a8})),
        case((day, REGISTERED), number=3),
    ]
    found = count(facts)
    assert found.clauses.rows == (("A8 Offensive material", 2), ("G2a Respect", 1))
    assert (found.clauses.total, found.clauses.without) == (2, 1)
    assert (found.platforms.total, found.platforms.without) == (1, 2)


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(DomainError, match="ends before it starts"):
        Period(date(2026, 4, 2), date(2026, 4, 1))


def test_the_fictional_office_adds_up() -> None:
    found = figures(cases())
    assert balance(found) == (7, 14, 1, 8, 2, 12)
    assert Counter(line.standing for line in found.cases)[Standing.OPEN] == 12
    assert figures(cases(), BEFORE).open == found.opening
    assert found.drafts == 1
    assert HALF_YEAR.end < TODAY

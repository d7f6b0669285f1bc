"""The pure rules of a case, for whatever anybody may record."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.cases.deadlines import Allowances, due_dates
from casework.cases.namesakes import alike
from casework.cases.queries import read_reference
from casework.cases.workflow import (
    AssessmentKind,
    CaseAction,
    CaseStatus,
    actions_from,
    days_of_conduct,
    next_status,
)
from casework.errors import NotPossible
from tests.cases.test_deadlines import DAYS, Matter

NAMES = st.text("ÀBCdé'’ -.", max_size=20)


@given(st.lists(st.tuples(DAYS, DAYS).map(sorted).map(tuple), min_size=1))
def test_conduct_runs_from_the_first_day_of_its_posts_to_the_last(days: list[tuple[date, date]]) -> None:
    first, last = days_of_conduct(days)
    assert first is not None
    assert last is not None
    assert all(first <= start and end <= last for start, end in days)
    assert {first, last} <= {day for part in days for day in part}


@given(st.lists(st.tuples(DAYS, st.none() | DAYS)), st.integers(0))
def test_one_post_without_a_date_leaves_the_code_open_whatever_the_others_say(
    days: list[tuple[date, date | None]], place: int
) -> None:
    at = place % (len(days) + 1)
    assert days_of_conduct([*days[:at], (None, None), *days[at:]]) == (None, None)


@given(DAYS)
def test_a_post_of_one_day_is_conduct_of_that_day(day: date) -> None:
    assert days_of_conduct([(day, None)]) == (day, day)


@given(st.sampled_from(CaseStatus), st.sampled_from(CaseAction))
def test_what_the_page_offers_is_what_the_rules_allow(status: CaseStatus, action: CaseAction) -> None:
    if action in actions_from(status):
        assert next_status(status, action) is not status
    else:
        with pytest.raises(NotPossible):
            next_status(status, action)


@given(st.integers(1000, 9999), st.integers(1, 999_999), st.sampled_from(["", "SMC/", "smc ", "Mo-"]))
def test_a_reference_is_read_with_or_without_its_prefix_and_noughts(
    year: int, number: int, prefix: str
) -> None:
    assert read_reference(f" {prefix}{year}/{number:04} ") == (year, number)
    assert read_reference(f"{prefix}{year}/{number}") == (year, number)


@given(st.text(max_size=30))
def test_whatever_else_is_typed_is_no_reference_or_a_whole_one(words: str) -> None:
    found = read_reference(words)
    assert found is None or all(part >= 0 for part in found)


@given(NAMES, NAMES)
def test_names_are_alike_both_ways_and_a_name_is_alike_itself(one: str, other: str) -> None:
    assert alike(one, other) is alike(other, one)
    assert alike(one, one) or not alike(one, other), "a name without a word is nobody’s"


@given(DAYS, st.integers(1, 60), st.integers(1, 60))
def test_a_longer_time_limit_is_never_due_sooner(received: date, days: int, more: int) -> None:
    def acknowledge_by(limit: int) -> date:
        matter = Matter(received, acknowledge_from=received, assessment=AssessmentKind.INVESTIGATE)
        [due] = due_dates(matter, [], Allowances(acknowledge_days=limit, assess_days=1))
        return due.on

    assert received < acknowledge_by(days) < acknowledge_by(days + more)

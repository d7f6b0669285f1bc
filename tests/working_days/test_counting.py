"""Working days are Monday to Friday, less bank holidays and the council's closures."""

from collections.abc import Collection
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.working_days import add_working_days, in_words, is_working_day, working_days_between

DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))
CLOSURES = st.frozensets(st.dates(date(2019, 1, 1), date(2031, 12, 31)), max_size=12)


def _one_by_one(start: date, end: date, closures: Collection[date]) -> int:
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day, closures) for day in days)


@given(DAYS, st.timedeltas(timedelta(0), timedelta(days=400)), CLOSURES)
def test_a_span_counts_the_same_as_going_through_it_day_by_day(
    start: date, length: timedelta, closures: frozenset[date]
) -> None:
    end = start + timedelta(days=length.days)
    assert working_days_between(start, end, closures) == _one_by_one(start, end, closures)


@given(DAYS, st.data())
def test_a_closure_on_a_weekend_a_bank_holiday_or_beside_the_span_takes_nothing_off(
    start: date, data: st.DataObject
) -> None:
    end = start + timedelta(days=21)
    around = st.integers(-7, 28).map(lambda number: start + timedelta(days=number))
    closures = data.draw(st.frozensets(around))
    assert working_days_between(start, end, closures) == _one_by_one(start, end, closures)


@given(DAYS, DAYS, CLOSURES)
def test_a_span_counted_backwards_is_the_same_number_below_nought(
    one: date, other: date, closures: frozenset[date]
) -> None:
    assert working_days_between(one, other, closures) == -working_days_between(other, one, closures)


@given(DAYS, st.integers(1, 60), CLOSURES)
def test_the_end_of_a_period_of_so_many_working_days_lies_so_many_working_days_on(
    start: date, days: int, closures: frozenset[date]
) -> None:
    end = add_working_days(start, days, closures)
    assert is_working_day(end, closures)
    assert working_days_between(start, end, closures) == days


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 11, 19), "1 working day overdue"),
        (date(2026, 11, 20), "overdue since Friday"),
        (date(2026, 11, 22), "due today"),
        (date(2026, 11, 23), "1 working day left"),
        (date(2026, 12, 29), "25 working days left"),
    ],
)
def test_what_is_due_is_said_in_working_days_as_seen_on_a_sunday(due: date, words: str) -> None:
    assert in_words(due, date(2026, 11, 22)) == words


def test_what_is_due_on_a_day_off_says_that_no_working_day_is_left() -> None:
    assert in_words(date(2026, 11, 22), date(2026, 11, 21)) == "due before the next working day"

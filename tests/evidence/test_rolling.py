"""Every original is hashed again within a month, however the store grows and shrinks."""

from hypothesis import given
from hypothesis import strategies as st

from casework.evidence.rolling import NIGHTS, OVERDUE_AFTER, quota

MONTH = 31


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), min_size=1, max_size=120))
def test_no_original_stays_unchecked_for_longer_than_a_month(nights: list[tuple[int, int]]) -> None:
    ages: list[int] = []  # days since each was checked, the longest unchecked first
    for received, destroyed in nights:
        ages = sorted([age + 1 for age in ages] + [0] * received, reverse=True)[destroyed:]
        due = quota(len(ages), sum(age > OVERDUE_AFTER for age in ages))
        ages = sorted(ages[due:] + [0] * min(due, len(ages)), reverse=True)
        assert max(ages, default=0) <= MONTH


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_no_more_are_due_than_there_are_and_some_whenever_there_are_any(total: int, overdue: int) -> None:
    due = quota(total, min(overdue, total))
    assert 0 <= due <= total
    assert bool(due) == bool(total)
    assert due * NIGHTS >= total

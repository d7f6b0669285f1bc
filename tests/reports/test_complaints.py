"""A complaint is counted once: in the report of the period in which it enters the books."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casework.cases.workflow import ComplainantCategory
from casework.reports.facts import CaseFact, ComplaintFact, Period
from tests.reports.histories import histories, tally
from tests.reports.test_figures import CLOSED, REGISTERED, case, count


def test_a_complaint_entered_late_counts_once_in_the_period_in_which_it_is_entered() -> None:
    public = ComplainantCategory.PUBLIC
    march, august, winter = date(2026, 3, 3), date(2026, 8, 8), date(2026, 11, 11)
    made = (
        ComplaintFact(march, public, march),  # waited with the draft until the case was registered
        ComplaintFact(august, public, august),
        ComplaintFact(
            august, ComplainantCategory.CLERK, winter
        ),  # entered when the half-year's report was out
    )
    closed = case((date(2026, 4, 2), REGISTERED), (date(2026, 9, 1), CLOSED), received=march, complaints=made)
    draft = CaseFact("Draft 3", august, august, complaints=(ComplaintFact(august, public, august),))
    now = count([closed, draft])
    assert (now.complaints, now.late_complaints, now.complainants.rows) == (2, 1, ((public.label, 2),))
    assert now.cases[0].complainants == (public.label,)
    later = count([closed, draft], Period(date(2026, 10, 1), date(2027, 3, 31)))
    assert (later.complaints, later.late_complaints, later.cases) == (1, 1, ())
    assert later.complainants.rows == ((ComplainantCategory.CLERK.label, 1),)


@given(histories(), st.lists(st.integers(0, 100), min_size=2, max_size=5))
def test_each_complaint_is_counted_in_the_report_of_one_period_alone_and_under_one_category(
    facts: list[CaseFact], lengths: list[int]
) -> None:
    start, counted = date(2025, 9, 1), 0
    for length in lengths:
        found = tally(facts, Period(start, start + timedelta(days=length)))
        assert found.complaints == found.complainants.total == sum(n for _, n in found.complainants.rows)
        assert found.late_complaints <= found.complaints
        counted += found.complaints
        start += timedelta(days=length + 1)
    entered = [fact.complaint_entered(made) for fact in facts for made in fact.complaints]
    assert counted == sum(day is not None and day < start for day in entered)

"""The dates that an office lives by."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases import queries, service
from casework.cases.deadlines import Allowances, DueKind, due_dates, hours_left, notice_limit
from casework.cases.workflow import AssessmentKind, CaseStatus, ComplainantCategory
from casework.council.models import Closure
from casework.database import db, unit_of_work
from casework.working_days import add_working_days
from tests.support.case_factories import make_case

ALLOWED = Allowances(acknowledge_days=5, assess_days=15)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@dataclass
class Matter:
    """A case as the rules see it."""

    received_on: date
    status: CaseStatus = CaseStatus.OPEN
    acknowledge_from: date | None = None
    next_update_on: date | None = None
    assessment: AssessmentKind | None = None


@dataclass
class Errand:
    """An action as the rules see it."""

    what: str
    due_on: date | None
    done_on: date | None = None


@given(DAYS, st.lists(st.builds(Errand, st.text(), st.none() | DAYS, st.none() | DAYS)), st.none() | DAYS)
def test_what_is_due_comes_soonest_first_and_nothing_done_is_due(
    received: date, errands: list[Errand], update: date | None
) -> None:
    found = due_dates(Matter(received, next_update_on=update), errands, ALLOWED)
    assert [item.on for item in found] == sorted(item.on for item in found)
    waiting = [errand for errand in errands if errand.due_on and not errand.done_on]
    assert len([item for item in found if item.kind is DueKind.ACTION]) == len(waiting)
    assert any(item.kind is DueKind.UPDATE for item in found) == (update is not None)


@given(DAYS, st.sampled_from([CaseStatus.CLOSED, CaseStatus.DISCARDED]), DAYS)
def test_nothing_is_due_on_a_case_that_is_shut(received: date, status: CaseStatus, day: date) -> None:
    assert due_dates(Matter(received, status, next_update_on=day), [Errand("Ring", day)], ALLOWED) == []


@given(DAYS)
def test_an_acknowledgement_is_due_in_working_days_until_it_was_given(received: date) -> None:
    asked = {
        item.kind: item.on for item in due_dates(Matter(received, acknowledge_from=received), [], ALLOWED)
    }
    assert asked[DueKind.ACKNOWLEDGE] == add_working_days(received, 5)
    assert asked[DueKind.ASSESS] == add_working_days(received, 15)
    done = Matter(received, assessment=AssessmentKind.INVESTIGATE)
    assert due_dates(done, [], ALLOWED) == []


@given(DAYS)
def test_a_draft_is_to_be_finished_in_one_working_day(received: date) -> None:
    [only] = due_dates(Matter(received, CaseStatus.DRAFT), [], ALLOWED)
    assert (only.kind, only.on) == (DueKind.REGISTER, add_working_days(received, 1))


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_the_72_hours_run_from_becoming_aware_over_weekends_and_clock_changes(
    aware: datetime, passed: timedelta
) -> None:
    left = hours_left(aware, aware + passed)
    assert notice_limit(aware) - aware == timedelta(hours=72)
    assert timedelta(hours=left) <= timedelta(hours=72) - passed < timedelta(hours=left + 1)


def test_the_list_keeps_step_with_what_is_really_due(monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer, received_on=date(2026, 3, 2))
    assert case.next_due_on == date(2026, 3, 9)
    version = case.version
    action = service.add_action(case, actor=monitoring_officer, what="Ring", due_on=date(2026, 3, 4))
    assert case.next_due_on == case.due_order == date(2026, 3, 4)
    assert case.version == version, "another officer at the case's own fields is not disturbed"
    service.finish_action(action, actor=monitoring_officer)
    assert case.next_due_on == date(2026, 3, 9)
    [complaint] = queries.complaints_of(case.id)
    service.change_complaint(complaint, actor=monitoring_officer, acknowledged_on=date(2026, 3, 3))
    assert case.next_due_on == date(2026, 3, 23)
    service.close_case(case, "Resolved", actor=monitoring_officer)
    assert case.due_order == date.max, "nothing is due on a closed case"


def test_each_complaint_is_acknowledged_by_itself_and_the_case_once_all_are(
    monitoring_officer: Officer,
) -> None:
    case = make_case(monitoring_officer, received_on=date(2026, 3, 2))
    later = service.add_complaint(
        case, actor=monitoring_officer, complainant_name="Ash Neighbour", received_on=date(2026, 3, 4)
    )
    [first] = [each for each in queries.complaints_of(case.id) if each.id != later.id]
    service.change_complaint(later, actor=monitoring_officer, acknowledged_on=date(2026, 3, 6))
    assert (case.acknowledged_on, case.next_due_on) == (None, date(2026, 3, 9))
    service.change_complaint(first, actor=monitoring_officer, acknowledged_on=date(2026, 3, 5))
    assert (case.acknowledged_on, case.acknowledge_from) == (date(2026, 3, 6), None)
    service.change_complaint(first, actor=monitoring_officer, acknowledged_on=None)
    assert case.acknowledged_on is None
    service.change_complaint(first, actor=monitoring_officer, withdrawn_on=date(2026, 3, 9))
    assert case.acknowledged_on == date(2026, 3, 6), "nobody waits for an answer to what they withdrew"


@pytest.mark.parametrize(
    ("category", "contact", "due"),
    [
        (ComplainantCategory.ANONYMOUS, "", False),
        (ComplainantCategory.ANONYMOUS, "someone@example.org", True),
        (ComplainantCategory.MONITORING_OFFICER, "", False),
        (ComplainantCategory.PUBLIC, "", True),
    ],
)
def test_an_acknowledgement_is_due_only_where_there_is_somebody_to_write_to(
    monitoring_officer: Officer, category: ComplainantCategory, contact: str, due: bool
) -> None:
    case = service.draft_case(actor=monitoring_officer, description="A post", received_on=date(2026, 3, 2))
    service.change_case(case, actor=monitoring_officer, member_not_identified=True)
    service.add_complaint(case, actor=monitoring_officer, category=category, complainant_contact=contact)
    service.register_case(case, actor=monitoring_officer, pictured=False)
    assert (DueKind.ACKNOWLEDGE in {each.kind for each in service.what_is_due(case)}) is due


def test_a_closure_of_the_council_moves_what_is_due(monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer, received_on=date(2026, 3, 2))
    with unit_of_work():
        closure = Closure(day=date(2026, 3, 4), reason="Burst main")
        db.session.add(closure)
        record(Verb.COUNCIL_CHANGED, actor=monitoring_officer, subject=closure)
    assert service.refresh_all_due() == 1
    assert case.next_due_on == date(2026, 3, 10)

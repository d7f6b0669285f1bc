"""The figures of removal requests: what was asked, what was said, and what was seen."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.database import db
from casework.permissions import Role
from casework.reports.facts import Period, RemovalFact
from casework.reports.queries.requested import removal_facts
from casework.reports.request_tables import request_sections
from casework.reports.requests import RequestFigures, request_figures
from casework.takedowns import queries, service
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import PauseReason, ReplyKind, RequestLink, RequestStatus, Route
from casework.working_days import working_days_between
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.request_factories import date_back, request_in

YEAR = Period(date(2026, 4, 1), date(2027, 3, 31))
EASTER = date(2026, 4, 2)  # Maundy Thursday: Good Friday and Easter Monday follow
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
maybe = st.none() | days
facts = st.builds(
    RemovalFact,
    days,
    maybe,
    maybe,
    maybe,
    answered=maybe,
    route=st.sampled_from(["The councillor", "Police"]),
    grounds=st.frozensets(st.sampled_from(["Personal data", "Confidential information"])),
    platforms=st.frozensets(st.sampled_from(["X", "Facebook"])),
    outcome=st.sampled_from(["Refused", "Verified removed"]),
)


def count(*found: RemovalFact) -> RequestFigures:
    return request_figures(found, YEAR, working_days_between)


def test_days_to_an_answer_are_working_days_so_easter_does_not_count() -> None:
    fact = RemovalFact(EASTER, answered=EASTER + timedelta(days=6), route="The councillor")
    assert count(fact).whole.days_to_answer == 2


def test_a_pause_is_not_held_against_whoever_was_asked() -> None:
    paused = (date(2026, 6, 2), date(2026, 6, 9))
    fact = RemovalFact(date(2026, 6, 1), answered=date(2026, 6, 11), paused=(paused,))
    assert working_days_between(fact.asked, date(2026, 6, 11)) == 8
    assert count(fact).whole.days_to_answer == 3


def test_the_median_of_an_even_number_lies_between_the_middle_two() -> None:
    answers = [RemovalFact(date(2026, 6, 1), answered=date(2026, 6, 1 + n)) for n in (1, 4)]
    assert count(*answers).whole.days_to_answer == 2.5


def test_what_was_said_to_be_done_is_told_apart_from_what_was_seen() -> None:
    said = date(2026, 6, 3)
    found = count(
        RemovalFact(
            date(2026, 6, 1), said_done=said, seen_gone=said, verified=True, outcome="Verified removed"
        ),
        RemovalFact(date(2026, 6, 1), said_done=said, seen_gone=said, outcome="Still there"),
        RemovalFact(date(2026, 6, 1), outcome="Refused"),
    )
    assert found.claimed == (("Still there", 1), ("Verified removed", 1))
    assert (found.whole.gone, found.whole.verified) == (2, 1), "one look without proof verifies nothing"


@pytest.mark.parametrize(
    ("status", "verified"),
    [
        (RequestStatus.VERIFIED_REMOVED, True),
        (RequestStatus.REAPPEARED, True),
        (RequestStatus.STILL_AVAILABLE, False),
        (RequestStatus.COMPLIED, False),
    ],
)
def test_only_what_two_looks_showed_counts_as_verified(
    sam: Officer, status: RequestStatus, verified: bool
) -> None:
    request = request_in(status, sam)
    [fact] = removal_facts(RemovalRequest.id == request.id)[request.case_id]
    assert fact.verified is verified


@given(st.lists(facts, max_size=12))
def test_every_table_of_a_kind_that_each_request_has_once_adds_up(found: list[RemovalFact]) -> None:
    figures = count(*found)
    sent = sum(fact.asked in YEAR for fact in found)
    for lines in (figures.by_route, figures.by_outcome):
        assert sum(line.asked for line in lines) == sent == figures.whole.asked
        assert sum(line.answered for line in lines) == figures.whole.answered
    assert sum(number for _, number in figures.claimed) <= sent
    assert figures.routes.total == sent


@given(st.lists(facts, max_size=12))
def test_no_figure_is_below_nothing_and_every_table_can_be_shown(found: list[RemovalFact]) -> None:
    figures = count(*found)
    for line in (*figures.by_route, *figures.by_ground, *figures.by_platform, *figures.by_outcome):
        assert 0 <= line.answered <= line.asked
        assert line.days_to_answer is None or line.days_to_answer >= 0
    assert request_sections(figures)


@pytest.fixture
def sam(app: object) -> Officer:
    return make_officer(Role.STANDARDS_OFFICER, name="Sam Standards")


def answered(sam: Officer) -> Case:
    """A case with a request to the police that was declined."""
    request = request_in(RequestStatus.SENT, sam)
    date_back(request, 7)
    service.record_reply(
        request, actor=sam, kind=ReplyKind.REFUSED, received_on=clock.today(), words="No, thank you"
    )
    return db.session.get_one(Case, request.case_id)


def test_the_page_counts_what_was_sent_and_says_how_it_stands(client: Browserless, sam: Officer) -> None:
    answered(sam)
    request_in(RequestStatus.DRAFT, sam)
    page = client.sign_in(sam).get("/removal-requests/figures")
    assert "1 request sent" in page.words
    assert RequestStatus.REFUSED.label in page.words
    assert Route.COUNCILLOR.label in page.words


def test_a_post_that_came_back_and_a_pause_count_with_the_request_that_was_sent(sam: Officer) -> None:
    request = request_in(RequestStatus.AUTHORISED, sam)
    service.send(request, actor=sam, sent_on=clock.today(), sent_how="By e-mail")
    service.pause(request, actor=sam, kind=PauseReason.OTHER, words="They are ill", from_day=clock.today())
    case = db.session.get_one(Case, request.case_id)
    service.draft_request(
        case,
        actor=sam,
        posts=queries.posts_in(request),
        clauses=queries.clauses_in(request),
        recipient=request.recipient,
        parent=request,
        link=RequestLink.REAPPEARED,
    )
    (fact,) = (fact for found in removal_facts().values() for fact in found)
    assert fact.reappeared
    assert fact.paused == ((clock.today() - timedelta(days=1), clock.today()),)


def test_a_case_behind_a_wall_is_in_nobodys_figures_who_may_not_see_it(
    client: Browserless, sam: Officer
) -> None:
    case = answered(sam)
    cases.raise_wall(case, sam, "A relative", actor=make_officer(Role.MONITORING_OFFICER))
    assert "No removal request was sent" in client.sign_in(sam).get("/removal-requests/figures").words


def test_a_period_that_makes_no_sense_is_named_and_the_year_is_shown(
    client: Browserless, sam: Officer
) -> None:
    asked = "period_from-day=2&period_from-month=5&period_from-year=2026"
    page = client.sign_in(sam).get(f"/removal-requests/figures?{asked}")
    assert "Give both days" in page.words
    wrong = f"{asked}&period_to-day=1&period_to-month=5&period_to-year=2026"
    assert "ends before it starts" in client.get(f"/removal-requests/figures?{wrong}").words


def test_the_spreadsheet_holds_the_very_tables_of_the_page_and_is_on_the_record(
    client: Browserless, sam: Officer
) -> None:
    answered(sam)
    file = client.sign_in(sam).http.get("/removal-requests/figures.xlsx")
    book = load_workbook(BytesIO(file.data))
    cells = [
        cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell is not None
    ]
    assert Route.COUNCILLOR.label in cells
    assert RequestStatus.REFUSED.label in cells
    trail = client.sign_in(make_officer(Role.AUDITOR)).get("/audit").words
    assert "exported the figures of removal requests from" in trail

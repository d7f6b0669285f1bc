"""What each officer finds when they come in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.cases.workflow import (
    AssessmentKind,
    AssignmentKind,
    Confidentiality,
    FindingKind,
    OutcomeKind,
)
from casework.council.queries import KEPT
from casework.database import db
from casework.desk.queries import items
from casework.desk.queries.items import Item
from casework.desk.queries.on_cases import hours_in_words
from casework.desk.queries.work import unread, work_of
from casework.evidence import service as evidence
from casework.outbox.service import notify
from casework.permissions import Role
from casework.procedure import service as procedure
from casework.takedowns import service as takedowns
from casework.takedowns.workflow import RequestStatus
from casework.words import YesNo
from tests.support.case_factories import make_case, make_councillor, make_draft
from tests.support.client import Browserless
from tests.support.code_factories import load_codes, make_allegation, make_dated_case, prepare_finding
from tests.support.evidence_factories import make_exhibit
from tests.support.factories import make_officer
from tests.support.request_factories import approve, make_request, request_in

LONG_AGO = timedelta(days=90)


def lines(officer: Officer) -> list[Item]:
    work = work_of(officer)
    return [*work.overdue, *work.coming, *work.undated]


def whats(officer: Officer) -> list[str]:
    return [item.what for item in lines(officer)]


@pytest.fixture
def standards_officer(app: object) -> Officer:
    return make_officer(Role.STANDARDS_OFFICER, name="Sam Standards")


@pytest.fixture
def old_case(standards_officer: Officer) -> Case:
    return make_case(standards_officer, received_on=clock.today() - LONG_AGO)


def test_what_is_overdue_comes_first_and_says_so_in_working_days(
    client: Browserless, standards_officer: Officer, old_case: Case
) -> None:
    new = make_case(standards_officer)
    cases.add_action(new, actor=standards_officer, what="Telephone the resident")
    work = work_of(standards_officer)
    assert {item.case for item in work.overdue} == {old_case.name}
    assert {item.case for item in work.coming} == {new.name}
    assert [item.what for item in work.undated] == ["Telephone the resident"]
    page = client.sign_in(standards_officer).get("/")
    order = [page.words.index(words) for words in ("Overdue (", "Due (", "Waiting for you (")]
    assert order == sorted(order)
    assert "working days overdue" in page.words


def test_of_each_kind_the_first_are_shown_and_the_page_says_that_there_are_more(
    client: Browserless, standards_officer: Officer, old_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "MOST", 2)
    days = [clock.today() + timedelta(days=after) for after in (9, 3, 6)]
    for day in (None, *days):
        cases.add_action(old_case, actor=standards_officer, what=f"By {day}", due_on=day)
    assert [item.due for item in lines(standards_officer) if item.what.startswith("By")] == sorted(days)[:2]
    client.sign_in(standards_officer)
    more = "Of each kind only the first"
    assert more in client.get("/").words
    monkeypatch.undo()
    assert more not in client.get("/").words


def test_each_line_leads_to_where_it_is_done(
    client: Browserless, standards_officer: Officer, old_case: Case
) -> None:
    make_draft(standards_officer)
    cases.add_action(old_case, actor=standards_officer, what="Telephone the resident")
    make_exhibit(standards_officer, old_case.id)
    make_request(standards_officer, case=old_case)
    client.sign_in(standards_officer)
    links = {
        href for words, href in client.get("/").links().items() if old_case.name in words or "Draft" in words
    }
    assert len(links) >= 5
    for href in links:
        assert client.http.get(href, follow_redirects=True).status_code == 200, href


def test_a_draft_waits_for_who_began_it_until_it_is_logged(
    standards_officer: Officer, officer: Callable[..., Officer]
) -> None:
    draft = make_draft(standards_officer)
    [item] = [item for item in lines(standards_officer) if item.case == draft.name]
    assert (item.what, item.view) == ("Finish logging", "intake.draft")
    assert lines(officer(Role.STANDARDS_OFFICER)) == []


def test_anothers_case_is_not_my_work(old_case: Case, officer: Callable[..., Officer]) -> None:
    assert lines(officer(Role.STANDARDS_OFFICER)) == []


def test_an_assessment_waits_with_those_who_decide_and_its_owner_asks_once_it_is_late(
    client: Browserless, standards_officer: Officer, old_case: Case, officer: Callable[..., Officer]
) -> None:
    new = make_case(standards_officer)
    deputy = officer(Role.DEPUTY)
    assert [(item.what, item.case, item.late) for item in lines(deputy)] == [
        ("Decide the assessment", old_case.name, True),
        ("Decide the assessment", new.name, False),
    ]
    asked = [item.case for item in lines(standards_officer) if item.what == "Ask for the assessment decision"]
    assert asked == [old_case.name]
    page = client.sign_in(standards_officer).get(f"/cases/{old_case.id}")
    assert "Ask for the assessment decision" in page.words
    assert "Decide the assessment" not in page.words
    words = client.get(f"/cases/{new.id}").words
    assert "assessment decision" not in words
    assert "Decide the assessment" in client.sign_in(deputy).get(f"/cases/{new.id}").words


def test_a_case_of_which_each_allegation_has_its_finding_waits_for_its_outcome(
    client: Browserless, monitoring_officer: Officer, officer: Callable[..., Officer]
) -> None:
    version, _ = load_codes()
    case = make_dated_case(monitoring_officer)
    allegation = make_allegation(case, version, actor=monitoring_officer)
    prepare_finding(allegation, actor=monitoring_officer)
    decided: dict[str, Any] = {"decision_maker": "Monitoring Officer", "actor": monitoring_officer}
    procedure.decide_assessment(
        case, AssessmentKind.INFORMAL, reasons="Slight", decided_on=clock.today(), **decided
    )
    words, deputy = "Record the outcome: each allegation has its finding", officer(Role.DEPUTY)
    assert words not in whats(deputy)
    procedure.record_finding(
        allegation,
        FindingKind.NO_BREACH,
        reasons="Fair comment",
        authority_to_decide="Arrangements, paragraph 9",
        minute_reference="",
        found_on=clock.today(),
        **decided,
    )
    assert words in whats(deputy)
    assert words not in whats(officer(Role.STANDARDS_OFFICER))
    href = client.sign_in(deputy).get("/").links()[f"{words}, {case.name}"]
    assert client.get(href).heading == "Decisions"
    procedure.decide_outcome(
        case, OutcomeKind.NO_BREACH, reasons="See the finding", decided_on=clock.today(), **decided
    )
    assert words not in whats(deputy)


def test_a_closed_case_wants_nothing(
    standards_officer: Officer, old_case: Case, monitoring_officer: Officer
) -> None:
    cases.add_action(old_case, actor=standards_officer, what="Telephone the resident")
    cases.close_case(old_case, "Settled", actor=monitoring_officer)
    assert lines(standards_officer) == []


def test_an_action_reaches_whom_it_was_given_to_and_once_it_is_late_the_owner_too(
    standards_officer: Officer, officer: Callable[..., Officer]
) -> None:
    case, helper = make_case(standards_officer), officer(Role.STANDARDS_OFFICER)
    action = cases.add_action(
        case, actor=standards_officer, what="Ask the group leader", officer_id=helper.id, due_on=clock.today()
    )
    assert whats(helper) == ["Ask the group leader"]
    assert "Given to somebody else: Ask the group leader" not in whats(standards_officer)
    cases.change_action(action, actor=standards_officer, due_on=clock.today() - timedelta(days=5))
    assert "Given to somebody else: Ask the group leader" in whats(standards_officer)
    cases.finish_action(action, actor=helper)
    assert lines(helper) == []


def test_the_72_hours_are_counted_in_hours_and_reach_those_who_decide(
    standards_officer: Officer, officer: Callable[..., Officer]
) -> None:
    case, deputy = make_case(standards_officer), officer(Role.DEPUTY)
    cases.record_exposure(
        case,
        actor=standards_officer,
        what="An address",
        aware_at=clock.now() - timedelta(hours=70, minutes=1),
    )
    words = "Tell the data protection officer"
    [item] = [item for item in lines(deputy) if item.what == words]
    assert item.due_words == "1 of the 72 hours left"
    cases.record_exposure(case, actor=standards_officer, officer_told_at=clock.now())
    assert words not in whats(deputy)


def test_each_line_says_about_whom_its_case_is(client: Browserless, standards_officer: Officer) -> None:
    make_case(standards_officer, councillor=make_councillor("Kit Sample"))
    client.sign_in(standards_officer)
    assert "Kit Sample" in client.get("/").words


def test_data_was_exposed_and_nobody_said_since_when_we_know(
    client: Browserless, standards_officer: Officer, officer: Callable[..., Officer]
) -> None:
    case, deputy = make_case(standards_officer), officer(Role.DEPUTY)
    procedure.decide_assessment(
        case,
        AssessmentKind.NO_ACTION,
        reasons="Out of scope",
        decision_maker="Monitoring Officer",
        decided_on=clock.today(),
        actor=deputy,
    )
    words = "Say when we became aware of the exposed data: the 72 hours run from then"
    assert words not in whats(deputy)
    cases.change_case(case, actor=standards_officer, personal_data_exposed=YesNo.YES)
    assert words in whats(deputy)
    client.sign_in(deputy)
    assert words in client.get(f"/cases/{case.id}").words
    assert "not recorded that the data protection officer" in client.get(f"/cases/{case.id}/close").words
    told = clock.now()
    cases.record_exposure(
        case, actor=standards_officer, what="An address", aware_at=told, officer_told_at=told
    )
    assert words not in whats(deputy)
    assert "data protection officer" not in client.get(f"/cases/{case.id}/close").words


def test_confidentiality_that_was_asked_for_waits_to_be_decided(
    standards_officer: Officer, officer: Callable[..., Officer]
) -> None:
    case = make_case(standards_officer)
    complaint = cases.add_complaint(
        case, actor=standards_officer, complainant_name="Robin", asks_confidentiality=True
    )
    deputy, words = officer(Role.DEPUTY), "Decide on confidentiality, before the councillor is told"
    assert words in whats(deputy)
    assert words in whats(standards_officer)
    assert words not in whats(officer(Role.STANDARDS_OFFICER))
    cases.decide_confidentiality(complaint, Confidentiality.GRANTED, "At risk", actor=deputy)
    assert words not in whats(deputy)


def test_an_exhibit_asks_what_it_shows_and_who_took_it_until_somebody_says(
    standards_officer: Officer,
) -> None:
    case = make_case(standards_officer)
    exhibits = [make_exhibit(standards_officer, case.id) for _ in range(2)]
    words = "Say what 2 exhibits show, and who took them"
    assert words in whats(standards_officer)
    evidence.describe(exhibits[0], actor=standards_officer, title="A post about the bypass")
    assert "Say what an exhibit shows, and who took it" in whats(standards_officer)


def test_a_destruction_waits_for_the_second_officer_alone(
    monitoring_officer: Officer, officer: Callable[..., Officer]
) -> None:
    case, deputy = make_case(monitoring_officer), officer(Role.DEPUTY)
    exhibit = make_exhibit(monitoring_officer, case.id)
    evidence.propose_destruction(exhibit, actor=monitoring_officer, reason="The wrong file")
    words = f"Decide whether exhibit {exhibit.label} is to be destroyed"
    assert words in whats(deputy)
    assert words not in whats(monitoring_officer)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (1, "1 of the 72 hours left"),
        (-1, "the 72 hours ran out 1 hour ago"),
        (-48, "the 72 hours ran out 48 hours ago"),
        (-49, "the 72 hours ran out 2 days ago"),
        (-1110, "the 72 hours ran out 46 days ago"),
    ],
)
def test_hours_long_past_are_told_in_days(left: int, words: str) -> None:
    assert hours_in_words(left) == words


def test_a_removal_request_waits_for_approval_then_for_whom_it_was_given_to(
    standards_officer: Officer, officer: Callable[..., Officer]
) -> None:
    deputy, handler = officer(Role.DEPUTY), officer(Role.TAKEDOWN_OFFICER)
    request = make_request(standards_officer)
    assert ("Approve the removal request", request.name) in {(item.what, item.case) for item in lines(deputy)}
    assert lines(handler) == []
    approve(request, actor=deputy)
    takedowns.give(request, handler, actor=standards_officer)
    assert request.name not in {item.case for item in lines(deputy)}
    [item] = lines(handler)
    assert (item.case, item.view) == (request.name, "my_requests.show")


def test_an_answer_that_did_not_come_in_time_is_overdue(standards_officer: Officer) -> None:
    request = request_in(RequestStatus.SENT, standards_officer)
    [item] = [item for item in lines(standards_officer) if item.case == request.name]
    assert item.late


@pytest.mark.parametrize("role", [Role.STANDARDS_OFFICER, Role.DEPUTY, Role.TAKEDOWN_OFFICER])
def test_nothing_of_a_case_behind_a_wall_is_anybodys_work(
    monitoring_officer: Officer, officer: Callable[..., Officer], role: Role
) -> None:
    walled = officer(role)
    case = make_case(monitoring_officer, received_on=clock.today() - LONG_AGO)
    cases.record_exposure(case, actor=monitoring_officer, what="An address", aware_at=clock.now())
    exhibit = make_exhibit(monitoring_officer, case.id)
    evidence.propose_destruction(exhibit, actor=monitoring_officer, reason="The wrong file")
    request = make_request(monitoring_officer, case=case)
    if role is Role.TAKEDOWN_OFFICER:
        approve(request, actor=officer(Role.DEPUTY))
        takedowns.give(request, walled, actor=monitoring_officer)
    else:
        cases.add_action(case, actor=monitoring_officer, what="Telephone", officer_id=walled.id)
    cases.add_complaint(case, actor=monitoring_officer, asks_confidentiality=True)
    notify(walled.id, f"Something about {case.name}", "/", case.id)
    assert lines(walled)
    assert unread(walled)
    cases.raise_wall(case, walled, "A relative", actor=monitoring_officer)
    assert lines(walled) == []
    assert not unread(walled)


def test_an_assigned_case_is_there_for_whom_it_was_assigned_to(
    client: Browserless, monitoring_officer: Officer, officer: Callable[..., Officer]
) -> None:
    case, investigator = make_case(monitoring_officer), officer(Role.INVESTIGATOR)
    make_case(monitoring_officer)
    cases.assign(case, investigator, AssignmentKind.INVESTIGATOR, actor=monitoring_officer)
    assert [(item.what, item.case) for item in lines(investigator)] == [
        ("You are on this case as Investigator", case.name)
    ]
    client.sign_in(investigator).get("/")


def test_a_notice_is_put_away_by_whom_it_was_for(
    client: Browserless, standards_officer: Officer, officer: Callable[..., Officer]
) -> None:
    for number in range(3):
        notify(standards_officer.id, f"News {number}", "/")
    newest, middle, oldest = (notice.id for notice in unread(standards_officer))
    other = Browserless(client.app).sign_in(officer(Role.STANDARDS_OFFICER))
    other.post(f"/notices/{oldest}/read", status=404)
    other.post(f"/notices/{newest}/read-up-to")
    assert len(unread(standards_officer)) == 3
    client.sign_in(standards_officer)
    assert "News 1" in client.get("/").words
    client.post(f"/notices/{newest}/read")
    assert [notice.id for notice in unread(standards_officer)] == [middle, oldest]
    client.post(f"/notices/{middle}/read-up-to")
    assert "News" not in client.get("/").words


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.STANDARDS_OFFICER, "When somebody rings, log a suspected breach"),
        (Role.INVESTIGATOR, "To look something up, go to the cases"),
        (Role.TAKEDOWN_OFFICER, "No removal request waits for you"),
        (Role.CLERK, "No report has been issued yet"),
        (Role.AUDITOR, "Audit trail"),
        (Role.ADMINISTRATOR, "Accounts"),
    ],
)
def test_an_empty_page_says_what_to_do(
    client: Browserless, officer: Callable[..., Officer], role: Role, words: str
) -> None:
    assert words in client.sign_in(officer(role)).get("/").words


@pytest.mark.parametrize("role", list(Role))
def test_the_page_costs_each_role_a_fixed_number_of_selects(
    client: Browserless, officer: Callable[..., Officer], count_selects: list[str], role: Role
) -> None:
    viewer, clerk = officer(role), officer(Role.MONITORING_OFFICER)
    client.sign_in(viewer)

    def add() -> None:
        case = make_case(clerk, received_on=clock.today() - LONG_AGO)
        make_request(clerk, case=case, exhibits=False)
        notify(viewer.id, "News", "/")
        if role in {Role.MONITORING_OFFICER, Role.DEPUTY, Role.STANDARDS_OFFICER}:
            cases.assign(case, viewer, AssignmentKind.OWNER, actor=clerk)

    def cost() -> int:
        count_selects.clear()
        client.get("/")
        return len(count_selects)

    add()
    once = cost()
    for _ in range(3):
        add()
    assert cost() == once
    db.session.expunge_all()  # so that nothing is remembered from before, as on a first request
    db.session().info.pop(KEPT, None)
    assert cost() <= 12, "\n".join(count_selects)


def test_what_is_to_be_verified_today_is_counted_for_those_who_handle_it(
    client: Browserless, officer: Callable[..., Officer]
) -> None:
    manager, handler = officer(Role.MONITORING_OFFICER), officer(Role.TAKEDOWN_OFFICER)
    mine = request_in(RequestStatus.COMPLIED, manager, given_to_id=handler.id)
    request_in(RequestStatus.COMPLIED, manager)
    for viewer, count in ((handler, 1), (manager, 2), (officer(Role.INVESTIGATOR), 0)):
        page = client.sign_in(viewer).get("/")
        assert work_of(viewer).to_verify == count
        assert ("/my-requests/to-verify" in page.links().values()) == bool(count)
        assert ("To verify today: " in page.words) == bool(count)
    cases.raise_wall(db.session.get_one(Case, mine.case_id), handler, "A friend", actor=manager)
    assert work_of(handler).to_verify == 0
    assert work_of(handler).nothing

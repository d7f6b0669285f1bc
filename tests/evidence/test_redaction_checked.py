"""A copy of many pages is checked by the worker, while its approver does something else; a crash loses nothing."""

import pytest
from flask import Flask
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.database import db, unit_of_work
from casework.errors import NotPossible
from casework.evidence import service
from casework.evidence.models import Redaction, RedactionCheck
from casework.evidence.redaction.regions import Answer, Question, Reason, Region
from casework.evidence.service import checking
from casework.evidence.workflow import MOST_TRIES, Reader, RedactionStatus
from casework.outbox.models import Notice
from casework.permissions import Role
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit, make_redaction
from tests.support.factories import make_officer

SEEN = {question.value: "covered" for question in Question} | {"readers": ["party", "public"]}
BOX = Region(2, 140, 250, 400, 100, Reason.CONFIDENTIAL)


@pytest.fixture
def drawer(app: Flask) -> Officer:
    return make_officer(Role.STANDARDS_OFFICER)


@pytest.fixture
def letter(app: Flask, drawer: Officer, monitoring_officer: Officer) -> Redaction:
    """A plan over a letter of two pages, which waits for approval."""
    exhibit = make_exhibit(drawer, make_case(monitoring_officer).id, files.pdf(2), "letter.pdf")
    redaction = make_redaction(exhibit, drawer, BOX)
    service.change_redaction(redaction, actor=drawer, may_stay="Page")
    service.ask_for_approval(redaction, actor=drawer)
    return redaction


@pytest.fixture
def approved(letter: Redaction, monitoring_officer: Officer) -> Redaction:
    """The same, approved: the worker is to check it."""
    approval = service.Approval(dict.fromkeys(Question, Answer.COVERED), tuple(Reader), "Both pages")
    service.ask_check(letter, actor=monitoring_officer, version=letter.version, approval=approval)
    return letter


def told(officer: Officer) -> list[str]:
    return list(db.session.scalars(select(Notice.text).where(Notice.officer_id == officer.id)))


def begun_long_ago(redaction: Redaction, tries: int = 1) -> None:
    """Leave a check as a process leaves it that ended in the middle."""
    with unit_of_work():
        check = db.session.get_one(RedactionCheck, redaction.id)
        check.tries, check.touched_at = tries, clock.now() - 2 * checking.SILENT


def test_an_approval_of_many_pages_is_carried_out_by_the_worker_and_its_page_tells_how_far_it_is(
    client: Browserless, letter: Redaction, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    place = f"/redactions/{letter.id}"
    sent = {"version": client.get(f"{place}/approve").fields()["version"], **SEEN, "remark": "Both pages"}
    assert client.post(f"{place}/approve", {**sent, "readers": []}, status=422).errors
    client.post(f"{place}/approve", sent)
    client.post(f"{place}/approve", sent)  # pressed twice
    page = client.get(place)
    assert "Being checked" in page.words
    assert page.response.headers["Refresh"] == "5"
    assert "Approve redacted copy" not in client.get("/").words
    assert service.carry_out_checks() == 1
    assert service.carry_out_checks() == 0
    page = client.get(place)
    assert "Passed, may be given out" in page.words
    assert "Both pages" in page.words
    assert "Refresh" not in page.response.headers
    assert sum("passed 8 of 8 checks" in each for each in told(monitoring_officer)) == 1


def test_how_far_it_is_is_noted_reading_by_reading(approved: Redaction) -> None:
    begun = checking._begin(approved.id)
    assert begun is not None
    checking._note(approved.id, 1, 4)
    check = service.check_of(approved)
    assert check is not None
    assert (check.done, check.whole) == (1, 4)
    assert service.carry_out_checks() == 0, "somebody is at it"


def test_a_check_that_was_broken_off_is_taken_up_again(approved: Redaction) -> None:
    begun_long_ago(approved)
    assert service.carry_out_checks() == 1
    assert approved.status is RedactionStatus.RELEASED


def test_a_check_that_breaks_off_each_time_is_given_up_and_can_be_asked_for_again(
    approved: Redaction, monitoring_officer: Officer
) -> None:
    begun_long_ago(approved, MOST_TRIES)
    assert service.carry_out_checks() == 0
    assert service.check_of(approved) is None
    assert any("The software broke off each time" in each for each in told(monitoring_officer))
    approval = service.Approval(dict.fromkeys(Question, Answer.COVERED), (Reader.PARTY,))
    service.ask_check(approved, actor=monitoring_officer, version=approved.version, approval=approval)
    assert service.carry_out_checks() == 1
    assert approved.status is RedactionStatus.RELEASED


def test_what_is_taken_back_while_it_is_checked_is_not_released(approved: Redaction, drawer: Officer) -> None:
    assert checking._begin(approved.id) is not None
    service.take_back(approved, actor=drawer)
    with pytest.raises(NotPossible):
        checking._note(approved.id, 1, 4)
    assert service.carry_out_checks() == 0
    assert approved.status is RedactionStatus.DRAFT

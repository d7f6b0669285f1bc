"""The demo council is nobody's, shows every state, and never mixes with what an office holds."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from casework.accounts import queries as accounts
from casework.accounts.models import Installation, Officer
from casework.audit import queries as audit
from casework.audit.chain import walk
from casework.cases.models import Case
from casework.cases.workflow import AssessmentKind, OutcomeKind
from casework.council import queries as council
from casework.council import service as council_service
from casework.database import command, db
from casework.demo import cli, service
from casework.demo.people import COUNCILLORS, OFFICERS
from casework.demo.stories import STORIES
from casework.errors import NotPossible
from casework.members import service as members
from casework.members.models import Councillor
from casework.members.workflow import Tier
from casework.permissions import Role
from casework.reports.models import CommitteeReport
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import RequestStatus as S
from tests.support.client import Browserless
from tests.support.factories import make_officer

FEW = [story for story in STORIES if story.days_ago in {19, 4}]
HELD: dict[str, Callable[[], object]] = {
    "an officer": make_officer,
    "an authority": lambda: members.create_authority(name="Fen District", tier=Tier.DISTRICT, actor=None),
    "a councillor": lambda: members.create_councillor(name="Jo Example", actor=None),
    "a setting": lambda: council_service.change_settings(actor=None, council_name="Fen County Council"),
    "a closure": lambda: council_service.add_closure(
        first_day=date(2026, 12, 29), reason="Closed", actor=None
    ),
}


@pytest.mark.parametrize("what", HELD)
def test_a_database_that_holds_anything_is_refused_and_left_as_it_was(app: Flask, what: str) -> None:
    HELD[what]()
    before = {table: count(table) for table in (Officer, Councillor, Case)}
    with pytest.raises(NotPossible, match="holds something already"):
        service.load(stories=[])
    assert {table: count(table) for table in before} == before
    assert not accounts.is_demo()


def count(table: type[Officer] | type[Councillor] | type[Case]) -> int:
    return len(db.session.scalars(select(table.id)).all())


def test_the_command_says_why_it_refuses(app: Flask) -> None:
    make_officer()
    done = app.test_cli_runner().invoke(cli.group, ["load"])
    assert done.exit_code == 1
    assert "loaded into an empty one only" in done.output


@command
def give_out_a_link() -> None:
    db.session.add(Installation(id=1))


def test_an_empty_database_is_told_the_stories_once(app: Flask, client: Browserless) -> None:
    give_out_a_link()
    told: list[int] = []
    service.load(told.append, FEW)
    assert sum(told) == len(FEW)
    assert accounts.is_demo()
    assert council.settings().council_name == "Wexmoor County Council"
    roles = {role for officer in db.session.scalars(select(Officer)) for role in officer.roles}
    assert roles == set(Role)
    assert not any(officer.password_hash for officer in db.session.scalars(select(Officer)))
    assert walk(audit.links()).sound
    states = set(db.session.scalars(select(RemovalRequest.status)))
    assert states == {story.removal for story in FEW if story.removal}
    with pytest.raises(NotPossible):
        service.load(stories=FEW)
    assert client.get("/sign-in").words.count("Sign in as") >= len(OFFICERS)
    each_sees_reports(client)


def each_sees_reports(client: Browserless) -> None:
    """The clerk has both editions of the last half-year with their files; drafts stand with those who make them."""
    for role, shown in ((Role.CLERK, False), (Role.AUDITOR, False), (Role.MONITORING_OFFICER, True)):
        [holder] = accounts.officers_in(role)
        page = client.sign_in(holder).get("/reports")
        assert "Public" in page.words
        assert "Exempt" in page.words
        assert ("Draft" in page.words) == shown
    client.sign_in(accounts.officers_in(Role.CLERK)[0])
    for row in db.session.scalars(select(CommitteeReport).where(CommitteeReport.issued_at.is_not(None))):
        assert ".docx" in client.get(f"/reports/{row.id}").words


def test_about_thirty_matters_show_every_decision_and_the_whole_path_of_a_request() -> None:
    assert 28 <= len(STORIES) <= 40
    assert {story.assessment for story in STORIES} == {None, *AssessmentKind}
    assert {story.outcome for story in STORIES} == {None, *OutcomeKind}
    shown = {story.removal for story in STORIES}
    assert {S.DRAFT, S.AUTHORISED, S.SENT, S.NO_RESPONSE, S.REFUSED, S.VERIFICATION_DUE, S.CLOSED} <= shown
    for what in (
        "urgent",
        "reopened",
        "confidential",
        "draft",
        "discarded",
        "walled",
        "merged_with_previous",
    ):
        assert any(getattr(story, what) for story in STORIES), what


def test_nothing_in_the_demonstration_can_reach_anybody() -> None:
    words = [story.words for story in STORIES] + [
        account.handle for who in COUNCILLORS.values() for account in who.accounts
    ]
    assert not [text for text in words if re.search(r"https?:|www\.|\.(com|org|net|uk)\b", text)]
    assert all(officer.email.endswith(".test") for officer in OFFICERS)  # RFC 2606: never in use
    assert len({story.councillors for story in STORIES}) > 8
    assert all(key in COUNCILLORS for story in STORIES for key in story.councillors)

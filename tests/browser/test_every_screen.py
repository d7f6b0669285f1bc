"""Every screen of every role over the demo council: nothing for axe to find, no error, nothing cut off at 400% zoom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage
from sqlalchemy import select
from werkzeug.routing import Rule

from casework.accounts.models import Officer
from casework.accounts.service import begin_session
from casework.cases.models import Allegation, Case
from casework.cases.workflow import CaseStatus
from casework.codes.models import Clause, CodeVersion
from casework.correspondence.models import Letter
from casework.database import db
from casework.demo import service as demo
from casework.demo.stories import STORIES
from casework.evidence.models import Exhibit, Redaction
from casework.evidence.packs.models import EvidencePack
from casework.evidence.packs.workflow import PackStatus, Profile
from casework.evidence.queries import of_case as of_exhibits
from casework.evidence.texts.models import Transcription
from casework.evidence.workflow import RedactionStatus
from casework.members.models import Councillor
from casework.permissions import Permission, Role, can
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import RequestStatus
from tests.conftest import application, copy_of, opened
from tests.support.browser import NARROW, WIDE, axe, picture, serving
from tests.support.client import Http

pytestmark = [pytest.mark.browser, pytest.mark.committed]

SHOTS = Path("test-results/screens")
TOLD = [
    story
    for story in STORIES
    if (story.urgent and story.consulted) or story.days_ago in {141, 120, 49, 19, 4}
]  # a finding, a look that is due, two councillors, an urgent request, one still in draft, a draft case
FORMS = {  # of those about one thing; a room's own tests look at the rest
    "cases.add_post",
    "cases.close",
    "evidence.describe",
    "procedure.change",
    "procedure.finding",
    "takedowns.finding",
    "takedowns.new",
    "takedowns.reply",
}
NOT_PAGES = {"members.find", "intake.councillors", "cases.matches", "evidence.original", "static"}
ROLES = [
    Role.MONITORING_OFFICER,
    Role.TAKEDOWN_OFFICER,
    Role.CLERK,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
]
PARAMETER = re.compile(r"<[^<>]*?([a-z_]+)>")


@dataclass(frozen=True)
class Demo:
    """The demo council served, the cookie of an officer of each role, and one thing of each kind to look at."""

    app: Flask
    address: str
    cookies: dict[Role, str]
    things: dict[str, int]

    def enter(self, browser: Browser, role: Role) -> BrowserContext:
        """Come in as the officer of a role."""
        context = browser.new_context()
        context.set_default_timeout(30_000)
        context.add_cookies([{"name": "casework", "value": self.cookies[role], "url": self.address}])
        return context

    def path(self, rule: Rule) -> str | None:
        """Return where a view is to be looked at, or None where it wants what is not among the things."""
        if rule.arguments - self.things.keys():
            return None
        return PARAMETER.sub(lambda found: str(self.things[found[1]]), rule.rule)


@pytest.fixture(scope="module")
def council(migrated: str, server: str | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A small demo council, loaded once for all the tests here."""
    folder = tmp_path_factory.mktemp("council")
    app = application(copy_of(migrated, server, folder), folder / "instance")
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    with opened(app):
        demo.load(stories=TOLD)
        officers = {
            role: officer for officer in db.session.scalars(select(Officer)) for role in officer.roles
        }
        cookies = {
            role: str(
                signer.dumps(
                    {
                        "_user_id": begin_session(officers[role], address="127.0.0.1", agent="tests"),
                        "_fresh": True,
                    }
                )
            )
            for role in ROLES
        }
        things = _things()
        db.session.remove()
        with serving(app) as address:
            yield Demo(app, address, cookies, things)


def _things() -> dict[str, int]:
    """Return one thing of each kind by the name that addresses give it."""
    removal = db.session.scalars(
        select(RemovalRequest).where(RemovalRequest.status == RequestStatus.VERIFICATION_DUE)
    ).one()
    one = db.session.scalars
    case_id = removal.case_id
    return {
        "case_id": case_id,
        "request_id": removal.id,
        "exhibit_id": one(select(Exhibit.id).where(Exhibit.case_id == case_id)).first() or 0,
        "allegation_id": one(select(Allegation.id).where(Allegation.case_id == case_id)).first() or 0,
        "letter_id": one(select(Letter.id).where(Letter.case_id == case_id)).first() or 0,
        "version_id": one(select(CodeVersion.id).order_by(CodeVersion.id.desc())).first() or 0,
        "clause_id": one(select(Clause.id).where(Clause.reference == "G2a")).first() or 0,
        "councillor_id": one(select(Councillor.id)).first() or 0,
        "officer_id": one(select(Officer.id)).first() or 0,
        "redaction_id": one(
            select(Redaction.id).where(
                Redaction.case_id == case_id, Redaction.status == RedactionStatus.RELEASED
            )
        ).one(),
    }


def _pages(council: Demo, role: Role) -> list[tuple[str, str]]:
    """Return the name and the path of every page that a role may open."""
    with council.app.app_context():
        officer = next(each for each in db.session.scalars(select(Officer)) if role in each.roles)
        found = {}
        for rule in council.app.url_map.iter_rules():
            needed = getattr(council.app.view_functions[rule.endpoint], "permission", None)
            path = council.path(rule)
            if (
                path is None
                or "." in rule.rule
                or rule.endpoint in NOT_PAGES
                or "GET" not in (rule.methods or ())
            ):
                continue
            if rule.arguments and "POST" in (rule.methods or ()) and rule.endpoint not in FORMS:
                continue
            if isinstance(needed, Permission) and can(officer, needed):
                found[rule.endpoint] = path
        return sorted(found.items())


@pytest.mark.once
@pytest.mark.parametrize("role", ROLES, ids=[role.value for role in ROLES])
def test_every_page_can_be_read_by_everybody_at_any_width(
    council: Demo, browser: Browser, role: Role
) -> None:
    context = council.enter(browser, role)
    page = context.new_page()
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # A page that is refused or gone is a page too: the browser says its status aloud.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    faults: list[str] = []
    opened = 0
    for name, path in _pages(council, role):
        page.set_viewport_size({"width": WIDE, "height": 900})
        answer = page.goto(council.address + path)
        assert answer is not None
        opened += answer.status == 200
        faults += [f"{name}: answered {answer.status}"] * (answer.status >= 500)
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            beyond = page.evaluate("document.documentElement.scrollWidth") - width
            faults += [f"{name}: {beyond} pixels wider than {width}"] * (beyond > 0)
            faults += [f"{name} at {width}: {found}" for found in axe(page)]
        picture(page, SHOTS / f"{role.value}-{name}.png")
        faults += [f"{name}: {words}" for words in said]
        said.clear()
    context.close()
    assert faults == []
    assert opened, "nothing could be opened"


@pytest.mark.parametrize("role", ROLES, ids=[role.value for role in ROLES])
def test_no_page_of_any_role_fails(council: Demo, role: Role) -> None:
    http = Http(council.app, council.app.response_class)
    http.set_cookie("casework", council.cookies[role])
    answers = {name: http.get(path).status_code for name, path in _pages(council, role)}
    assert {name: status for name, status in answers.items() if status >= 500} == {}
    assert 200 in answers.values(), "nothing could be opened"


def test_the_demo_shows_a_case_that_is_still_worked_on(council: Demo) -> None:
    case = db.session.get(Case, council.things["case_id"])
    assert case is not None
    assert case.status is CaseStatus.OPEN


def test_the_demo_has_evidence_in_each_state_to_look_at(council: Demo) -> None:
    case_id = council.things["case_id"]
    of_case = select(Redaction.status).where(Redaction.case_id == case_id).order_by(Redaction.id)
    assert list(db.session.scalars(of_case)) == [RedactionStatus.RELEASED, RedactionStatus.DRAFT]
    packs = select(EvidencePack.profile).where(EvidencePack.status == PackStatus.READY)
    assert set(db.session.scalars(packs)) == {Profile.FULL, Profile.PARTY}
    assert [each for each in of_exhibits(case_id) if each.held]
    assert db.session.scalars(select(Transcription)).all()

"""A new installation is led through what it needs; what is done is read from the data."""

import pytest
from flask import Flask

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.codes.models import Code, CodeVersion
from casework.codes.workflow import CodeFamily, VersionStatus
from casework.council import service as council
from casework.database import command, db
from casework.permissions import Role
from tests.support.client import Browserless, Page, words
from tests.support.factories import make_officer
from tests.support.member_factories import make_councillor


@pytest.fixture
def admin(app: Flask) -> Officer:
    return make_officer(Role.ADMINISTRATOR, name="Ada Minster")


def states(page: Page) -> list[str]:
    return [
        words(element)
        for element in page.root.iter("div")
        if "govuk-task-list__status" in (element.get("class") or "").split()
    ]


@command
def publish(family: CodeFamily) -> None:
    code = Code(title=family.label, family=family)
    version = CodeVersion(
        code=code,
        label="2026",
        status=VersionStatus.PUBLISHED,
        in_force_from=clock.today(),
        published_at=clock.now(),
    )
    db.session.add_all([code, version])
    record(Verb.VERSION_PUBLISHED, actor=None, subject=version, also=[code], name=family.label)


def test_each_step_is_done_when_its_data_is_there(client: Browserless, admin: Officer) -> None:
    client.sign_in(admin)
    assert states(client.get("/set-up/steps")) == ["To do"] * 5
    council.change_settings(actor=admin, council_name="Fenwick County Council")
    make_officer(Role.MONITORING_OFFICER)
    make_councillor()
    assert states(client.get("/set-up/steps")) == ["Done", "Done", "Done", "To do", "To do"]
    publish(CodeFamily.MEMBERS)
    assert states(client.get("/set-up/steps"))[3:] == ["Done", "To do"]
    client.post("/set-up/finish", status=409)
    publish(CodeFamily.SOCIAL_MEDIA)
    assert states(client.get("/set-up/steps")) == ["Done"] * 5


def test_who_must_do_a_step_is_said_where_the_viewer_may_not(
    client: Browserless, admin: Officer, monitoring_officer: Officer
) -> None:
    page = client.sign_in(admin).get("/set-up/steps")
    assert "/council" in page.links().values()
    assert "/codes" not in page.links().values()
    assert "Needs: Monitoring Officer or Deputy Monitoring Officer." in page.words
    page = client.sign_in(monitoring_officer).get("/set-up/steps")
    assert "/codes" in page.links().values()


def test_the_administrator_sees_the_page_in_the_navigation_until_it_is_finished(
    client: Browserless, admin: Officer
) -> None:
    council.change_settings(actor=admin, council_name="Fenwick County Council")
    make_officer(Role.MONITORING_OFFICER)
    make_councillor()
    publish(CodeFamily.MEMBERS)
    publish(CodeFamily.SOCIAL_MEDIA)
    assert "Set up" in client.sign_in(admin).get("/set-up/steps").links()
    assert client.post("/set-up/finish") == "/"
    assert "Set up" not in client.get("/accounts").links()
    assert accounts.is_set_up()

"""Removal requests as they are seen: their pages and errors, by axe, at both widths; and without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, Page, expect

from casework.accounts.models import Officer
from casework.accounts.service import begin_session
from casework.cases.models import Case
from casework.database import db
from casework.permissions import Role
from casework.takedowns import queries
from casework.takedowns.workflow import RequestStatus as S
from casework.takedowns.workflow import UrgentKind
from tests.browser.conftest import look
from tests.support.browser import serving
from tests.support.factories import make_officer
from tests.support.files import png
from tests.support.request_factories import make_exhibit, request_in

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.once]


@dataclass(frozen=True)
class Asked:
    """A served office: its address, the cookies of its officers, and requests {state: (id, id of its post)}."""

    address: str
    approver: str
    handler: str
    requests: dict[S, tuple[int, int]]
    case_id: int

    def enter(self, browser: Browser, cookie: str, *, scripts: bool = True) -> Page:
        """Come in as the officer of a cookie."""
        context = browser.new_context(base_url=self.address, java_script_enabled=scripts)
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": "casework", "value": cookie, "url": self.address}])
        return context.new_page()

    def at(self, status: S, page: str = "") -> str:
        """Return the address of a page of the request in this state."""
        return f"/removal-requests/{self.requests[status][0]}{page}"

    def look_at(self, status: S) -> str:
        """Return the address of the form for a look at its post."""
        return self.at(status, f"/posts/{self.requests[status][1]}/look")


@pytest.fixture
def asked(app: Flask, monitoring_officer: Officer) -> Iterator[Asked]:
    deputy, takedown = make_officer(Role.DEPUTY, name="Dee Deputy"), make_officer(Role.TAKEDOWN_OFFICER)
    made = {
        status: request_in(
            status,
            monitoring_officer,
            given_to_id=takedown.id,
            recipient="The administrators of a page with a very long name in the village of Little Tansy",
        )
        for status in (
            S.DRAFT,
            S.AUTHORISED,
            S.SENT,
            S.NO_RESPONSE,
            S.VERIFICATION_DUE,
            S.REFUSED,
            S.ESCALATED,
            S.CLOSED,
        )
    }
    urgent = request_in(
        S.AUTHORISED, deputy, urgent=True, urgent_kind=UrgentKind.DANGER, urgent_reason="A threat"
    )
    made[S.MONITORING] = urgent  # stands for the request whose review is due
    held = db.session.get_one(Case, made[S.VERIFICATION_DUE].case_id)
    make_exhibit(held, monitoring_officer, size=(98, 30))
    requests = {status: (row.id, queries.posts_in(row)[0].id) for status, row in made.items()}
    case_id = made[S.SENT].case_id
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    approver, handler = (
        str(
            signer.dumps(
                {"_user_id": begin_session(each, address="127.0.0.1", agent="tests"), "_fresh": True}
            )
        )
        for each in (deputy, takedown)
    )
    db.session.remove()
    with serving(app) as address:
        yield Asked(address, approver, handler, requests, case_id)


def test_every_page_of_a_request_and_its_error_can_be_read_by_everybody(
    browser: Browser, asked: Asked
) -> None:
    page = asked.enter(browser, asked.approver)
    for name, path in [
        *(
            (f"show-{status.value}", asked.at(status))
            for status in (S.AUTHORISED, S.CLOSED, S.MONITORING, S.ESCALATED, S.REFUSED)
        ),
        ("approve", asked.at(S.DRAFT, "/approve")),
        ("letter", asked.at(S.SENT, "/letter")),
        ("give", asked.at(S.SENT, "/give")),
        ("routes", "/removal-routes"),
        ("letter-templates", "/letter-templates"),
    ]:
        page.goto(path)
        look(page, f"request-{name}")
    for name, path, button in [
        ("new", f"/cases/{asked.case_id}/removal-requests/new", "Save the draft"),
        ("edit", asked.at(S.DRAFT, "/edit"), "Save the draft"),
        ("letter-edit", asked.at(S.AUTHORISED, "/letter/edit"), "Save the letter"),
        ("sent", asked.at(S.AUTHORISED, "/sent"), "Mark as sent"),
        ("reply", asked.at(S.SENT, "/reply"), "Record the answer"),
        ("look", asked.look_at(S.VERIFICATION_DUE), "Record the look"),
        ("finding", asked.at(S.VERIFICATION_DUE, "/finding"), "Record it"),
        ("close", asked.at(S.REFUSED, "/close"), "Close the request"),
        ("cancel", asked.at(S.DRAFT, "/cancel"), "Cancel the request"),
        ("withdraw", asked.at(S.SENT, "/withdraw"), "Withdraw the request"),
        ("review", asked.at(S.MONITORING, "/review"), "Record the review"),
        ("police", asked.at(S.DRAFT, "/police"), "Record it"),
        ("pause", asked.at(S.SENT, "/pause"), "Pause it"),
        ("reminder", asked.at(S.SENT, "/reminder"), "Record the reminder"),
        ("route", "/removal-routes/platform", "Save the route"),
        ("elections", "/council/elections", "Add the period"),
        ("letter-template", "/letter-templates/reminder/anybody", "Check and keep the template"),
    ]:
        page.goto(path)
        for box in page.locator("main textarea:visible, main input[type=text]:visible").all():
            box.fill("")
        for choice in page.locator("main select:visible").all():
            choice.select_option(index=0)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        look(page, f"request-{name}-error")
    page.context.close()


def test_who_handles_a_request_needs_no_script(browser: Browser, asked: Asked, tmp_path: Path) -> None:
    capture = tmp_path / "gone.png"
    capture.write_bytes(png((99, 30)))
    page = asked.enter(browser, asked.handler, scripts=False)
    page.goto("/my-requests")
    number = asked.requests[S.AUTHORISED][0]
    page.locator(f"a[href='/my-requests/{number}']").first.click()
    page.get_by_label("By what way").first.fill("By e-mail")
    page.get_by_role("button", name="Mark as sent").click()
    expect(page.locator("body")).to_contain_text("Marked as sent.")
    page.get_by_label("They say it is done", exact=True).check()
    page.get_by_label("Their answer as it came").set_input_files(capture)
    page.get_by_role("button", name="Record the answer").click()
    expect(page.locator("body")).to_contain_text("The answer is recorded.")
    page.get_by_label("Gone, not said by whom").check()
    page.get_by_label("Logged out", exact=True).check()
    page.get_by_role("button", name="Record the look").click()
    expect(page.locator("body")).to_contain_text("The look is recorded.")
    expect(page.locator("body")).to_contain_text("To be verified")
    page.context.close()

"""Accounts, settings and councillors as they are seen: nothing for axe to find, nothing cut off at 400% zoom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from casework.accounts import service as accounts
from casework.accounts.models import Officer
from casework.council import service as council
from casework.members import queries, service
from casework.members.workflow import AccountUse, Platform
from casework.permissions import Role
from tests.accounts.conftest import mark_demo
from tests.support.browser import NARROW, WIDE, axe, picture, serving
from tests.support.factories import make_officer
from tests.support.member_factories import make_councillor

pytestmark = [pytest.mark.browser, pytest.mark.committed]

PASSWORD = "three quiet herons"
SHOTS = Path("test-results/people")
FAULTY = "Name,Authority,From\nJo Example,Nowhere Parish Council,31/02/2025\n,,\n"
SOUND = "Name,Authority,Kind of authority\nKim Other,Little Fen Parish Council,Parish\n"


@dataclass
class Office:
    """A running service with people in it, and a browser that has signed in."""

    address: str
    page: Page
    officer: Officer | None = None

    def look(self, path: str, name: str) -> None:
        """Go to a page, and look at it closely."""
        self.page.goto(self.address + path)
        self.inspect(name)

    def inspect(self, name: str) -> None:
        """Look at the page as it stands: by axe, wide, and narrow as at 400% zoom."""
        for width in (NARROW, WIDE):
            self.page.set_viewport_size({"width": width, "height": 900})
            picture(self.page, SHOTS / f"{name}-{width}.png")
            beyond = self.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
            assert beyond <= 0, f"{name} is {beyond} pixels wider than a window of {width}"
        assert axe(self.page) == [], name


@pytest.fixture
def office(app: Flask, browser: Browser) -> Iterator[Office]:
    officer = make_officer(
        Role.ADMINISTRATOR,
        Role.MONITORING_OFFICER,
        name="Ada Minster",
        email="ada@casework.test",
        password=PASSWORD,
    )
    make_officer(Role.STANDARDS_OFFICER, Role.CLERK, name="Kit Clerk", email="kit@casework.test")
    accounts.set_active(make_officer(name="Lee Leaver"), active=False, actor=officer)
    councillor = make_councillor(
        "Jo Example", ward="Fen Edge", group="Independent", email="jo@example.gov.uk"
    )
    service.add_account(
        councillor,
        platform=Platform.FACEBOOK,
        handle="CllrJoExample",
        address="https://www.facebook.com/CllrJoExample/with/a/rather/long/address/that/has/to/break/somewhere",
        use=AccountUse.MIXED,
        biography="Councillor for Fen Edge.\nViews my own.",
        actor=officer,
    )
    council.change_settings(actor=officer, council_name="Fenwick County Council", accent_colour="#4a1d5c")
    with serving(app) as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill("ada@casework.test")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("My work")
        yield Office(address, page, officer)
        context.close()


@pytest.mark.once
def test_every_page_of_accounts_and_settings_can_be_read_by_everybody(office: Office) -> None:
    other = 2
    for path, name in [
        ("/account", "own-account"),
        ("/account/password", "own-password"),
        ("/accounts", "accounts"),
        ("/accounts?show=inactive", "accounts-inactive"),
        ("/accounts/new", "accounts-new"),
        (f"/accounts/{other}", "account"),
        (f"/accounts/{other}/roles", "account-roles"),
        (f"/accounts/{other}/password", "account-password"),
        (f"/accounts/{other}/deactivate", "account-deactivate"),
        ("/accounts/roles", "roles"),
        ("/council", "settings"),
        ("/council/closures", "closures"),
        ("/set-up/steps", "set-up"),
    ]:
        office.look(path, name)


@pytest.mark.once
def test_every_page_about_councillors_can_be_read_by_everybody(office: Office) -> None:
    [match] = queries.find("example")
    councillor = queries.councillor_by_id(match.id)
    seat, account = councillor.offices[0].id, councillor.accounts[0].id
    for path, name in [
        ("/councillors", "councillors"),
        ("/councillors?q=nobody", "councillors-none"),
        ("/councillors/new", "councillor-new"),
        (f"/councillors/{match.id}", "councillor"),
        (f"/councillors/{match.id}/edit", "councillor-edit"),
        (f"/councillors/{match.id}/offices/new", "office-new"),
        (f"/offices/{seat}/edit", "office-edit"),
        (f"/offices/{seat}/end", "office-end"),
        (f"/councillors/{match.id}/accounts/new", "known-account-new"),
        (f"/known-accounts/{account}/remove", "known-account-remove"),
        ("/authorities", "authorities"),
        ("/authorities/new", "authority-new"),
        ("/members/import", "import"),
    ]:
        office.look(path, name)


@pytest.mark.once
def test_errors_can_be_read_by_everybody(office: Office) -> None:
    page = office.page
    for path, button, name in [
        ("/accounts/new", "Create the account", "accounts-new-error"),
        ("/authorities/new", "Save the authority", "authority-new-error"),
        ("/council/closures", "Add the closure", "closures-error"),
        ("/account/password", "Change the password", "own-password-error"),
    ]:
        page.goto(office.address + path)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page).to_have_title(re.compile("^Error: "))
        office.inspect(name)


def test_a_file_is_checked_mended_and_imported(office: Office, tmp_path: Path) -> None:
    page, file = office.page, tmp_path / "members.csv"
    page.goto(office.address + "/members/import")
    for text, expected, name in [
        (FAULTY, "Nothing was imported", "import-faults"),
        (SOUND, "Nothing is saved yet", "import-checked"),
    ]:
        file.write_text(text, encoding="utf-8")
        page.get_by_label("CSV file").set_input_files(file)
        page.get_by_role("button", name="Check the file").click()
        expect(page.get_by_text(expected)).to_be_visible()
        office.inspect(name)
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_text("1 row imported")).to_be_visible()
    expect(page.get_by_role("link", name="Kim Other")).to_be_visible()


def test_what_was_typed_into_a_lost_session_comes_back(office: Office) -> None:
    page = office.page
    page.goto(office.address + "/authorities/new")
    page.get_by_label("Name").fill("Little Fen Parish Council")
    page.get_by_label("Parish or town council").check()
    assert office.officer is not None
    accounts.end_all_sessions(office.officer, actor=office.officer)
    page.get_by_role("button", name="Save the authority").click()
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    office.inspect("sign-in-held")
    page.get_by_label("E-mail address").fill("ada@casework.test")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Go on where you were")
    office.inspect("carry-on")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("Little Fen Parish Council is added.")).to_be_visible()


@pytest.mark.once
def test_the_way_in_can_be_read_by_everybody(app: Flask, browser: Browser) -> None:
    token = accounts.new_setup_token()
    with serving(app) as address:
        context = browser.new_context(base_url=address)
        way_in = Office(address, context.new_page())
        way_in.look("/sign-in", "sign-in-nobody")
        way_in.look(f"/set-up?token={token}", "first-administrator")
        way_in.look("/set-up?token=wrong", "first-administrator-wrong")
        make_officer(Role.MONITORING_OFFICER, Role.DEPUTY, name="Morgan Ashdown")
        make_officer(Role.CLERK, name="Kit Clerk")
        mark_demo()
        way_in.look("/sign-in", "sign-in-demo")
        way_in.page.get_by_role("button", name="Sign in as Kit Clerk, Committee clerk").click()
        expect(way_in.page.get_by_role("heading", level=1)).to_have_text("My work")
        context.close()


@pytest.mark.once
def test_signing_in_needs_no_mouse_and_no_script(app: Flask, browser: Browser) -> None:
    make_officer(Role.CLERK, name="Kit Clerk", email="kit@casework.test", password=PASSWORD)
    with serving(app) as address:
        context = browser.new_context(java_script_enabled=False, base_url=address)
        page = context.new_page()
        page.goto("/account")
        page.get_by_label("E-mail address").focus()
        page.keyboard.type("kit@casework.test")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
        context.close()

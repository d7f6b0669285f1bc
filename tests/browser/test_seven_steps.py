"""All seven steps of logging by one officer: by keyboard alone, and without JavaScript."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from casework.cases.models import Allegation, Case, Complaint, Post, SubjectMember
from casework.codes import service as codes
from casework.codes.library import members_code, social_media_code
from casework.database import db
from casework.evidence.models import Exhibit
from casework.members.models import Authority
from tests.browser.conftest import Office
from tests.support import files

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.once]

WORDS = "She is a liar and a bully, and everybody on the council knows it."
MOST_TABS = 90
expect.set_options(timeout=15_000)  # a slow machine fails no test


@pytest.fixture
def shot(tmp_path: Path, served: Office) -> Path:
    """A screenshot on the officer's machine; the office has both Codes."""
    authorities = list(db.session.scalars(select(Authority.id)))
    for shipped in (social_media_code(), members_code()):
        codes.load_shipped(shipped, authorities, label="2020", in_force_from=date(2020, 1, 1), actor=None)
    db.session.remove()
    path = tmp_path / "shot.png"
    path.write_bytes(files.png())
    return path


def heading(page: Page, words: str) -> None:
    """Wait for the page with this heading, and for its scripts."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    page.wait_for_load_state()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} cannot be reached with the Tab key")


def enter(page: Page, words: str, role: str = "button") -> None:
    """Go to a button or link with the Tab key, and press Enter on it."""
    tab_to(page, page.get_by_role(role, name=words, exact=True).first)  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def put(page: Page, name: str, words: str) -> None:
    """Go to a field with the Tab key, and type into it."""
    tab_to(page, page.locator(f"#{name}"))
    page.keyboard.insert_text(words)


def everything_is_kept() -> None:
    """Assert that each of the seven steps left what was given in it."""
    db.session.remove()
    case = db.session.scalars(select(Case)).one()
    assert case.reference
    assert db.session.scalars(select(Exhibit)).one().declared_name == "shot.png"
    assert db.session.scalars(select(Post)).one().words == WORDS
    assert db.session.scalars(select(SubjectMember)).one().case_id == case.id
    assert db.session.scalars(select(Complaint)).one().complainant_name == "Robin Resident"
    assert db.session.scalars(select(Allegation)).one().version_reason == ""


def test_all_seven_steps_by_keyboard_alone(office: Page, shot: Path) -> None:
    enter(office, "Log a breach", "link")
    heading(office, "Log a suspected breach")
    enter(office, "Save and go through the steps")
    heading(office, "Draft")
    enter(office, "Evidence", "link")
    heading(office, "Evidence")
    tab_to(office, office.locator("#upload-files"))
    with office.expect_file_chooser() as asked:
        office.keyboard.press("Enter")
    asked.value.set_files(shot)
    expect(office.locator("[data-upload-receipts] li").last).to_contain_text("SHA-256")
    enter(office, "Save and go on")

    heading(office, "What was published or done")
    enter(office, "Add a post")
    heading(office, "Add a post")
    put(office, "words", WORDS)
    for part, value in (("day", "1"), ("month", "3"), ("year", "2026")):
        put(office, f"posted_from-{part}", value)
    enter(office, "Save and go on")

    heading(office, "Councillor")
    tab_to(office, office.locator("#councillor"))
    office.keyboard.type("Jo Ex")
    expect(office.get_by_role("option")).to_have_count(1)
    office.keyboard.press("ArrowDown")
    office.keyboard.press("Enter")
    enter(office, "Name this councillor")
    heading(office, "Jo Example")
    enter(office, "Save and go on")

    heading(office, "Who told us")
    enter(office, "Add who told us")
    heading(office, "Who told us?")
    tab_to(office, office.locator("input[name=category]").first)
    office.keyboard.press("Space")
    put(office, "complainant_name", "Robin Resident")
    enter(office, "Save and go on")

    heading(office, "Is it known already?")
    enter(office, "Go on")
    heading(office, "Clauses")
    tab_to(office, office.locator("input[type=radio][value=accept]").first)
    office.keyboard.press("Space")
    tab_to(office, office.locator("#paragraph"))
    office.keyboard.press("ArrowDown")
    enter(office, "Save and go on")
    heading(office, "Check your answers")
    enter(office, "Register the case")
    heading(office, "Case registered")
    everything_is_kept()


def test_all_seven_steps_without_javascript(browser: Browser, served: Office, shot: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = served.enter(context)
    page.get_by_role("link", name="Log a breach").click()
    page.get_by_role("button", name="Save and go through the steps").click()
    heading(page, "Draft")
    page.get_by_role("link", name="Evidence", exact=True).click()
    page.locator("#upload-files").set_input_files(shot)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("SHA-256").first).to_be_visible()
    page.get_by_role("button", name="Save and go on").click()

    page.get_by_role("button", name="Add a post").click()
    page.locator("#words").fill(WORDS)
    for part, value in (("day", "1"), ("month", "3"), ("year", "2026")):
        page.locator(f"#posted_from-{part}").fill(value)
    page.get_by_role("button", name="Save and go on").click()

    heading(page, "Councillor")
    page.locator("#councillor").fill("example")  # in place of the type-ahead: part of a name will do
    page.get_by_role("button", name="Name this councillor").click()
    heading(page, "Jo Example")
    page.get_by_role("button", name="Save and go on").click()

    page.get_by_role("button", name="Add who told us").click()
    page.locator("input[name=category]").first.check()
    page.locator("#complainant_name").fill("Robin Resident")
    page.get_by_role("button", name="Save and go on").click()

    heading(page, "Is it known already?")
    page.get_by_role("button", name="Go on").click()
    heading(page, "Clauses")
    page.locator("input[type=radio][value=accept]").first.check()
    page.locator("#paragraph").select_option("later")
    page.get_by_role("button", name="Save and go on").click()
    heading(page, "Check your answers")
    page.get_by_role("button", name="Register the case").click()
    heading(page, "Case registered")
    context.close()
    everything_is_kept()

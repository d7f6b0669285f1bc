"""The whole job: one matter from the screenshot to the closed case, through the browser, by whoever does each part."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from casework import clock
from casework.cases.models import Allegation, Case
from casework.cases.workflow import CaseStatus, ExpressionQuestion, FindingKind
from casework.codes import service as codes
from casework.codes.library import members_code, social_media_code
from casework.codes.models import CodeVersion
from casework.codes.queries import clauses_of
from casework.database import db
from casework.evidence.models import Exhibit
from casework.members.models import Authority
from casework.permissions import Role
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import ProportionalityQuestion, RequestStatus
from tests.browser.conftest import cookie_for, enter
from tests.support import files
from tests.support.browser import WIDE, serving
from tests.support.case_factories import make_councillor
from tests.support.code_factories import make_allegation, make_dated_case, prepare_finding
from tests.support.factories import make_officer
from tests.support.request_factories import make_request

pytestmark = [pytest.mark.browser, pytest.mark.committed]

R = Role
PLAYERS = {
    R.STANDARDS_OFFICER: "Sam Standards",
    R.MONITORING_OFFICER: "Morgan Monitor",
    R.TAKEDOWN_OFFICER: "Toni Takedown",
    R.CLERK: "Carys Clerk",
    R.AUDITOR: "Arlo Auditor",
    R.ADMINISTRATOR: "Ade Administrator",
}
ADDRESS = "https://x.com/cllr_example/status/1234567890"
expect.set_options(timeout=15_000)  # a slow machine fails no test
ABUSE = "liar and a bully"


@dataclass
class Office:
    """A served office, the cookie of each officer, and a browser for each who has come in."""

    address: str
    cookies: dict[Role, str]
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def enter(self, role: Role, *, javascript: bool = True) -> Page:
        """Come in as the officer of a role, at their first page."""
        context = self.browser.new_context(java_script_enabled=javascript)
        self.contexts.append(context)
        page = enter(context, self.address, self.cookies[role])
        page.set_viewport_size({"width": WIDE, "height": 900})
        page.goto(self.address)
        return page

    def open(self, page: Page, path: str) -> None:
        """Go to a page of this office."""
        page.goto(self.address + path)


@pytest.fixture
def office(app: Flask, browser: Browser) -> Iterator[Office]:
    cookies = {role: cookie_for(app, make_officer(role, name=name)) for role, name in PLAYERS.items()}
    make_councillor("Jo Example")
    make_councillor("Kit Sample")
    authorities = list(db.session.scalars(select(Authority.id)))
    for shipped in (social_media_code(), members_code()):
        codes.load_shipped(shipped, authorities, label="2020", in_force_from=date(2020, 1, 1), actor=None)
    db.session.remove()
    with serving(app) as address:
        office = Office(address, cookies, browser)
        yield office
        for context in office.contexts:
            context.close()


def heading(page: Page, words: str) -> None:
    """Wait for the page with this heading, and for its scripts."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    page.wait_for_load_state()


def press(page: Page, words: str) -> None:
    """Press a button, or what looks like one."""
    page.get_by_role("button", name=words, exact=True).first.click()


def said(page: Page, words: str) -> None:
    """Read what the software says was done."""
    expect(page.get_by_text(words).first).to_be_visible()


def enter_day(page: Page, name: str, day: date) -> None:
    """Fill the three boxes of a date."""
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"#{name}-{part}").fill(str(value))


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field `name` has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key")


def tab_to_words(page: Page, words: str) -> None:
    """Press Tab until the link or button with these words has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            return
    raise AssertionError(f"{words} cannot be reached with the Tab key")


def log_by_keyboard(page: Page, shot: Path) -> None:
    """Log a screenshot, its address and a name without touching a mouse."""
    tab_to_words(page, "Log a breach")
    page.keyboard.press("Enter")
    heading(page, "Log a suspected breach")
    tab_to(page, "files")
    with page.expect_file_chooser() as asked:
        page.keyboard.press("Enter")
    asked.value.set_files(shot)
    expect(page.locator("[data-upload-receipts] li").last).to_contain_text("SHA-256")
    tab_to(page, "address")
    page.keyboard.insert_text(ADDRESS)
    tab_to(page, "description")
    page.keyboard.insert_text(f"She is a {ABUSE}, and everybody on the council knows it.")
    tab_to(page, "councillor")
    page.keyboard.type("Jo Ex")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    tab_to(page, "category")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    heading(page, "Check your answers")
    tab_to_words(page, "Register the case")
    page.keyboard.press("Enter")
    heading(page, "Case registered")


def allege(office: Office, page: Page, case_id: int) -> None:
    """Say when it was posted, and map the clauses."""
    office.open(page, f"/cases/{case_id}/posts")
    page.get_by_role("link", name="Change").first.click()
    enter_day(page, "posted_from", clock.today() - timedelta(days=1))
    enter_day(page, "posted_to", clock.today() - timedelta(days=1))
    page.locator("#words").fill(f"She is a {ABUSE}.")
    press(page, "Save")
    office.open(page, f"/cases/{case_id}/allegations/new")
    heading(page, "What is alleged")
    page.get_by_role("checkbox", name="G2a").check()
    page.locator("#gist").fill("That the member published a personal insult.")
    page.locator("#paragraph").select_option(index=1)
    press(page, "Save the allegation")
    heading(page, "Capacity")
    page.get_by_label("Acting as a councillor", exact=True).check()
    page.locator("#capacity_reasons").fill("The profile says councillor.")
    press(page, "Save")
    heading(page, "Allegations")


def draft_removal(office: Office, page: Page, case_id: int) -> None:
    """Draft a removal request that lacks nothing, for the takedown officer."""
    office.open(page, f"/cases/{case_id}/removal-requests/new")
    heading(page, "Draft a removal request")
    page.get_by_role("checkbox", name="G2a").check()
    page.get_by_label("This letter also tells the councillor").check()
    page.get_by_text("Why it is proportionate: none of 6 answered").click()
    page.locator("#reasons").fill("It is being shared widely.")
    for question in ProportionalityQuestion:
        page.locator(f"#why_{question.value}").fill("Considered: an edit would leave nothing worth keeping.")
    handler = page.locator("#given_to_id")
    handler.select_option(label=str(handler.locator("option", has_text="Toni").text_content()))
    press(page, "Save the draft")
    said(page, "is drafted")


def handle(page: Page, capture: Path) -> None:
    """Send the request, record the answer, and look, as its handler."""
    capture.write_bytes(files.png((90, 60)))  # another picture than the resident's
    page.get_by_role("link", name="SMC/").first.click()
    page.locator("#send-sent_how").fill("By e-mail")
    press(page, "Mark as sent")
    said(page, "Marked as sent.")
    page.get_by_label("They refuse").check()
    page.locator("#answer-words").fill("I stand by every word.")
    press(page, "Record the answer")
    said(page, "The answer is recorded.")
    page.get_by_role("link", name="Record a look").first.click()
    expect(page.get_by_label("Still there")).to_be_visible()
    page.wait_for_load_state()  # by then the page's scripts, where it has them, have taken the file's field over
    page.get_by_label("Still there").check()
    page.get_by_label("Logged out", exact=True).check()
    page.get_by_label("Capture of what you saw").set_input_files(capture)
    if page.locator("body.js-enabled").count():
        expect(page.locator("#look-file [data-upload-receipts] li")).to_have_count(1)
    press(page, "Record the look")
    said(page, "The look is recorded.")


def decide(office: Office, page: Page, case_id: int, request_id: int) -> None:
    """Say what was found of the post; assess, find, end and close, as the Monitoring Officer."""
    office.open(page, f"/removal-requests/{request_id}/finding")
    page.get_by_label("Confirm that it is still there").check()
    press(page, "Record it")
    press(page, "Close the request")
    page.locator("#reason").fill("The member declined, which is an outcome.")
    press(page, "Close the request")
    said(page, "closed")

    decisions = f"/cases/{case_id}/decisions"
    office.open(page, f"{decisions}/assessment")
    page.get_by_label("Informal resolution").check()
    sign(page, "Words were exchanged in anger.")
    press(page, "Record the decision")
    said(page, "The assessment decision is recorded.")
    office.open(page, f"{decisions}/outcome")
    page.get_by_label("Breach", exact=True).check()
    sign(page, "It went too far.")
    press(page, "Record the outcome")
    expect(page.get_by_role("alert").first).to_contain_text("There is no finding of a breach")

    office.open(page, f"/cases/{case_id}/allegations")
    page.locator("a[href$='/expression']").first.click()
    for question in ExpressionQuestion:
        page.locator(f"#{question.value}").fill("Weighed: the insult adds nothing to the argument.")
    press(page, "Save")
    press(page, "Record the finding")
    page.get_by_label("Breach", exact=True).check()
    page.locator("#authority_to_decide").fill("Arrangements, paragraph 9")
    sign(page, "The words speak for themselves.", "found_on")
    press(page, "Record the finding")
    said(page, "The finding is recorded.")

    office.open(page, f"{decisions}/outcome")
    page.get_by_label("Breach", exact=True).check()
    sign(page, "See the finding.")
    press(page, "Record the outcome")
    said(page, "The outcome is recorded.")
    office.open(page, f"/cases/{case_id}/close")
    page.locator("#reason").fill("All letters are sent.")
    press(page, "Close the case")
    said(page, "The case is closed.")


def issue_report(office: Office, page: Page) -> None:
    """Make the public report of the year up to yesterday, write its texts, and issue it."""
    office.open(page, "/reports/new")
    page.get_by_label("Other dates").check()
    enter_day(page, "period_from", clock.today() - timedelta(days=365))
    enter_day(
        page, "period_to", clock.today() - timedelta(days=1)
    )  # only a period that is over can be issued
    page.locator("input[name=edition][value=public]").check()
    press(page, "Make the draft")
    said(page, "The draft is made.")
    press(page, "Write the texts")
    for name in ("recommendation", "changes", "implications", "background_papers", "contact"):
        page.locator(f"#{name}").fill("To note the report; nothing else arises.")
    page.locator("main form button").last.click()
    said(page, "The texts are kept.")
    press(page, "Issue the report")
    press(page, "Issue the report")
    said(page, "The report is issued.")


def download_spreadsheet(office: Office, page: Page) -> bytes:
    """Take the spreadsheet of the issued report, as the committee clerk."""
    office.open(page, "/reports")
    page.get_by_role("link", name="issued").first.click()
    with page.expect_download() as taken:
        page.get_by_role("link", name=".xlsx").click()
    return Path(taken.value.path()).read_bytes()


def sign(page: Page, reasons: str, day: str = "decided_on") -> None:
    """Give the reasons, who decided, and the day, as every decision asks."""
    page.locator("#reasons").fill(reasons)
    page.locator("#decision_maker").fill("Monitoring Officer")
    enter_day(page, day, clock.today())


def test_a_matter_goes_from_the_screenshot_to_the_closed_case(office: Office, tmp_path: Path) -> None:
    shot = tmp_path / "shot.png"
    shot.write_bytes(files.png())
    standards = office.enter(R.STANDARDS_OFFICER)
    log_by_keyboard(standards, shot)
    case = db.session.scalars(select(Case)).one()
    case_id, reference = case.id, case.reference or ""
    db.session.remove()
    assert reference
    allege(office, standards, case_id)
    draft_removal(office, standards, case_id)
    request_id = db.session.scalars(select(RemovalRequest.id)).one()
    db.session.remove()

    monitor = office.enter(R.MONITORING_OFFICER)
    office.open(monitor, f"/removal-requests/{request_id}/approve")
    monitor.get_by_label("I have looked at the pictures").check()
    press(monitor, "Approve the request")
    said(monitor, "is approved")

    taker = office.enter(R.TAKEDOWN_OFFICER)
    sees_nothing_of(office, taker, case_id)
    office.open(taker, "/my-requests")
    handle(taker, tmp_path / "look.png")
    decide(office, monitor, case_id, request_id)
    case = db.session.scalars(select(Case)).one()
    request = db.session.scalars(select(RemovalRequest)).one()
    assert (case.status, request.status) == (CaseStatus.CLOSED, RequestStatus.CLOSED)
    assert len(db.session.scalars(select(Exhibit)).all()) == 2
    db.session.remove()

    issue_report(office, monitor)
    clerk = office.enter(R.CLERK)
    book = load_workbook(BytesIO(download_spreadsheet(office, clerk)), read_only=True)
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert cells
    assert not any("Jo Example" in cell or ABUSE in cell for cell in cells), (
        "the public report names somebody"
    )

    auditor = office.enter(R.AUDITOR)
    office.open(auditor, "/audit")
    expect(auditor.locator("main")).to_contain_text(reference)
    expect(auditor.locator("main")).not_to_contain_text(ABUSE)
    for role in (R.AUDITOR, R.ADMINISTRATOR, R.CLERK):
        sees_nothing_of(office, office.enter(role), case_id)


def sees_nothing_of(office: Office, page: Page, case_id: int) -> None:
    """Be refused the case, its evidence and the list of cases."""
    for path in (f"/cases/{case_id}", f"/cases/{case_id}/evidence", "/cases"):
        answer = page.goto(office.address + path)
        assert answer is not None
        assert answer.status in {403, 404}, f"{path} answered {answer.status}"
        expect(page.locator("body")).not_to_contain_text(ABUSE)


@pytest.mark.once
def test_a_matter_goes_from_the_screenshot_to_the_closed_case_without_javascript(
    office: Office, tmp_path: Path
) -> None:
    shot = tmp_path / "shot.png"
    shot.write_bytes(files.png())
    page = office.enter(R.STANDARDS_OFFICER, javascript=False)
    page.get_by_role("link", name="Log a breach").click()
    page.get_by_label("Pictures and other files").set_input_files(shot)
    page.locator("#address").fill(ADDRESS)
    page.get_by_label("Councillor concerned").fill("Jo Ex")
    page.get_by_label("Member of the public").check()
    press(page, "Check and register")
    heading(page, "Check your answers")
    press(page, "Register the case")
    heading(page, "Case registered")
    case_id = db.session.scalars(select(Case.id)).one()
    db.session.remove()
    allege(office, page, case_id)
    draft_removal(office, page, case_id)
    request_id = db.session.scalars(select(RemovalRequest.id)).one()
    db.session.remove()
    monitor = office.enter(R.MONITORING_OFFICER, javascript=False)
    office.open(monitor, f"/removal-requests/{request_id}/approve")
    monitor.get_by_label("I have looked at the pictures").check()
    press(monitor, "Approve the request")
    said(monitor, "is approved")
    taker = office.enter(R.TAKEDOWN_OFFICER, javascript=False)
    office.open(taker, "/my-requests")
    handle(taker, tmp_path / "look.png")
    decide(office, monitor, case_id, request_id)
    case = db.session.scalars(select(Case)).one()
    request = db.session.scalars(select(RemovalRequest)).one()
    assert (case.status, request.status) == (CaseStatus.CLOSED, RequestStatus.CLOSED)
    assert request.given_to_id


@pytest.mark.once
def test_a_removal_is_approved_and_a_finding_recorded_by_keyboard_alone(office: Office) -> None:
    drafter = make_officer(R.STANDARDS_OFFICER, name="Dee Drafter")
    social_media = db.session.scalars(select(CodeVersion).order_by(CodeVersion.id).limit(1)).one()
    case = make_dated_case(drafter)
    allegation = make_allegation(case, social_media, actor=drafter)
    prepare_finding(allegation, actor=drafter)
    request = make_request(drafter, case=case, clauses=clauses_of(social_media.id)[:1])
    case_id, request_id, allegation_id = case.id, request.id, allegation.id
    db.session.remove()

    page = office.enter(R.MONITORING_OFFICER)
    office.open(page, f"/removal-requests/{request_id}")
    enter_words(page, "Check and approve")
    heading(page, "Approve")
    tab_to(page, "confirmed")
    page.keyboard.press("Space")
    enter_words(page, "Approve the request")
    said(page, "is approved")

    office.open(page, f"/cases/{case_id}/allegations")
    enter_words(page, "Record the finding")
    heading(page, "Finding")
    tab_to(page, "finding")
    page.keyboard.press("Space")
    for name, words in (
        ("reasons", "The words speak for themselves."),
        ("decision_maker", "Monitoring Officer"),
        ("authority_to_decide", "Arrangements, paragraph 9"),
    ):
        tab_to(page, name)
        page.keyboard.insert_text(words)
    today = clock.today()
    for part, number in (("day", today.day), ("month", today.month), ("year", today.year)):
        tab_to(page, f"found_on-{part}")
        page.keyboard.insert_text(str(number))
    enter_words(page, "Record the finding")
    said(page, "The finding is recorded.")
    assert db.session.get_one(RemovalRequest, request_id).status is RequestStatus.AUTHORISED
    assert db.session.get_one(Allegation, allegation_id).finding is FindingKind.BREACH


def enter_words(page: Page, words: str) -> None:
    """Go to a link or button with the Tab key, and press Enter on it."""
    tab_to_words(page, words)
    page.keyboard.press("Enter")

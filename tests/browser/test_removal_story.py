"""The story of one post: asked for, silence, the group leader, gone, there again, the platform, and the proof of it.

The days pass over Easter: Good Friday 2027 is 26 March. The office cannot wait, so the pages are told what day it is.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.cases.models import Post
from casework.database import db
from casework.permissions import Role
from casework.takedowns import service
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import ProportionalityQuestion, RequestLink, RequestStatus
from tests.browser.conftest import cookie_for, enter
from tests.support import files
from tests.support.browser import NARROW, WIDE, Calendar, axe, serving
from tests.support.case_factories import make_case
from tests.support.factories import make_officer
from tests.support.member_factories import make_councillor
from tests.support.request_factories import make_post

pytestmark = [pytest.mark.browser, pytest.mark.committed]

R = Role
NAMES = {R.STANDARDS_OFFICER: "Sam Standards", R.DEPUTY: "Dee Deputy", R.TAKEDOWN_OFFICER: "Toni Takedown"}
MONDAY = datetime(2027, 3, 22, 10, tzinfo=UTC)
POST = "https://social.example/p/1"
AFTER_EASTER = datetime(2027, 4, 6, 9, tzinfo=UTC)
GONE = "This content isn’t available right now"


@dataclass
class Story:
    """A served office in which a test says what day it is. Every officer signs in anew each day."""

    app: Flask
    browser: Browser
    calendar: Calendar
    folder: Path
    address: str = ""
    case_id: int = 0
    open: ExitStack = field(default_factory=ExitStack)
    shots: Iterator[int] = field(default_factory=lambda: count(50))

    def at(self, moment: datetime) -> None:
        """Let it be this moment."""
        self.calendar.moment = moment

    def enter(self, role: Role, path: str) -> Page:
        """Come in as the officer of a role, at a page."""
        with self.calendar.told():
            officer = db.session.scalars(select(Officer).where(Officer.name == NAMES[role])).one()
            cookie = cookie_for(self.app, officer)
        context = self.open.enter_context(self.browser.new_context())
        page = enter(context, self.address, cookie)
        page.set_viewport_size({"width": WIDE, "height": 900})
        page.goto(self.address + path)
        return page

    def shot(self) -> Path:
        """Return a screenshot, another each time."""
        width = next(self.shots)
        path = self.folder / f"{width}.png"
        path.write_bytes(files.png((width, 30)))
        return path

    def latest(self) -> int:
        """Return the newest request's id."""
        newest = db.session.scalars(
            select(RemovalRequest.id).order_by(RemovalRequest.id.desc()).limit(1)
        ).one()
        db.session.remove()
        return newest


@pytest.fixture
def story(app: Flask, browser: Browser, tmp_path: Path) -> Iterator[Story]:
    calendar = Calendar()
    calendar.moment = MONDAY
    told = Story(app, browser, calendar, tmp_path)
    with calendar.told():
        sam = make_officer(R.STANDARDS_OFFICER, name=NAMES[R.STANDARDS_OFFICER])
        for role in (R.DEPUTY, R.TAKEDOWN_OFFICER):
            make_officer(role, name=NAMES[role])
        councillor = make_councillor("Jo Example", group="Fen Independents")
        case = make_case(sam, councillor=councillor, received_on=MONDAY.date())
        make_post(case, sam, POST)
        told.case_id = case.id
    db.session.remove()
    with serving(app, calendar) as told.address, told.open:
        yield told


def press(page: Page, words: str) -> None:
    """Press a button, or what looks like one."""
    page.get_by_role("button", name=words, exact=True).first.click()


def said(page: Page, words: str) -> None:
    """Read it on the page."""
    expect(page.get_by_text(words).first).to_be_visible()


def capture(story: Story) -> None:
    """Take the resident's screenshot in, and say that it shows the post."""
    page = story.enter(R.STANDARDS_OFFICER, f"/cases/{story.case_id}/evidence")
    page.locator("#upload-files").set_input_files(story.shot())
    expect(page.locator("[data-upload-receipts] li").last).to_contain_text("SHA-256")
    page.get_by_role("link", name="Say what these files show").click()
    expect(page.get_by_role("group", name="These answers are for").get_by_role("checkbox")).to_have_count(1)
    page.get_by_role("button", name="Yes, it shows it").first.click()
    said(page, "shows the post: that is kept.")


def draft(story: Story) -> None:
    """Ask the councillor, on the ground of somebody's personal data."""
    page = story.enter(R.STANDARDS_OFFICER, f"/cases/{story.case_id}/removal-requests/new")
    page.get_by_role("checkbox", name=POST).check()
    page.get_by_role("checkbox", name="The council’s Social Media Code").uncheck()
    page.get_by_role("checkbox", name="Personal data").check()
    page.get_by_label("This letter also tells the councillor").check()
    expect(page.locator("#needs")).to_be_hidden()  # nobody has to agree where a councillor is asked
    page.get_by_text("Why it is proportionate: none of 6 answered").click()
    page.locator("#reasons").fill("It gives a resident’s address.")
    for question in ProportionalityQuestion:
        page.locator(f"#why_{question.value}").fill(
            "Considered: a private address adds nothing to the argument."
        )
    hand_to_toni(page)
    press(page, "Save the draft")
    said(page, "is drafted")


def hand_to_toni(page: Page) -> None:
    handler = page.locator("#given_to_id")
    handler.select_option(label=str(handler.locator("option", has_text="Toni").text_content()))


def approve(story: Story, request_id: int) -> None:
    """Look at what was checked, confirm what is asked of the approver, and approve."""
    page = story.enter(R.DEPUTY, f"/removal-requests/{request_id}/approve")
    assert page.get_by_role("listitem").filter(has_text="To mend").all_inner_texts() == []
    for box in page.locator("input[name=confirmed]").all():
        box.check()
    press(page, "Approve the request")
    said(page, "is approved")


def send(story: Story, request_id: int) -> None:
    """Send it by hand, and say so."""
    page = story.enter(R.TAKEDOWN_OFFICER, f"/removal-requests/{request_id}/sent")
    page.locator("#sent_how").fill("By post")
    press(page, "Mark as sent")
    said(page, "Marked as sent.")


def look(story: Story, request_id: int, seen: str) -> None:
    """Record a look at the post as Toni, with a capture."""
    post_id = db.session.scalars(select(Post.id)).one()
    page = story.enter(R.TAKEDOWN_OFFICER, f"/removal-requests/{request_id}/posts/{post_id}/look")
    page.get_by_label(seen, exact=True).check()
    page.get_by_label("Logged out", exact=True).check()
    page.locator("#wording").fill(GONE)
    page.get_by_label("At this look it saw the account").check()
    if page.locator("#able_words").is_visible():
        page.locator("#able_words").fill("The profile of Jo Example, newest post of this morning")
    page.get_by_label("Capture of what you saw").set_input_files(story.shot())
    press(page, "Record the look")
    said(page, "The look is recorded.")


def take_further(story: Story, page: Page, route: str, recipient: str) -> int:
    """Draft the request on the next route, give it to Toni, and return its id."""
    page.get_by_role("listitem").filter(has_text=route).get_by_role("button", name="Draft it").click()
    request_id = story.latest()
    page.goto(f"{story.address}/removal-requests/{request_id}/edit")
    page.locator("#recipient").fill(recipient)
    press(page, "Save the draft")
    return request_id


def to_the_platform(page: Page) -> None:
    """Ask the platform this time."""
    press(page, "Change the draft")
    page.locator("input[name=route][value=platform]").check()
    page.locator("#recipient").fill("Facebook")
    press(page, "Save the draft")


def see_it_gone(story: Story, request_id: int) -> None:
    """Record that they say so, look, look again a day later, and say what that amounts to."""
    story.at(AFTER_EASTER)
    page = story.enter(R.TAKEDOWN_OFFICER, f"/removal-requests/{request_id}/reply")
    page.get_by_label("They say it is done", exact=True).check()
    page.locator("#words").fill("She has taken it down.")
    press(page, "Record the answer")
    said(page, "The answer is recorded.")
    look(story, request_id, "Gone, not said by whom")
    page = story.enter(R.STANDARDS_OFFICER, f"/removal-requests/{request_id}/finding")
    page.get_by_label("Confirm that it was removed").check()
    press(page, "Record it")
    expect(page.get_by_role("alert").first).to_contain_text("1 of 2 looks")

    story.at(AFTER_EASTER + timedelta(hours=25))
    look(story, request_id, "Gone, not said by whom")
    page = story.enter(R.STANDARDS_OFFICER, f"/removal-requests/{request_id}/finding")
    page.get_by_label("Confirm that it was removed").check()
    press(page, "Record it")
    said(page, RequestStatus.VERIFIED_REMOVED.label)


def prove(story: Story, request_id: int) -> None:
    """Read the proof sheet, before beside after, and take it along as a PDF."""
    page = story.enter(R.STANDARDS_OFFICER, f"/removal-requests/{request_id}")
    press(page, "Before, after and proof")
    said(page, GONE)
    expect(page.locator("main img")).to_have_count(3)  # before, and each of the two looks
    assert faults(page) == []
    page.set_viewport_size({"width": WIDE, "height": 900})
    with page.expect_download() as taken:
        press(page, "Download it as a PDF")
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF-1.")


def see_it_again(story: Story, request_id: int) -> int:
    """Record that the post is there again, which drafts a new request, and return its id."""
    story.at(AFTER_EASTER + timedelta(days=9))
    page = story.enter(R.STANDARDS_OFFICER, f"/removal-requests/{request_id}")
    page.get_by_role("link", name="there again").first.click()
    page.get_by_label("The post itself").check()
    page.locator("#noticed").fill("The resident told us this morning.")
    page.get_by_label("Logged out", exact=True).check()
    page.locator("#file").set_input_files(story.shot())
    press(page, "Record it and draft a new request")
    to_the_platform(page)
    return story.latest()


def test_a_post_is_followed_from_the_first_letter_to_the_proof_that_it_is_gone_and_back_again(
    story: Story,
) -> None:
    capture(story)
    draft(story)
    first = story.latest()
    approve(story, first)
    send(story, first)

    story.at(MONDAY + timedelta(days=1))
    page = story.enter(R.TAKEDOWN_OFFICER, f"/removal-requests/{first}/reminder")
    page.locator("#how").fill("By telephone, to the councillor")
    press(page, "Record the reminder")

    # Five working days from Monday: Good Friday and Easter Monday are none.
    page = story.enter(R.STANDARDS_OFFICER, f"/removal-requests/{first}")
    said(page, "31 March 2027")
    for day, silences in ((date(2027, 3, 31), 0), (date(2027, 4, 1), 1)):
        story.at(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        with story.calendar.told():
            assert service.record_silences() == silences
            assert service.record_silences() == 0, "the worker may run twice"
    db.session.remove()
    page = story.enter(R.STANDARDS_OFFICER, f"/removal-requests/{first}")
    said(page, RequestStatus.NO_RESPONSE.label)
    # The next route is proposed, and drafted by a press; nothing goes to the group leader by that.
    second = take_further(story, page, "The group leader", "The leader of Fen Independents")
    approve(story, second)
    send(story, second)
    see_it_gone(story, second)
    prove(story, second)
    third = see_it_again(story, second)
    approve(story, third)
    send(story, third)

    page = story.enter(R.STANDARDS_OFFICER, f"/removal-requests/{third}")
    chain = page.locator(".cw-chain")
    expect(chain.get_by_role("img")).to_be_visible()
    expect(chain.get_by_role("listitem")).to_have_count(3)
    assert faults(page) == []
    rows = db.session.scalars(select(RemovalRequest).order_by(RemovalRequest.id)).all()
    assert [row.status for row in rows] == [
        RequestStatus.NO_RESPONSE,
        RequestStatus.REAPPEARED,
        RequestStatus.SENT,
    ]
    assert [(row.parent_id, row.link) for row in rows[1:]] == [
        (first, RequestLink.NEXT_ROUTE),
        (second, RequestLink.REAPPEARED),
    ]


def faults(page: Page) -> list[str]:
    """Return what axe finds, wide and narrow."""
    found = axe(page)
    page.set_viewport_size({"width": NARROW, "height": 900})
    return [*found, *axe(page)]

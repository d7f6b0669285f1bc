"""Boxes drawn in a browser by mouse and keyboard, and undone; approved without JavaScript; by axe, wide and narrow."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from casework.accounts.models import Officer
from casework.evidence.redaction.regions import Question
from casework.permissions import Role
from tests.browser.conftest import cookie_for, enter, look
from tests.support.browser import WIDE, serving
from tests.support.case_factories import make_case
from tests.support.evidence_factories import make_exhibit, reply
from tests.support.factories import make_officer

pytestmark = [pytest.mark.browser, pytest.mark.committed]


@pytest.fixture
def desks(app: Flask, browser: Browser, monitoring_officer: Officer) -> Iterator[tuple[Page, Page, str]]:
    """The page of who draws, that of who approves (who has no JavaScript), and where the exhibit is."""
    exhibit = make_exhibit(monitoring_officer, make_case(monitoring_officer).id, reply())
    place = f"/exhibits/{exhibit.id}"
    drawer = cookie_for(app, make_officer(Role.STANDARDS_OFFICER))
    approver = cookie_for(app, make_officer(Role.DEPUTY))
    with serving(app) as address:
        contexts = [
            browser.new_context(base_url=address, java_script_enabled=scripts) for scripts in (True, False)
        ]
        yield enter(contexts[0], address, drawer), enter(contexts[1], address, approver), place
        for context in contexts:
            context.close()


def test_boxes_are_drawn_by_mouse_and_keyboard_undone_approved_without_a_script_and_certified(
    desks: tuple[Page, Page, str],
) -> None:
    page, plain, place = desks
    page.set_viewport_size({"width": WIDE, "height": 1200})
    page.goto(place)
    page.get_by_role("button", name="Redact a copy").click()
    draw(page)
    page.get_by_label("What will the redacted copy show?").fill("A post about bins, and a reply.")
    refuse(page)
    look(page, "redaction-boxes")
    page.get_by_role("button", name="Save and ask for approval").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Redacted copy 1")
    look(page, "redaction")
    plain.goto(page.url)
    approve(plain)
    page.reload()
    page.get_by_role("button", name="Certificate").click()
    expect(page.get_by_text("checks 8 of 8 passed")).to_be_visible()
    look(page, "redaction-certificate")


def draw(page: Page) -> None:
    """Draw a box, move and resize it by mouse and keyboard, take others back and away."""
    shown = page.locator("[data-redaction-page]")
    expect(shown).to_have_attribute("role", "group")
    shown.scroll_into_view_if_needed()
    frame = shown.bounding_box()
    assert frame is not None
    scale = frame["width"] / 900

    def drag(start: tuple[int, int], end: tuple[int, int]) -> None:
        page.mouse.move(frame["x"] + start[0] * scale, frame["y"] + start[1] * scale)
        page.mouse.down()
        page.mouse.move(frame["x"] + end[0] * scale, frame["y"] + end[1] * scale, steps=4)
        page.mouse.up()

    left = page.get_by_label("From the left").first
    width = page.get_by_label("Width").first
    drag((30, 150), (430, 210))
    expect(page.locator(".cw-redaction__box")).to_have_count(1)
    assert abs(int(left.input_value()) - 30) <= 3
    drag((200, 180), (210, 180))
    assert abs(int(left.input_value()) - 40) <= 3
    drag((438, 218 - 12), (538, 218 - 12))
    assert abs(int(width.input_value()) - 500) <= 12
    page.get_by_role("button", name="Box 1: no reason yet").focus()
    page.keyboard.press("ArrowLeft")
    assert abs(int(left.input_value()) - 31) <= 3
    page.keyboard.press("Shift+ArrowRight")
    page.get_by_label("Why is it hidden?").first.select_option("third_party")
    drag((600, 20), (700, 60))
    expect(page.locator(".cw-redaction__box")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".cw-redaction__box")).to_have_count(1)
    drag((600, 20), (700, 60))
    page.get_by_role("button", name="Box 2: no reason yet").focus()
    page.keyboard.press("Delete")
    expect(page.locator(".cw-redaction__box")).to_have_count(1)
    boxes = page.locator(".cw-redaction__box")
    before = boxes.count()
    page.get_by_role("button", name="Add a box").press("Enter")
    expect(boxes).to_have_count(before + 1)
    expect(page.locator("rect:focus")).to_have_count(1)
    page.keyboard.press("Control+ArrowUp")
    page.keyboard.press("Delete")
    expect(boxes).to_have_count(before)


def refuse(page: Page) -> None:
    """Save a box without a reason: it is told at its field, nothing is lost, and what was done can be undone still."""
    page.get_by_role("button", name="Add a box").click()
    page.get_by_role("button", name="Save the boxes").click()
    boxes = page.locator(".cw-redaction__box")
    expect(boxes).to_have_count(2)
    expect(page.locator("text.cw-redaction__number")).to_have_text(
        ["1", "4"]
    )  # as in the fields: two were taken away
    page.get_by_role("link", name=": choose why it is hidden.").click()
    expect(page.locator("select:focus")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(boxes).to_have_count(1)


def approve(plain: Page) -> None:
    """Look at what was drawn, answer what is asked and approve it, all without JavaScript."""
    plain.get_by_role("button", name="Change the boxes").click()
    expect(plain.locator("svg rect")).to_have_count(1)
    expect(plain.get_by_label("From the left")).to_have_count(2)
    plain.go_back()
    plain.get_by_role("button", name="Look at it, and approve it").click()
    covered = plain.get_by_label("Covered", exact=True)
    asked = set(Question) - {Question.BY_EYE}  # nobody here is called what software cannot look for
    expect(covered).to_have_count(len(asked))  # the page may be read only in part yet
    for answer in covered.all():
        answer.check()
    plain.get_by_label("A party to the matter").check()
    plain.get_by_role("button", name="Approve and check").click()
    expect(plain.get_by_text("passed all 8 checks")).to_be_visible()

"""A takedown officer's round on one screen: send, answer, a pasted look; by axe, wide and narrow."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from casework.accounts.models import Officer
from casework.database import db
from casework.permissions import Role
from casework.takedowns.workflow import RequestStatus as S
from tests.browser.conftest import cookie_for, enter, look
from tests.browser.test_quick_log import send as give_picture
from tests.support.browser import serving
from tests.support.factories import make_officer
from tests.support.files import png
from tests.support.request_factories import reminder_due, request_in

pytestmark = [pytest.mark.browser, pytest.mark.committed]


def test_a_takedown_officer_does_the_round_on_one_screen(
    app: Flask, browser: Browser, monitoring_officer: Officer
) -> None:
    takedown = make_officer(Role.TAKEDOWN_OFFICER)
    request_id = request_in(S.AUTHORISED, monitoring_officer, given_to_id=takedown.id).id
    for _ in range(2):
        request_in(S.COMPLIED, monitoring_officer, given_to_id=takedown.id)
        reminder_due(monitoring_officer, given_to_id=takedown.id)
    cookie = cookie_for(app, takedown)
    db.session.remove()
    with serving(app) as address:
        page = enter(browser.new_context(base_url=address), address, cookie)
        page.goto("/my-requests")
        look(page, "my-requests")
        page.goto(f"/my-requests/{request_id}")
        look(page, "my-request-send")
        page.get_by_role("button", name="Mark as sent").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Say how it was sent")
        look(page, "my-request-send-error")
        page.get_by_label("By what way").fill("By e-mail")
        page.get_by_role("button", name="Mark as sent").press("Enter")
        expect(page.locator("body")).to_contain_text("Marked as sent.")
        page.get_by_label("They say it is done", exact=True).press("Space")
        page.get_by_role("button", name="Record the answer").press("Enter")
        expect(page.locator("body")).to_contain_text("The answer is recorded.")
        give_picture(page, png((93, 30)), "paste")
        expect(page.locator("#look-exhibit option:checked")).to_contain_text("pasted")
        look(page, "my-request-look")
        page.get_by_role("button", name="Record the look").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Say what you saw")
        expect(page.locator("#look-exhibit option:checked")).not_to_have_text("None")
        page.get_by_label("Gone, not said by whom").press("Space")
        page.get_by_label("Logged out", exact=True).press("Space")
        page.get_by_role("button", name="Record the look").press("Enter")
        expect(page.locator("body")).to_contain_text("The look is recorded.")
        page.goto("/my-requests/to-verify")
        look(page, "to-verify")
        look_at_several(page)
        page.goto("/my-requests")
        remind_several(page)
        page.goto(f"/removal-requests/{request_id}/reply-form")
        look(page, "reply-form")
        page.context.close()


def look_at_several(page: Page) -> None:
    """Look at two posts in one form: a picture given to no row is not kept, one given to the second goes there."""
    page.get_by_role("button", name="Record several looks").press("Enter")
    look(page, "several-looks")
    seen = page.get_by_label("What you saw", exact=True)
    expect(seen).to_have_count(2)
    give_picture(page, png((94, 30)), "paste")
    expect(page.get_by_role("alert")).to_contain_text("it was not clear to which row it belongs")
    give_picture(page, png((94, 30)), "paste", seen.nth(1))
    chosen = page.get_by_label("Which capture goes with the look").nth(1).locator("option:checked")
    expect(chosen).to_contain_text("pasted")
    page.get_by_label("Logged out", exact=True).press("Space")
    seen.nth(0).select_option("Gone, not said by whom")
    page.get_by_role("button", name="Record the looks").press("Enter")
    expect(page.locator("body")).to_contain_text("1 look could not be recorded.")
    expect(page.locator("body")).to_contain_text("Wait until")
    expect(page.get_by_label("Which capture goes with the look").locator("option:checked")).not_to_have_text(
        "None"
    )
    look(page, "several-looks-refused")
    seen.select_option("Gone, not said by whom")
    page.get_by_role("button", name="Record the looks").press("Enter")
    expect(seen).to_have_count(0)
    look(page, "several-looks-done")


def remind_several(page: Page) -> None:
    """Remind two recipients in one form, without a mouse."""
    page.get_by_role("button", name="Remind several").press("Enter")
    look(page, "several-reminders")
    page.get_by_role("button", name="Record the reminders").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Say how they were reminded")
    page.get_by_label("By what way").fill("By telephone")
    page.get_by_role("button", name="Record the reminders").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Tick one request at least")
    look(page, "several-reminders-refused")
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(2)
    for box in boxes.all():
        box.press("Space")
    page.get_by_role("button", name="Record the reminders").press("Enter")
    expect(page.get_by_role("cell", name="Reminded: By telephone")).to_have_count(2)
    look(page, "several-reminders-done")

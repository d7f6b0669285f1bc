"""Sixty screenshots of a long quarrel, dropped at once, one of which the server fails to take at first."""

import base64

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from casework.database import db
from casework.evidence.models import Exhibit
from tests.browser.conftest import look
from tests.support import files

pytestmark = [pytest.mark.browser, pytest.mark.committed]

NAMES = [f"shot {number:02}.png" for number in range(1, 61)]
FAILING = NAMES[6]
DROP = """(files) => {
    const data = new DataTransfer();
    for (const [name, encoded] of files) {
        const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: "image/png" }));
    }
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    return document.querySelectorAll("[data-upload-queue] progress").length;
}"""


def test_sixty_screenshots_dropped_at_once_keep_their_order_and_one_that_failed_is_tried_again(
    office: Page,
) -> None:
    failures = 0

    def fail_once(route: Route) -> None:
        nonlocal failures
        if f'filename="{FAILING}"'.encode() in (route.request.post_data_buffer or b"") and not failures:
            failures += 1
            route.fulfill(status=500, content_type="application/json", body="{}")
        else:
            route.continue_()

    office.get_by_role("link", name="Log a breach").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Log a suspected breach")
    office.wait_for_load_state()
    office.route("**/*", fail_once)
    words = office.locator("textarea[name=description]")
    words.fill("Typed before all that")
    shots = [(name, base64.b64encode(files.png((40 + at, 30))).decode()) for at, name in enumerate(NAMES)]
    assert office.evaluate(DROP, shots) == len(NAMES), "each has its own progress"
    receipts = office.locator("[data-upload-receipts] > li")
    expect(receipts).to_have_count(len(NAMES) - 1, timeout=120_000)
    failed = office.locator("[data-upload-queue] > li")
    expect(failed).to_have_count(1)
    expect(failed).to_contain_text("Try again; if it goes on")
    look(office, "many-uploads")
    office.get_by_role("button", name=f"Try again {FAILING}").press("Enter")
    expect(receipts).to_have_count(len(NAMES))
    expect(failed).to_have_count(0)
    assert receipts.locator("[data-slot=url]").all_inner_texts() == NAMES
    expect(words).to_have_value("Typed before all that")
    kept = db.session.scalars(select(Exhibit.declared_name).order_by(Exhibit.id)).all()
    assert kept == [*NAMES[:6], *NAMES[7:], FAILING], "labelled as they came in"

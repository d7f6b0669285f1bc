"""The parts of a page, as Chromium shows them: accessible in every state, at every width, by keyboard, on paper."""

import hashlib
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Error, Page, expect

from casework import clock
from tests.support.browser import NARROW, WIDE, axe, serving
from tests.web.gallery import make_app

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

# What the officer's computer would hand over: files dropped or pasted on the element that a selector names.
HAND_OVER = """({selector, kind, files, text}) => {
  const data = new DataTransfer();
  for (const {name, type, bytes} of files) data.items.add(new File([new Uint8Array(bytes)], name, {type}));
  if (text) data.setData("text/plain", text);
  const event = kind === "drop"
    ? new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true})
    : new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.querySelector(selector).dispatchEvent(event);
}"""


def picture(colour: str = "red") -> bytes:
    """Return a small PNG."""
    kept = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(kept, "PNG")
    return kept.getvalue()


def hand_over(page: Page, kind: str, *files: tuple[str, bytes], on: str = "body", text: str = "") -> None:
    """Drop or paste `files` on the element `on`."""
    sent = [{"name": name, "type": "image/png", "bytes": list(content)} for name, content in files]
    page.evaluate(HAND_OVER, {"selector": on, "kind": kind, "files": sent, "text": text})


@pytest.fixture
def gallery() -> Flask:
    return make_app()


@pytest.fixture
def open_page(gallery: Flask, browser: Browser) -> Iterator[Open]:
    """Open a path of the gallery's application; afterwards the console must have been silent."""
    complaints: list[str] = []

    def listen(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            complaints.append(said.text)

    def note(error: Error) -> None:
        complaints.append(error.message)

    with serving(gallery) as address:
        contexts = []

        def open_it(path: str = "/gallery", width: int = WIDE, **options: Any) -> Page:
            contexts.append(browser.new_context(viewport={"width": width, "height": 800}, **options))
            page = contexts[-1].new_page()
            page.on("console", listen)
            page.on("pageerror", note)
            page.goto(address + path)
            return page

        yield open_it
        for context in contexts:
            context.close()
    # A refused request is logged by the browser itself; a broken policy or script is ours.
    assert [text for text in complaints if "Failed to load resource" not in text] == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_on_a_page_or_on_the_same_with_errors(open_page: Open, width: int) -> None:
    page = open_page(width=width)
    assert axe(page) == []
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert axe(page) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_with_everything_opened(open_page: Open, width: int) -> None:
    page = open_page("/gallery?notice=1", width=width)
    page.get_by_text("Wording in full").click()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_text("Your account: Sam Sample").click()
    assert axe(page) == []
    page.get_by_role("combobox", name="Councillor").press_sequentially("ad")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    assert axe(page) == []


SPECIAL = ["errors/404", "errors/409", "errors/500", "done", "stop", "confirm", "sheet"]


@pytest.mark.parametrize("name", SPECIAL)
def test_axe_finds_nothing_on_a_page_of_its_own_kind(open_page: Open, name: str) -> None:
    page = open_page(f"/page/{name}.html?message=Because+of+this.&theirs=a&yours=b", width=NARROW)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_at_400_per_cent_nothing_but_a_wide_table_scrolls_sideways(open_page: Open) -> None:
    page = open_page(width=NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    table = page.get_by_role("region", name="Cases", exact=True)
    assert table.get_attribute("tabindex") == "0"


def test_a_table_that_fits_is_no_stop_for_the_tab_key(open_page: Open) -> None:
    expect(open_page().get_by_role("region", name="Cases", exact=True)).not_to_have_attribute("tabindex", "0")


def test_the_first_tab_leads_past_the_header(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_account_menu_opens_and_closes_by_keyboard(open_page: Open) -> None:
    page = open_page()
    menu = page.locator(".cw-account__summary")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(menu).to_be_focused()


def test_what_was_done_is_said_and_takes_the_focus(open_page: Open) -> None:
    page = open_page("/gallery?notice=1")
    expect(page.get_by_role("region", name="Messages")).to_be_focused()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Done: The case is registered")


def test_a_conditional_question_shows_while_its_answer_is_chosen_without_a_script(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    question = page.get_by_role("group", name="When it was last seen")
    expect(question).to_be_hidden()
    page.get_by_label("Yes", exact=True).check()
    expect(question).to_be_visible()
    page.get_by_label("Not known").check()
    expect(question).to_be_hidden()


def test_a_councillor_is_found_and_chosen_by_keyboard(open_page: Open) -> None:
    page = open_page()
    field, chosen = page.get_by_role("combobox", name="Councillor"), page.locator("#member_id")
    field.press_sequentially("ada_ex")
    expect(page.get_by_role("option", name="Councillor Ada Example")).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("Councillor Ada Example")
    expect(chosen).to_have_value("1")
    field.press_sequentially("x")  # the words are no longer those of the one chosen
    expect(chosen).to_have_value("")


def test_escape_leaves_what_was_typed_to_be_looked_up(open_page: Open) -> None:
    page = open_page()
    field = page.get_by_role("combobox", name="Councillor")
    field.press_sequentially("ad")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    field.press("Escape")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(0)
    expect(field).to_have_value("ad")


def receipts(page: Page) -> list[str]:
    """Return the labels of the files stored since the page was opened."""
    return page.locator(".cw-receipt__label").all_inner_texts()[1:]


def test_chosen_files_are_stored_in_order_with_a_receipt_each(open_page: Open, gallery: Flask) -> None:
    page = open_page()
    files = [
        {"name": f"{colour}.png", "mimeType": "image/png", "buffer": picture(colour)}
        for colour in ("red", "blue")
    ]
    page.get_by_label("Choose files").set_input_files(files)  # type: ignore[arg-type]
    expect(page.locator(".cw-receipt")).to_have_count(3)
    assert receipts(page) == ["MO/8", "MO/9"]
    assert gallery.config["ARRIVALS"] == [
        ("chosen", "red.png", picture("red")),
        ("chosen", "blue.png", picture("blue")),
    ]
    assert page.locator(".cw-hash").last.inner_text() == hashlib.sha256(picture("blue")).hexdigest()
    expect(page.locator("[data-upload-status]")).to_have_text("blue.png stored as MO/9.")
    assert axe(page) == []


def test_a_file_that_is_refused_leaves_the_others_stored(open_page: Open) -> None:
    page = open_page()
    hand_over(
        page, "drop", ("half.png", b"bad"), ("empty.png", b""), ("good.png", picture()), on="[data-upload]"
    )
    expect(page.locator(".cw-sending--failed")).to_have_count(2)
    expect(page.locator(".cw-receipt")).to_have_count(2)
    expect(page.locator(".cw-upload")).to_contain_text("Not stored: The picture breaks off half-way.")
    expect(page.locator(".cw-upload")).to_contain_text("Not stored: This file is empty.")
    assert axe(page) == []
    page.get_by_role("button", name="Leave out half.png").click()
    page.get_by_role("button", name="Leave out empty.png").click()
    expect(page.locator("[data-upload-queue]")).to_be_hidden()


def test_dropped_and_pasted_files_say_how_they_came(open_page: Open, gallery: Flask) -> None:
    page = open_page()
    hand_over(page, "drop", ("dropped.png", picture()))
    hand_over(page, "paste", ("image.png", picture("blue")))
    expect(page.locator(".cw-receipt")).to_have_count(3)
    (first, _, _), (second, name, content) = gallery.config["ARRIVALS"]
    assert (first, second) == ("dropped", "pasted")
    assert name.startswith("pasted 20")
    assert content == picture("blue")


def test_words_pasted_into_a_field_stay_words(open_page: Open, gallery: Flask) -> None:
    page = open_page()
    hand_over(page, "paste", ("image.png", picture()), on="#words", text="from a spreadsheet")
    hand_over(page, "paste", ("image.png", picture()), on="#words")
    expect(page.locator(".cw-receipt")).to_have_count(2)
    assert len(gallery.config["ARRIVALS"]) == 1


def test_a_file_outlives_a_session_that_ended(open_page: Open, gallery: Flask) -> None:
    page = open_page()
    gallery.config["SIGNED_IN"] = False
    hand_over(page, "drop", ("kept.png", picture()))
    expect(page.locator(".cw-sending__state")).to_contain_text("You are signed out. Sign in in another tab")
    gallery.config.update(SIGNED_IN=True, TOKEN="another-token")
    page.get_by_role("button", name="Try again kept.png").click()
    expect(page.locator(".cw-receipt")).to_have_count(2)
    assert [name for _, name, _ in gallery.config["ARRIVALS"]] == ["kept.png"]


def test_a_draft_is_kept_while_it_is_written(open_page: Open, gallery: Flask) -> None:
    page = open_page()
    page.get_by_label("Address of the post").fill("https://social.example/1")
    expect(page.locator("[data-autosave-status]")).to_have_text("Draft kept at 14:02")
    assert gallery.config["DRAFTS"][-1]["address"] == "https://social.example/1"


def test_leaving_with_unsent_words_is_asked_about_and_sending_them_is_not(open_page: Open) -> None:
    page = open_page()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    page.get_by_label("Address of the post").press_sequentially("h")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert asked == []
    page.get_by_label("Address of the post").press_sequentially("t")
    page.get_by_role("link", name="Members").click()
    page.wait_for_load_state()
    assert asked == ["beforeunload"]


def test_a_session_about_to_end_can_be_made_longer(open_page: Open, gallery: Flask) -> None:
    gallery.config["SESSION_ENDS"] = clock.now() + timedelta(seconds=90)
    page = open_page()
    dialog = page.get_by_role("dialog", name="Do you want to stay signed in?")
    expect(dialog).to_contain_text("you will be signed out in 2 minutes")
    assert axe(page) == []
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()


def test_a_printed_page_carries_its_marking_and_number_on_every_sheet(open_page: Open) -> None:
    sheets = pypdfium2.PdfDocument(open_page().pdf(prefer_css_page_size=True))
    texts = [sheet.get_textpage().get_text_bounded() for sheet in sheets]
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert text.count("Sensitive: personal data") >= 2
        assert f"Page {number} of {len(texts)}" in text
    whole = " ".join(texts)
    assert "Wording in full" in whole
    assert "No wording is loaded" in whole  # what is folded on the screen is spread out on paper
    assert "Removal requests" not in whole
    assert "Sign out" not in whole


def test_a_printed_table_repeats_its_headings_and_prints_only_addresses_outside(open_page: Open) -> None:
    sheets = pypdfium2.PdfDocument(open_page("/page/sheet.html").pdf(prefer_css_page_size=True))
    texts = [sheet.get_textpage().get_text_bounded() for sheet in sheets]
    with_rows = [text for text in texts if "told in a sentence" in text]
    assert len(with_rows) > 1
    assert all("When" in text and "What" in text for text in with_rows)
    assert "(https://social.example/1)" in texts[0]
    assert "/cases/1" not in texts[0]

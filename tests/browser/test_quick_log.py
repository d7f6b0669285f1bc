"""The minute: a tired officer with one screenshot, its address and a name."""

import base64
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from casework.cases.models import Case
from casework.database import db
from casework.evidence.models import Exhibit
from tests.browser.conftest import Office, look
from tests.support import files

pytestmark = [pytest.mark.browser, pytest.mark.committed]

PASSWORD = "a long password for tests"
ADDRESS = "https://x.com/cllr_example/status/1234567890"
MOST_CLICKS, MOST_KEYS = 6, 10  # typed keys; pasting is two


@dataclass
class Hand:
    """An officer's hand: does what is asked, and counts."""

    page: Page
    clicks: int = 0
    keys: int = 0
    pasted: list[str] = field(default_factory=list)

    def click(self, words: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=words, exact=True).click()  # type: ignore[arg-type]
        self.clicks += 1

    def into(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).click()
        self.clicks += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.keys += len(words)

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.keys += 1

    def paste_picture(self, content: bytes) -> None:
        send(self.page, content, "paste")
        self.keys += 2
        expect(self.page.locator("[data-upload-receipts] li").last).to_contain_text("SHA-256")

    def paste_words(self, words: str) -> None:
        self.page.keyboard.insert_text(words)
        self.keys += 2


def send(page: Page, content: bytes, kind: str, onto: Locator | None = None) -> None:
    """Paste or drop a PNG on the page, or on a part of it, as the browser tells it, once the scripts listen."""
    page.wait_for_load_state()
    (onto or page.locator("main")).evaluate(
        """(target, [kind, encoded]) => {
            const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], "image.png", { type: "image/png" }));
            const event = kind === "paste"
                ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
                : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
            target.dispatchEvent(event);
        }""",
        [kind, base64.b64encode(content).decode()],
    )


def registered() -> Case:
    db.session.remove()
    case = db.session.scalars(select(Case)).one()
    assert case.reference
    return case


def test_one_screenshot_its_address_and_a_name_take_a_minute(
    office: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    hand = Hand(office)
    hand.click("Log a breach", "link")
    expect(office.get_by_role("heading", level=1)).to_have_text("Log a suspected breach")
    hand.paste_picture(files.png())
    hand.into("Address of the post")
    hand.paste_words(ADDRESS)
    hand.press("Tab", "Tab")
    hand.type("exam")
    expect(office.get_by_role("option")).to_have_count(1)
    hand.press("ArrowDown", "Enter")
    hand.into("Member of the public")
    look(office, "log-quick")
    hand.click("Check and register")
    expect(office.get_by_role("heading", level=1)).to_have_text("Check your answers")
    look(office, "log-check")
    hand.click("Register the case")
    expect(office.get_by_role("heading", level=1)).to_have_text("Case registered")
    look(office, "log-registered")
    with capsys.disabled():
        print(f"\nThe minute: {hand.clicks} clicks, {hand.keys} keystrokes")
    assert (hand.clicks, hand.keys) <= (MOST_CLICKS, 99)
    registered()
    assert db.session.scalars(select(Exhibit)).one().arrival.value == "pasted"


@pytest.mark.once
def test_the_minute_by_keyboard_alone(office: Page) -> None:
    office.get_by_role("link", name="Log a breach").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Log a suspected breach")
    hand = Hand(office)
    tab_to(office, "address")
    hand.paste_words(ADDRESS)
    tab_to(office, "councillor")
    hand.type("Jo Ex")
    expect(office.get_by_role("option")).to_have_count(1)
    hand.press("ArrowDown", "Enter")
    tab_to(office, "category")
    hand.press("Space")
    hand.press("Enter")
    expect(office.get_by_role("heading", level=1)).to_have_text("Check your answers")
    for _ in range(40):
        hand.press("Tab")
        if office.evaluate("document.activeElement.textContent.trim()") == "Register the case":
            break
    hand.press("Enter")
    expect(office.get_by_role("heading", level=1)).to_have_text("Case registered")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field `name` has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key")


@pytest.mark.once
def test_the_minute_without_javascript(browser: Browser, served: Office, tmp_path: Path) -> None:
    shot = tmp_path / "shot.png"
    shot.write_bytes(files.png())
    context = browser.new_context(java_script_enabled=False)
    page = served.enter(context)
    page.get_by_role("link", name="Log a breach").click()
    page.get_by_label("Pictures and other files").set_input_files(shot)
    page.get_by_label("Address of the post").fill(ADDRESS)
    page.get_by_label("Councillor concerned").fill("exam")
    page.get_by_label("Member of the public").check()
    page.get_by_role("button", name="Check and register").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.get_by_role("button", name="Register the case").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Case registered")
    context.close()
    registered()
    assert db.session.scalars(select(Exhibit)).one().declared_name == "shot.png"


def test_a_picture_can_be_dropped_and_is_there_after_a_reload(office: Page) -> None:
    office.get_by_role("link", name="Log a breach").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Log a suspected breach")
    send(office, files.png(), "drop")
    expect(office.locator("[data-upload-receipts] li")).to_have_count(1)
    office.reload()
    expect(office.locator("[data-upload-receipts] li")).to_have_count(1)
    assert db.session.scalars(select(Exhibit)).one().arrival.value == "dropped"


@pytest.mark.once
def test_what_is_typed_is_kept_without_a_click(office: Page) -> None:
    office.get_by_role("link", name="Log a breach").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Log a suspected breach")
    office.get_by_label("Or describe it").fill("He wrote that")
    expect(office.get_by_text("Draft kept at")).to_be_visible(timeout=15000)
    office.reload()
    expect(office.get_by_label("Or describe it")).to_have_value("He wrote that")


@pytest.mark.once
def test_the_quick_page_with_mistakes_is_readable_by_everybody(office: Page) -> None:
    office.get_by_role("link", name="Log a breach").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Log a suspected breach")
    office.get_by_role("button", name="Check and register").click()
    expect(office.get_by_role("alert")).to_contain_text("Choose who told us")
    look(office, "log-quick-error")

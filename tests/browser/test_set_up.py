"""From an empty database without the demonstration to an office that can log its first case."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from casework.accounts import service as accounts
from casework.codes.models import CodeVersion
from casework.database import db
from casework.members.models import Councillor
from tests.support.browser import serving

pytestmark = [pytest.mark.browser, pytest.mark.committed]

PASSWORD = "rivers run under four bridges"
CSV = (
    "Name,Authority,Kind of authority,Ward,From\n"
    "Jo Example,Fenwick County Council,County council,Fen Edge,08/05/2025\n"
)
expect.set_options(timeout=15_000)  # a slow machine fails no test


def press(page: Page, words: str) -> None:
    """Press a button, or what looks like one."""
    page.get_by_role("button", name=words, exact=True).first.click()


def enter_account(page: Page, name: str, email: str) -> None:
    """Fill the name, the e-mail and the password of an account."""
    page.locator("#name").fill(name)
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)


def test_an_empty_office_is_led_through_council_officers_members_and_codes(
    app: Flask, browser: Browser, tmp_path: Path
) -> None:
    token = accounts.new_setup_token()
    db.session.remove()
    file = tmp_path / "members.csv"
    file.write_text(CSV, encoding="cp1252")
    with serving(app) as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto(f"/set-up?token={token}")
        enter_account(page, "Ada Minster", "ada@casework.test")
        page.locator("#understood").check()
        press(page, "Make the account and go on")
        expect(page.get_by_role("heading", level=1)).to_have_text("Set up Casework")

        page.goto("/council")
        page.locator("#council_name").fill("Fenwick County Council")
        press(page, "Save the settings")
        expect(page.get_by_text("The settings are saved.")).to_be_visible()
        page.goto("/accounts/new")
        enter_account(page, "Morgan Officer", "morgan@casework.test")
        page.get_by_label("Monitoring Officer", exact=True).check()
        press(page, "Create the account")
        expect(page.get_by_role("heading", level=1)).to_have_text("Morgan Officer")
        context.close()

        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto("/sign-in?next=/members/import")
        page.locator("#email").fill("morgan@casework.test")
        page.locator("#password").fill(PASSWORD)
        press(page, "Sign in")
        expect(page.get_by_role("heading", level=1)).to_have_text("Choose your own password")
        page.locator("#current").fill(PASSWORD)
        page.locator("#password").fill(f"{PASSWORD}, now my own")
        press(page, "Change the password")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Import")
        page.locator("input[type=file]").set_input_files(file)
        press(page, "Check the file")
        press(page, "Import 1 row")
        expect(page.get_by_role("link", name="Jo Example")).to_be_visible()
        page.goto("/codes/load-shipped")
        for part, value in (("day", "1"), ("month", "5"), ("year", "2024")):
            page.locator(f"#in_force_from-{part}").fill(value)
        page.locator("#label").fill("adopted May 2024")
        page.get_by_label("Fenwick County Council").check()
        press(page, "Load and publish both")
        page.goto("/set-up/steps")
        expect(page.locator(".govuk-task-list__status", has_text="Done")).to_have_count(5)
        context.close()
    db.session.remove()
    assert db.session.scalars(select(Councillor.name)).all() == ["Jo Example"]
    assert set(db.session.scalars(select(CodeVersion.in_force_from))) == {date(2024, 5, 1)}

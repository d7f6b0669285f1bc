"""A pack is asked for by keyboard, waited for, downloaded without JavaScript and checked; each state is looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from casework.accounts.models import Officer
from casework.cases.models import Case
from casework.database import db
from casework.evidence import service, verify_pack
from casework.evidence.packs import queries
from casework.evidence.packs.workflow import Profile
from casework.evidence.service import packing
from casework.permissions import Role
from tests.browser.conftest import cookie_for, enter, look
from tests.support.browser import WIDE, serving
from tests.support.case_factories import make_case
from tests.support.evidence_factories import flip_a_byte, make_exhibit, make_redaction, release, reply
from tests.support.factories import make_officer

pytestmark = [pytest.mark.browser, pytest.mark.committed]


@pytest.fixture
def desks(app: Flask, browser: Browser, monitoring_officer: Officer) -> Iterator[tuple[Page, Page, str, str]]:
    """An officer's page, one of theirs without JavaScript, where the packs of a case are, and the key's fingerprint.

    Of the packs one could not be made, and one was deleted when a redacted copy in it was withdrawn.
    """
    case = make_case(monitoring_officer)
    exhibit = make_exhibit(monitoring_officer, case.id, reply())
    redaction = release(make_redaction(exhibit, make_officer(Role.STANDARDS_OFFICER)), monitoring_officer)
    ask(case.id, Profile.PARTY, monitoring_officer)
    spoilt = make_exhibit(monitoring_officer, case.id, b"words that a disk will change", "words.txt")
    service.withdraw_redaction(redaction, actor=monitoring_officer, reason="A name was overlooked")
    flip_a_byte(spoilt.sha256)
    ask(case.id, Profile.FULL, monitoring_officer)
    place, fingerprint = f"/cases/{case.id}/packs", service.signing_key().fingerprint
    cookie = cookie_for(app, monitoring_officer)
    with serving(app) as address:
        contexts = [
            browser.new_context(base_url=address, java_script_enabled=scripts) for scripts in (True, False)
        ]
        page, plain = (enter(context, address, cookie) for context in contexts)
        yield page, plain, place, fingerprint
        for context in contexts:
            context.close()


def ask(case_id: int, profile: Profile, officer: Officer) -> None:
    pack = service.ask_pack(db.session.get_one(Case, case_id), profile, actor=officer, for_whom="the police")
    service.make_pack(pack.id)


def test_a_pack_is_asked_for_by_keyboard_waited_for_and_checked_and_each_state_is_told(
    app: Flask, desks: tuple[Page, Page, str, str], tmp_path: Path
) -> None:
    page, plain, place, fingerprint = desks
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.goto(f"{place}/new/full")
    look(page, "new-pack")
    page.get_by_label("Who gets it").focus()
    page.keyboard.type("Ines Vestigate, the investigator")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Make the pack")).to_be_focused()
    page.keyboard.press("Enter")
    made = page.get_by_role("table")
    expect(made).to_contain_text("Waiting to be made")
    expect(made).to_contain_text("Could not be made")
    expect(made).to_contain_text("destroyed, sealed or withdrawn")
    look(page, "packs-waiting")
    page.emulate_media(media="print")
    assert page.get_by_role("link", name="Look again").is_hidden()
    page.emulate_media(media="screen")
    (pack_id,) = queries.unfinished()
    packing._begin(pack_id)
    packing._note_progress(pack_id, 45, 100)
    db.session.remove()
    plain.goto(place)
    expect(plain.get_by_role("progressbar", name=f"Pack {pack_id}")).to_have_attribute("value", "45")
    expect(page.get_by_role("progressbar", name=f"Pack {pack_id}")).to_have_attribute("value", "45")
    look(page, "packs-making")
    packing._make(pack_id)
    db.session.remove()
    plain.get_by_role("link", name="Look again").click()
    with plain.expect_download() as coming:
        plain.get_by_role("link", name=f"Download pack {pack_id}").click()
    expect(page.get_by_text("Nothing is being made any more")).to_be_attached()
    expect(page.get_by_role("link", name=f"Download pack {pack_id}")).to_be_visible()
    look(page, "packs-ready")
    whole = tmp_path / "pack.zip"
    coming.value.save_as(whole)
    assert verify_pack.check(whole, fingerprint).exit_code == 0
    page.get_by_role("link", name="The key’s fingerprint, for the council to publish").click()
    look(page, "signing-key")

"""Every step of logging, looked at in a browser: wide and narrow, as it is and with mistakes in it."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.codes import service as codes
from casework.codes.library import members_code, social_media_code
from casework.database import db
from casework.members.models import Authority, Councillor
from tests.browser.conftest import look
from tests.support.case_factories import make_case

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.once]

STEPS = ("evidence", "post", "councillor", "reporter", "duplicates", "clauses", "check")
FORMS = {
    "post/new": "Save and go on",
    "act": "Save and go on",
    "exposure": "Save and go on",
    "safety": "Save",
    "reporter/new": "Save and go on",
    "reporter": "Keep this officer out",
    "councillor": "Name this councillor",
    "duplicates": "Keep this answer",
    "clauses": "Save and go on",
    "discard": "Discard the draft",
}


@pytest.fixture
def draft(office: Page) -> str:
    """The address of a draft that has something in every step."""
    officer = db.session.scalars(select(Officer)).one()
    councillor = db.session.scalars(select(Councillor).where(Councillor.name == "Jo Example")).one()
    authority = db.session.scalars(select(Authority)).one()
    for shipped in (social_media_code(), members_code()):
        codes.load_shipped(shipped, [authority.id], label="2020", in_force_from=date(2020, 1, 1), actor=None)
    case = cases.draft_case(actor=officer, received_on=clock.today(), description="A post about the bypass")
    subject = cases.add_subject(case, councillor, actor=officer, authority_id=authority.id)
    cases.add_complaint(
        case,
        actor=officer,
        complainant_name="Ms Sam Standards",
        asks_confidentiality=True,
        wants="An apology",
    )
    cases.add_post(
        case,
        actor=officer,
        address="https://x.com/cllr_example/status/1",
        words="She is a liar and a bully, and everybody on the council knows it.",
        posted_displayed="3h",
        posted_from=date(2026, 3, 1),
        posted_to=date(2026, 3, 1),
        subject_id=subject.id,
    )
    make_case(officer, councillor=councillor)
    cases.record_exposure(case, actor=officer, aware_at=clock.now(), what="A home address")
    path = f"/log/{case.id}"
    db.session.remove()
    return office.url.rstrip("/") + path


def test_every_step_can_be_read_and_used_by_everybody(office: Page, draft: str) -> None:
    office.goto(draft)
    look(office, "log-steps")
    for step in STEPS:
        office.goto(f"{draft}/{step}")
        look(office, f"log-{step}")
    office.goto(f"{draft}/councillor")
    office.get_by_role("link", name="Change (Jo Example)").click()
    look(office, "log-member")


def test_every_form_of_logging_with_mistakes_can_be_read_by_everybody(office: Page, draft: str) -> None:
    for form, button in FORMS.items():
        office.goto(f"{draft}/{form}")
        if form == "post/new":
            office.locator("#posted_from-year").fill("20266")
        if form == "act":
            office.locator("#from_day-day").fill("45")
        if form == "exposure":
            office.locator("#aware_at-day").fill("")
        office.get_by_role("button", name=button).first.click()
        expect(office.get_by_role("alert").first).to_be_visible()
        look(office, f"log-error-{form.replace('/', '-')}")

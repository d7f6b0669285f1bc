"""The pages of a case: empty, full and after a bad form, nothing for axe to find and nothing cut off at 400% zoom."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service
from casework.cases.models import Case
from casework.cases.queries import posts_of, subjects_of
from casework.cases.workflow import LinkKind
from casework.permissions import Role
from casework.words import YesNo
from tests.browser.conftest import cookie_for, enter
from tests.support.browser import NARROW, WIDE, axe, serving
from tests.support.case_factories import make_case, make_councillor, make_draft
from tests.support.factories import make_officer

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.once]

SECTIONS = (
    "",
    "/posts",
    "/allegations",
    "/removal-requests",
    "/decisions",
    "/actions",
    "/letters",
    "/notes",
    "/timeline",
)
BESIDE = ("/people", "/links", "/print")

SPOIL = """() => {
  const form = [...document.querySelectorAll("main form[novalidate]")].pop();
  for (const field of form.querySelectorAll("input[type=text], textarea"))
    field.value = field.name.endsWith("-day") ? "99" : "";
  form.requestSubmit();
}"""


def full_case(actor: Officer) -> Case:
    """Make a case with something in every section of its own."""
    case = make_case(actor, councillor=make_councillor())
    service.add_post(
        case, actor=actor, address=f"https://x.com/{'long' * 30}/status/1", words="Shame on them"
    )
    service.add_note(case, "Rang the clerk.", actor=actor)
    service.add_action(case, actor=actor, what="Ring the clerk", due_on=clock.today() - timedelta(days=3))
    service.record_safety(
        case, make_councillor("Sam Target"), actor=actor, threat="A brick", police_told=YesNo.YES
    )
    service.record_exposure(
        case, actor=actor, what="Home address", aware_at=clock.now() - timedelta(hours=90)
    )
    service.raise_wall(case, make_officer(Role.DEPUTY, name="Kit Friend"), "A friend", actor=actor)
    make_officer(Role.STANDARDS_OFFICER, name="Robin Resident")
    service.link_cases(case, make_case(actor), LinkKind.RELATED, "The same evening", actor=actor)
    return case


def forms_of(case: Case) -> tuple[str, ...]:
    """Return pages of the case with a form that cannot be taken as `SPOIL` leaves it."""
    [post], [subject] = posts_of(case.id), subjects_of(case.id)
    return (
        "/dates",
        "/complaints/new",
        f"/posts/{post.id}",
        f"/posts/{post.id}/take-out",
        f"/councillors/{subject.id}/remove",
        "/councillors/new",
        "/safety/new",
        "/exposure",
        "/actions/new",
        "/notes",
        "/people",
        "/links",
        "/close",
        "/merge",
    )


def faults_of(page: Page, what: str) -> list[str]:
    """Return what is wrong with the page as it stands, wide and narrow."""
    found = []
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        beyond = page.evaluate("document.documentElement.scrollWidth") - width
        found += [f"{what}: {beyond} pixels wider than {width}"] * (beyond > 0)
        found += [f"{what} at {width}: {fault}" for fault in axe(page)]
    return found


def test_every_section_of_a_case_can_be_read_by_everybody_empty_full_and_after_a_bad_form(
    app: Flask, browser: Browser, monitoring_officer: Officer
) -> None:
    empty, full = make_draft(monitoring_officer), full_case(monitoring_officer)
    visits = [(empty.id, section) for section in SECTIONS] + [
        (full.id, page) for page in (*SECTIONS, *BESIDE)
    ]
    forms = [(full.id, form) for form in forms_of(full)]
    cookie = cookie_for(app, monitoring_officer)
    faults: list[str] = []
    with serving(app) as address:
        context = browser.new_context()
        page = enter(context, address, cookie)
        for case_id, path in visits:
            answer = page.goto(f"{address}/cases/{case_id}{path}")
            assert answer is not None
            assert answer.status == 200, path
            faults += faults_of(page, f"{case_id}{path}")
        for case_id, path in forms:
            page.goto(f"{address}/cases/{case_id}{path}")
            page.evaluate(SPOIL)
            expect(page.locator(".govuk-error-summary"), path).to_be_visible()
            faults += faults_of(page, f"{path}, refused")
        context.close()
    assert faults == []


def test_on_a_narrow_screen_the_sections_open_by_keyboard_and_without_a_script(
    app: Flask, browser: Browser, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer)
    path, cookie = f"/cases/{case.id}", cookie_for(app, monitoring_officer)
    with serving(app) as address:
        context = browser.new_context(java_script_enabled=False, viewport={"width": NARROW, "height": 900})
        page = enter(context, address, cookie)
        page.goto(address + path)
        sections = page.get_by_role("navigation", name="Sections of this case")
        here = sections.get_by_text("Section: Overview")
        expect(sections.get_by_role("link")).to_have_count(0)
        here.focus()
        page.keyboard.press("Enter")
        expect(sections.get_by_role("link", name="Notes")).to_be_visible()
        while not sections.get_by_role("link", name="Notes").evaluate(
            "link => link === document.activeElement"
        ):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Notes")
        context.close()

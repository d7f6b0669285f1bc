"""An office served to a browser, and a careful look at its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, Page

from casework.accounts.models import Officer
from casework.accounts.service import begin_session
from casework.database import db
from casework.permissions import Role
from tests.support.browser import NARROW, WIDE, axe, picture, serving
from tests.support.case_factories import make_councillor
from tests.support.factories import make_officer

SHOTS = Path("test-results")


@dataclass(frozen=True)
class Office:
    """A served office with one officer and two councillors; `cookie` is the officer's session."""

    address: str
    cookie: str

    def enter(self, context: BrowserContext) -> Page:
        """Come in as an officer who has signed in."""
        page = enter(context, self.address, self.cookie)
        page.set_viewport_size({"width": WIDE, "height": 900})
        page.goto(self.address)
        return page


def enter(context: BrowserContext, address: str, cookie: str) -> Page:
    """Return a page of an officer who has signed in."""
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": "casework", "value": cookie, "url": address}])
    page = context.new_page()
    # Listened to from the first: to begin only as a key is pressed is too late on a busy machine.
    page.on("filechooser", lambda _chooser: None)
    return page


def cookie_for(app: Flask, officer: Officer) -> str:
    """Sign an officer in, and return their cookie; nothing of the database is held."""
    token = begin_session(officer, address="127.0.0.1", agent="tests")
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    db.session.remove()
    return str(signer.dumps({"_user_id": token, "_fresh": True}))


@pytest.fixture
def served(app: Flask) -> Iterator[Office]:
    """The office, served for as long as a test lasts."""
    officer = make_officer(Role.STANDARDS_OFFICER, name="Sam Standards")
    make_councillor("Jo Example")
    make_councillor("Kit Sample")
    cookie = cookie_for(app, officer)
    with serving(app) as address:
        yield Office(address, cookie)


@pytest.fixture
def office(browser: Browser, served: Office) -> Iterator[Page]:
    """An officer at their first page."""
    context = browser.new_context()
    yield served.enter(context)
    context.close()


def look(page: Page, name: str) -> None:
    """Keep pictures of a page, wide and narrow, and find nothing wrong with it."""
    page.wait_for_load_state()  # a click leads to a page that may be read only in part yet
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        picture(page, SHOTS / f"{name}-{width}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width}"
        assert axe(page) == []
    page.set_viewport_size({"width": WIDE, "height": 900})

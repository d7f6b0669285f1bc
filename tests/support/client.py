"""A test client that asserts, on each page, what a person's software relies on."""

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element  # only the type: html5lib parses our own pages

import html5lib
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from casework.accounts import service
from casework.accounts.models import Officer

LABELLED = {"input", "select", "textarea"}
UNLABELLED_TYPES = {"hidden", "submit", "button", "reset", "image"}


@dataclass
class Page:
    """A page as parsed. `root` is the html element; names carry no namespace."""

    status: int
    text: str
    root: Element
    response: TestResponse = field(repr=False)

    @property
    def heading(self) -> str:
        return words(next(self.root.iter("h1")))

    @property
    def title(self) -> str:
        return words(next(self.root.iter("title")))

    @property
    def words(self) -> str:
        """All that a reader reads on the page."""
        return words(next(self.root.iter("body")))

    @property
    def errors(self) -> list[str]:
        """The messages of the error summary."""
        return [
            words(item)
            for box in self.root.iter("div")
            if "govuk-error-summary" in (box.get("class") or "").split()
            for item in box.iter("li")
        ]

    def links(self) -> dict[str, str]:
        """Return {words: address} of every link."""
        return {words(link): link.get("href") or "" for link in self.root.iter("a")}

    def fields(self, form: int = -1) -> dict[str, Any]:
        """Return {name: value} of what the nth form with a visible control would send as it stands."""
        forms = [each for each in self.root.iter("form") if each.get("method", "").lower() == "post"]
        return form_values(forms[form])


class Http(FlaskClient):
    """A client whose requests know nothing of one another, though a test keeps one application context open.

    Flask-Login and others keep the officer of a request in `g`, which lives as long as that context.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request."""
        if has_app_context():
            vars(g._get_current_object()).clear()
        return super().open(*args, **kwargs)


class Browserless:
    """Requests as an officer makes them, with the session's token on every form."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = Http(app, app.response_class)
        self.token = ""

    def sign_in(self, officer: Officer) -> "Browserless":
        """Sign in as `officer` by a session row of their own."""
        session_token = service.begin_session(officer, address="127.0.0.1", agent="tests")
        with self.http.session_transaction() as cookie:
            cookie["_user_id"] = session_token
            cookie["_fresh"] = True
            cookie["csrf_token"] = self.token = "a token of the tests"
        return self

    def get(self, path: str, status: int = 200, **kwargs: Any) -> Page:
        """Get a page, and check it."""
        return self._page(self.http.get(path, **kwargs), status)

    def post(self, path: str, data: dict[str, Any] | None = None, status: int = 302, **kwargs: Any) -> Any:
        """Post a form; with a redirect expected return its address, otherwise the page."""
        response = self.http.post(path, data={"csrf_token": self.token, **(data or {})}, **kwargs)
        if status in {302, 303}:
            assert response.status_code == status, f"{response.status_code} from {path}: {summary(response)}"
            return response.location
        return self._page(response, status)

    def _page(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, f"{response.status_code}, not {status}: {summary(response)}"
        if response.mimetype != "text/html":
            return Page(status, "", Element("html"), response)
        page = parse(response)
        check(page)
        return page


def parse(response: TestResponse) -> Page:
    """Parse a page strictly; a mistake in it fails the test."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    root = parser.parse(response.text)
    mistakes = [(place, code, facts) for place, code, facts in parser.errors if code != "unknown-doctype"]
    assert not mistakes, f"the page does not parse: {mistakes[:3]}"
    return Page(response.status_code, response.text, root, response)


def check(page: Page) -> None:
    """Assert one h1 that starts the title, unique ids, and a label for every control."""
    headings = list(page.root.iter("h1"))
    assert len(headings) == 1, f"{len(headings)} h1 elements"
    title = page.title.removeprefix("Error: ")
    assert title.startswith(page.heading), f"the title {page.title!r} does not start with {page.heading!r}"
    ids = [element.get("id") for element in page.root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), (
        f"ids used twice: {sorted({i for i in ids if ids.count(i) > 1}, key=str)}"
    )
    labelled = {label.get("for") for label in page.root.iter("label")}
    for control in page.root.iter():
        if control.tag not in LABELLED or control.get("type") in UNLABELLED_TYPES:
            continue
        named = control.get("id") in labelled or control.get("aria-label") or control.get("aria-labelledby")
        assert named, f"a control without a label: {control.attrib}"


def words(element: Element) -> str:
    """Return the text of an element, scripts apart, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def summary(response: TestResponse) -> str:
    """Return the start of what a response says, for a failing test."""
    if response.mimetype != "text/html":
        return response.get_data(as_text=True)[:300]
    root = html5lib.parse(response.text, namespaceHTMLElements=False)
    return next((words(main) for main in root.iter("main")), response.text)[:600]


def form_values(form: Element) -> dict[str, Any]:
    """Return what a browser would send for `form` as it stands."""
    values: dict[str, Any] = {}
    for control in form.iter():
        name = control.get("name")
        if not name or control.get("disabled") is not None:
            continue
        if control.tag == "textarea":
            values[name] = "".join(control.itertext()).removeprefix("\n")
        elif control.tag == "select":
            chosen = [option for option in control.iter("option") if option.get("selected") is not None]
            first = next(iter(control.iter("option")), None)
            option = chosen[0] if chosen else first
            values[name] = "" if option is None else option.get("value", words(option))
        elif control.tag == "input" and control.get("type") in {"checkbox", "radio"}:
            if control.get("checked") is not None:
                values.setdefault(name, [])
                values[name].append(control.get("value", "on"))
        elif control.tag == "input" and control.get("type") not in {"submit", "button", "file"}:
            values[name] = control.get("value", "")
    return values

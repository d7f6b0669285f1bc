"""Whatever bytes are put into a field, a parameter or a header, the answer is a page and not a fault of ours."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes, urlencode
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from html5lib import HTMLParser

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.cases.queries import conducts_of
from casework.database import db
from casework.permissions import Role
from tests.support.case_factories import make_case, make_councillor, make_draft
from tests.support.client import Browserless, form_values
from tests.support.factories import make_officer

ROOT = Path(__file__).parents[2]
ODD = b"a\x00b\xed\xa0\x80\xff\xf0\x9f\x98\x80\xe2\x80\xae=1+1"  # NUL, half a character, no UTF-8, an emoji, a mark
PARAMETER = re.compile(r"<int:(\w+)>")
TEXT = {None, "text", "search", "email", "url", "tel", "password", "hidden"}
KEPT = {"csrf_token", "version", "key", "step"}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def everything(client: Browserless) -> tuple[Case, Case]:
    """A draft and an open case with something in each section, and an officer of every role."""
    officer = make_officer(*Role)
    made = []
    for case in (make_draft(officer), make_case(officer)):
        subject = cases.add_subject(case, make_councillor(f"Jo Example {case.id}"), actor=officer)
        cases.add_post(
            case, actor=officer, words="You bully", subject_id=subject.id, posted_from=clock.today()
        )
        cases.add_note(case, "A note", actor=officer)
        made.append(case)
        assert conducts_of(case.id)
    client.sign_in(officer)
    return made[0], made[1]


def pages(app: Flask, case_ids: tuple[int, ...]) -> Iterator[str]:
    """Every address that takes GET and needs no more than ids; each id is tried as that of a case and as 1."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        if rule.arguments - set(PARAMETER.findall(rule.rule)):
            continue
        for case_id in case_ids if "case_id" in rule.arguments else (1,):
            yield PARAMETER.sub("1", rule.rule.replace("<int:case_id>", str(case_id)))


def encoded(values: dict[str, bytes]) -> str:
    return "&".join(
        f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}" for name, value in values.items()
    )


def forms(
    app: Flask, client: Browserless, case_ids: tuple[int, ...]
) -> Iterator[tuple[str, str, dict[str, bytes]]]:
    """Every form of every page, once: its method, its address, and its fields filled oddly."""
    seen = set()
    for path in pages(app, case_ids):
        with client.http.get(path) as response:
            assert response.status_code < 500, path
            if response.mimetype != "text/html" or response.status_code != 200:
                continue
            root = HTMLParser(namespaceHTMLElements=False).parse(response.get_data(as_text=True))
        for form in root.iter("form"):
            action, method = form.get("action") or path, (form.get("method") or "get").upper()
            if (action, method) not in seen:
                seen.add((action, method))
                yield method, action, filled(form)


def filled(form: Element) -> dict[str, bytes]:
    """Return what a browser would send if somebody had typed oddly into each text field of `form`."""
    values = {name: _first(value) for name, value in form_values(form).items()}
    for control in form.iter():
        name = control.get("name")
        if name and control.tag == "select":
            values[name] = (list(control.iter("option"))[-1].get("value") or "").encode()
        elif name and control.tag in {"input", "textarea"} and control.get("type") in TEXT:
            values[name] = values[name] if name.split("-")[-1] in KEPT else ODD
    return values


def test_no_field_of_any_form_can_be_filled_so_that_the_answer_is_a_fault(
    app: Flask, client: Browserless, everything: tuple[Case, Case]
) -> None:
    found = list(forms(app, client, tuple(case.id for case in everything)))
    assert len(found) > 60
    officer = everything[0].created_by_id
    for method, action, values in found:
        client.sign_in(db.session.get_one(Officer, officer))  # a form before may have ended every session
        if method == "GET":
            with client.http.get(f"{action.partition('?')[0]}?{encoded(values)}") as response:
                assert response.status_code < 500, f"GET {action} answers {response.status_code} to {values}"
        else:
            with client.http.post(action, data=encoded(values), content_type=FORM) as response:
                assert response.status_code < 500, f"POST {action} answers {response.status_code} to {values}"


def _first(value: object) -> bytes:
    return str(value[0] if isinstance(value, list) else value).encode()


def test_no_parameter_of_any_address_can_be_such_that_the_answer_is_a_fault(
    app: Flask, client: Browserless, everything: tuple[Case, Case]
) -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "casework").rglob("*.py"))
    names = set(re.findall(r"(?:args|values)\.get(?:list)?\(\s*\"([\w-]+)\"", code)) | {"q", "page", "sort"}
    assert len(names) > 5
    query = encoded(dict.fromkeys(sorted(names), ODD))
    for path in pages(app, tuple(case.id for case in everything)):
        for asked in (query, encoded(dict.fromkeys(sorted(names), b"9" * 40))):
            with client.http.get(f"{path}?{asked}") as response:
                assert response.status_code < 500, f"{path}?{asked}"


@pytest.mark.usefixtures("everything")
def test_a_number_that_no_row_can_have_leads_nowhere(client: Browserless) -> None:
    for number in (2**31, 2**63, 10**40):
        client.get(f"/cases/{number}", status=404)
        client.post(f"/log/{number}/check", status=404)


@pytest.mark.parametrize("path", ["/sign-in", "/my-work", "/cases", "/log", "/a%00b/%ff"])
def test_no_header_can_be_such_that_the_answer_is_a_fault(client: Browserless, path: str) -> None:
    odd = ODD.replace(b"\x00", b"").decode("latin-1")
    headers = dict.fromkeys(
        ("User-Agent", "Referer", "Accept", "Accept-Language", "Cookie", "X-CSRF-Token"), odd
    )
    for method in ("GET", "POST"):
        with client.http.open(
            path, method=method, headers=headers, data=urlencode({"email": "a"})
        ) as response:
            assert response.status_code < 500

"""The parts of a page, as the server writes them."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from wtforms import FieldList, FormField

from casework.web.filters import beside
from casework.web.forms import Form, LineField, NotEmpty
from tests.support.client import Page, check, parse, words
from tests.web.gallery import make_app

STATUSES = [400, 403, 404, 405, 409, 413, 422, 429, 500, 503]


@pytest.fixture
def http() -> FlaskClient:
    return make_app().test_client()


def get(http: FlaskClient, path: str) -> Page:
    page = parse(http.get(path))
    check(page)
    return page


def post(http: FlaskClient, data: dict[str, str]) -> Page:
    page = parse(http.post("/gallery", data=data))
    check(page)
    return page


def test_no_page_has_anything_inline(http: FlaskClient) -> None:
    special = [f"/page/{name}.html" for name in ("done", "stop", "confirm", "sheet")]
    pages = ["/gallery", *special, *(f"/page/errors/{status}.html" for status in STATUSES)]
    for element in (element for path in pages for element in get(http, path).root.iter()):
        assert element.get("style") is None
        assert not [name for name in element.keys() if name.startswith("on")]  # noqa: SIM118  an Element is no mapping
        assert element.tag != "style"
        assert element.tag != "script" or (element.get("src") and not element.text)


def test_an_invalid_form_comes_back_with_status_422_and_says_so_in_its_title(http: FlaskClient) -> None:
    page = post(http, {"address": "x"})
    assert page.status == 422
    assert page.title.startswith("Error: Parts of the page")


def test_each_error_links_to_its_field(http: FlaskClient) -> None:
    page = post(http, {"posted-day": "31", "posted-month": "6", "posted-year": "2026"})
    ids = {element.get("id") for element in page.root.iter()}
    box = next(each for each in page.root.iter("div") if each.get("class") == "govuk-error-summary")
    targets = {words(link): (link.get("href") or "").removeprefix("#") for link in box.iter("a")}
    assert len(targets) == 6
    assert set(targets.values()) <= ids
    assert targets["Posted on: that month has no day 31."] == "posted-day"
    assert targets["Say whether it is still there; “not looked” is an answer."] == "live"


def test_a_field_says_its_error_in_the_words_of_the_summary(http: FlaskClient) -> None:
    page = post(http, {"address": "x"})
    beside = [words(each) for each in page.root.iter("p") if each.get("class") == "govuk-error-message"]
    assert sorted(text.removeprefix("Error: ") for text in beside) == sorted(page.errors)


def test_what_was_typed_comes_back_letter_for_letter(http: FlaskClient) -> None:
    typed = '\r\n  Two spaces first,\r\n    then four,\r\n<b>and</b> an & "end".'
    text = http.post("/gallery", data={"words": typed}).text
    box = re.search(r'<textarea[^>]* name="words"[^>]*>\n(.*?)</textarea>', text, re.DOTALL)
    assert box
    # The space around a text is left off by the field itself; all within it is as it was.
    assert unescape(box[1]) == typed.replace("\r\n", "\n").strip()


def test_what_was_typed_in_a_conditional_question_comes_back_too(http: FlaskClient) -> None:
    page = post(
        http, {"live": "yes", "seen-day": "9", "seen-month": "Nov", "seen-year": "2026", "seen-time": "nine"}
    )
    values = {each.get("name"): each.get("value") for each in page.root.iter("input")}
    assert (values["seen-month"], values["seen-time"]) == ("Nov", "nine")
    assert "When it was last seen: this is not a time of day. Give it like 14:05, or 2.05pm." in page.errors


def test_a_password_is_never_sent_back(http: FlaskClient) -> None:
    assert "correct horse" not in post(http, {"password": "correct horse"}).text


def test_sorting_keeps_the_filters_and_starts_at_the_first_page(http: FlaskClient) -> None:
    page = get(http, "/gallery?platform=x&platform=facebook&member=Ada+%26+co&page=4&sort=reference")
    query = parse_qs(urlsplit(page.links()["Councillor↕"]).query)
    assert query == {"platform": ["x", "facebook"], "member": ["Ada & co"], "sort": ["member"]}


def test_a_column_sorted_by_turns_round_and_says_how_it_is_sorted(http: FlaskClient) -> None:
    page = get(http, "/gallery?sort=reference")
    assert page.links()["Reference▲"] == "/gallery?sort=-reference"
    assert [each.get("aria-sort") for each in page.root.iter("th") if each.get("aria-sort")] == ["ascending"]


def test_a_link_of_a_list_leads_nowhere_else_whatever_the_query_says(http: FlaskClient) -> None:
    page = get(http, "/gallery?_external=1&_scheme=javascript&endpoint=x&sort=reference")
    assert page.links()["Next page →"].startswith("/gallery?")


def test_a_list_too_long_to_count_says_more_than(http: FlaskClient) -> None:
    page = get(http, "/gallery?long=1")
    assert "26 to 28 of more than 1,000 cases" in page.words
    assert "Page 2" in page.words


@pytest.mark.parametrize("status", STATUSES)
def test_an_error_page_says_why_and_what_next(http: FlaskClient, status: int) -> None:
    page = get(http, f"/page/errors/{status}.html?message=Because+of+this.")
    assert "Because of this." in page.words
    without = get(http, f"/page/errors/{status}.html")
    assert len(without.words) > 120


def test_of_two_officers_the_second_sees_both_texts(http: FlaskClient) -> None:
    page = get(http, "/page/errors/409.html?theirs=As+they+wrote+it&yours=As+you+wrote+it")
    assert page.heading == "This was changed while you were writing"
    assert "As they wrote it" in page.words
    assert "As you wrote it" in page.words


def test_of_two_texts_the_lines_that_differ_are_marked_and_of_one_none() -> None:
    kept, changed, added = "Dear Kim,", "We write to you.", "Yours"
    saved, written = beside(f"{kept}\n{changed}", f"{kept}\nWe wrote to you.\n{added}")
    assert saved == [(kept, False), (changed, True)]
    assert written == [(kept, False), ("We wrote to you.", True), (added, True)]
    assert beside(kept, "") == ([(kept, False)], [])


@pytest.mark.parametrize("status", [500, 503])
def test_a_page_for_when_all_fails_leans_on_nothing(status: int) -> None:
    app = make_app()
    app.template_context_processors.clear()
    with app.test_request_context():
        assert "<h1" in app.jinja_env.get_template(f"errors/{status}.html").render(message=None)


class Account(Form):
    handle = LineField("Handle", [NotEmpty("Give the handle.")])


class Accounts(Form):
    main = FormField(Account)
    others = FieldList(FormField(Account), min_entries=2)


def test_an_error_deep_in_a_list_of_forms_links_to_its_own_field() -> None:
    app = make_app()
    with app.test_request_context(method="POST", data={"others-0-handle": "@given"}):
        form = Accounts()
        form.validate()
        form.form_errors.append("Name at least one of them.")
        summary = app.jinja_env.get_template("macros/forms.html").module.error_summary(form)  # type: ignore[attr-defined]
    assert re.findall(r'href="#([^"]+)"', summary) == ["main-handle", "others-1-handle"]
    assert summary.index("Name at least one of them.") < summary.index("main-handle")

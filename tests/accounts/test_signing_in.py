"""Who gets in, and who does not."""

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from casework.accounts import queries, service
from casework.accounts.models import Officer
from casework.accounts.routes.entry import is_ours
from casework.permissions import Role
from tests.accounts.conftest import PASSWORD, typed_sign_in
from tests.support.client import Browserless
from tests.support.factories import make_officer

WRONG = "The e-mail address or the password is not right."


@pytest.fixture
def known(app: Flask) -> Officer:
    return make_officer(Role.STANDARDS_OFFICER, email="kit@casework.test", password=PASSWORD)


def test_the_right_password_signs_in(client: Browserless, known: Officer) -> None:
    assert client.post("/sign-in", typed_sign_in(client, "KIT@Casework.test ")) == "/"
    assert client.get("/").heading == "My work"


def test_the_password_is_kept_as_argon2id(known: Officer) -> None:
    assert (known.password_hash or "").startswith("$argon2id$")


@pytest.mark.parametrize("email", ["kit@casework.test", "nobody@casework.test"])
def test_a_failure_does_not_say_whether_there_is_such_an_account(
    client: Browserless, known: Officer, email: str
) -> None:
    answer = client.post("/sign-in", typed_sign_in(client, email, "not the password"), status=422)
    assert answer.errors == [WRONG]


@pytest.mark.parametrize("email", ["kit@casework.test", "nobody@casework.test", "without@casework.test"])
def test_a_failure_takes_one_comparison_whether_or_not_there_is_such_an_account(
    client: Browserless, known: Officer, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    make_officer(email="without@casework.test", password=None)
    compared: list[str] = []
    verify = PasswordHasher.verify

    def counting(self: PasswordHasher, stored: str, password: str) -> bool:
        compared.append(stored)
        return bool(verify(self, stored, password))

    monkeypatch.setattr(PasswordHasher, "verify", counting)
    client.post("/sign-in", typed_sign_in(client, email, "not the password"), status=422)
    assert [stored.split("$")[1:4] for stored in compared] == [(known.password_hash or "").split("$")[1:4]]


def test_a_deactivated_account_fails_like_any_other(
    client: Browserless, known: Officer, monitoring_officer: Officer
) -> None:
    service.set_active(known, active=False, actor=monitoring_officer)
    assert client.post("/sign-in", typed_sign_in(client, known.email), status=422).errors == [WRONG]


def test_an_account_without_a_password_cannot_be_signed_in_to_with_an_empty_one(
    client: Browserless, app: Flask
) -> None:
    make_officer(email="new@casework.test", password=None)
    client.post("/sign-in", typed_sign_in(client, "new@casework.test", ""), status=422)
    client.post("/sign-in", typed_sign_in(client, "new@casework.test", "no such account"), status=422)


def test_signing_in_needs_the_token_of_its_own_page(client: Browserless, known: Officer) -> None:
    form = typed_sign_in(client, known.email)
    assert client.http.post("/sign-in", data={**form, "csrf_token": "made up"}).status_code == 400
    assert client.http.post("/sign-in", data={"email": known.email, "password": PASSWORD}).status_code == 400


def test_the_cookie_is_new_after_sign_in_and_carries_nothing_over(
    client: Browserless, known: Officer
) -> None:
    with client.http.session_transaction() as cookie:
        cookie["planted"] = "by an attacker"
    before = typed_sign_in(client, known.email)
    client.post("/sign-in", before)
    with client.http.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != before["csrf_token"]


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    client: Browserless, known: Officer
) -> None:
    response = client.http.post("/sign-in", data=typed_sign_in(client, known.email))
    flags = response.headers["Set-Cookie"]
    assert "HttpOnly" in flags
    assert "SameSite=Lax" in flags


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test",
        "\\\\evil.test",
        "/\t/evil.test",
        "javascript:alert(1)",
        "evil.test",
        "http:/evil.test",
    ],
)
def test_sign_in_never_leads_to_another_site(client: Browserless, known: Officer, elsewhere: str) -> None:
    form = typed_sign_in(client, known.email, next=elsewhere)
    assert client.post("/sign-in", form) == "/"


def test_sign_in_leads_to_the_page_that_was_asked_for(client: Browserless, known: Officer) -> None:
    asked = client.http.get("/account?from=mail")
    page = client.get(asked.location)
    client.token = page.fields()["csrf_token"]
    form = {**page.fields(), "email": known.email, "password": PASSWORD}
    assert client.post("/sign-in", form) == "/account?from=mail"


@given(st.text(alphabet="/\\:.?#@\t\n ahttpsevil", max_size=30))
def test_no_path_that_leads_elsewhere_is_taken_for_ours(path: str) -> None:
    as_a_browser_reads_it = re.sub(r"[\t\n\r]", "", path).replace("\\", "/").strip()
    inside = urlsplit(urljoin("http://ours.test/page", as_a_browser_reads_it)).netloc == "ours.test"
    assert inside or not is_ours(path)


def test_a_stranger_is_slowed_down_after_eight_wrong_passwords(
    client: Browserless, known: Officer, throttled: None
) -> None:
    for _ in range(8):
        client.post("/sign-in", typed_sign_in(client, known.email, "wrong"), status=422)
    assert (
        "Wait five minutes" in client.post("/sign-in", typed_sign_in(client, known.email), status=429).words
    )


def test_guessing_one_account_from_many_addresses_is_slowed_down_too(
    client: Browserless, known: Officer, throttled: None
) -> None:
    for number in range(30):
        form = typed_sign_in(client, known.email, "wrong")
        client.post("/sign-in", form, status=422, environ_base={"REMOTE_ADDR": f"192.0.2.{number + 1}"})
    form = typed_sign_in(client, known.email, "wrong")
    client.post("/sign-in", form, status=429, environ_base={"REMOTE_ADDR": "192.0.2.99"})


def test_strangers_cannot_lock_an_officer_out_of_their_own_office(
    client: Browserless, known: Officer, throttled: None
) -> None:
    client.post("/sign-in", typed_sign_in(client, known.email), environ_base={"REMOTE_ADDR": "198.51.100.7"})
    for number in range(30):
        stranger = Browserless(client.app)
        form = typed_sign_in(stranger, known.email, "wrong")
        stranger.post("/sign-in", form, status=422, environ_base={"REMOTE_ADDR": f"192.0.2.{number + 1}"})
    again = Browserless(client.app)
    form = typed_sign_in(again, known.email)
    assert again.post("/sign-in", form, environ_base={"REMOTE_ADDR": "198.51.100.7"}) == "/"


def test_signing_in_rightly_is_never_slowed_down(
    client: Browserless, known: Officer, throttled: None
) -> None:
    for _ in range(12):
        fresh = Browserless(client.app)
        assert fresh.post("/sign-in", typed_sign_in(fresh, known.email)) == "/"


def test_a_failed_sign_in_is_on_record_with_its_address(
    client: Browserless, known: Officer, events: Callable[..., list[dict[str, object]]]
) -> None:
    client.post("/sign-in", typed_sign_in(client, known.email, "wrong"), status=422)
    failed = events("session.sign-in-failed")
    assert [(event["subject_id"], event["address"]) for event in failed] == [(known.id, "127.0.0.1")]


def test_where_nobody_has_an_account_the_page_says_how_to_begin(client: Browserless) -> None:
    assert "flask accounts setup-token" in client.get("/sign-in").words


def test_once_somebody_has_one_it_does_not(client: Browserless, known: Officer) -> None:
    assert "setup-token" not in client.get("/sign-in").words


def test_there_is_no_button_without_a_password_outside_the_demonstration(
    client: Browserless, known: Officer
) -> None:
    assert not queries.is_demo()
    token = typed_sign_in(client, "")["csrf_token"]
    answer = client.http.post(f"/sign-in/demo/{known.id}", data={"csrf_token": token})
    assert answer.status_code == 404


def test_in_the_demonstration_each_officer_has_a_button_with_their_roles(
    client: Browserless, known: Officer, demo: None
) -> None:
    page = client.get("/sign-in")
    assert f"{known.name} Standards officer Sign in" in page.words
    client.token = page.fields()["csrf_token"]
    assert client.post(f"/sign-in/demo/{known.id}") == "/"


@pytest.mark.parametrize(
    "request_from_elsewhere",
    [
        {"environ_base": {"REMOTE_ADDR": "192.0.2.1"}},
        {"base_url": "http://casework.example.gov.uk"},
        {"headers": {"Host": "localhost.evil.test"}},
        {"environ_base": {"REMOTE_ADDR": "192.0.2.1"}, "headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"X-Forwarded-For": "192.0.2.1"}},
        {"headers": {"Forwarded": "for=192.0.2.1"}},
        {"headers": {"X-Real-IP": "192.0.2.1"}},
        {"environ_base": {"REMOTE_ADDR": "192.0.2.1"}, "headers": {"Host": "127.0.0.1"}},
    ],
)
def test_the_demonstrations_buttons_work_on_this_machine_alone(
    client: Browserless, known: Officer, demo: None, request_from_elsewhere: dict[str, object]
) -> None:
    token = typed_sign_in(client, "")["csrf_token"]
    path, data = f"/sign-in/demo/{known.id}", {"csrf_token": token}
    answer = client.http.post(path, data=data, **request_from_elsewhere)
    assert answer.status_code in {400, 404}  # 400: the cookie of this machine is not sent to another host
    page = client.http.get("/sign-in", **request_from_elsewhere)
    assert "/sign-in/demo/" not in page.text


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "127.0.0.53"])
def test_each_name_of_this_machine_is_this_machine(
    client: Browserless, known: Officer, demo: None, host: str
) -> None:
    assert "/sign-in/demo/" in client.http.get("/sign-in", headers={"Host": host}).text

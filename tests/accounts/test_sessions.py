"""A session ends when it should, and what was typed into it is not lost."""

from datetime import timedelta
from io import BytesIO
from typing import ClassVar

import pytest
from flask import Flask

from casework.accounts import service
from casework.accounts.agents import browser_in_words
from casework.accounts.models import HeldForm, Officer, OfficerSession
from casework.database import db
from casework.permissions import Role
from tests.accounts.conftest import PASSWORD, Move, typed_sign_in
from tests.support.client import Browserless
from tests.support.factories import make_officer

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"


@pytest.fixture
def kit(app: Flask) -> Officer:
    return make_officer(
        Role.STANDARDS_OFFICER, name="Kit Clerk", email="kit@casework.test", password=PASSWORD
    )


@pytest.fixture
def admin(app: Flask) -> Officer:
    return make_officer(Role.ADMINISTRATOR, name="Ada Minster", email="ada@casework.test", password=PASSWORD)


def is_signed_in(client: Browserless) -> bool:
    return client.http.get("/account").status_code == 200


def test_a_session_that_is_not_used_ends_after_the_idle_limit(
    client: Browserless, kit: Officer, move_time: Move
) -> None:
    client.sign_in(kit)
    move_time(minutes=59)
    assert is_signed_in(client)
    move_time(minutes=59)
    assert is_signed_in(client)
    move_time(minutes=61)
    assert not is_signed_in(client)


def test_a_session_ends_after_the_absolute_limit_though_it_is_used(
    client: Browserless, kit: Officer, move_time: Move
) -> None:
    client.sign_in(kit)
    for _ in range(23):
        move_time(minutes=30)
        assert is_signed_in(client)
    move_time(minutes=31)
    assert not is_signed_in(client)


def test_signing_out_ends_the_session_for_good(client: Browserless, kit: Officer) -> None:
    client.post("/sign-in", typed_sign_in(client, kit.email))
    stolen = client.http.get_cookie("casework")
    client.token = client.get("/account").fields()["csrf_token"]
    response = client.http.post("/sign-out", data={"csrf_token": client.token})
    assert '"storage"' in response.headers["Clear-Site-Data"]
    assert stolen is not None
    client.http.set_cookie("casework", stolen.value)
    assert not is_signed_in(client)


def test_signing_out_needs_a_form_of_ours(client: Browserless, kit: Officer) -> None:
    client.sign_in(kit)
    assert client.http.post("/sign-out").status_code == 400
    assert client.http.get("/sign-out").status_code == 405
    assert is_signed_in(client)


def test_more_time_is_given_up_to_the_absolute_limit(
    client: Browserless, kit: Officer, move_time: Move
) -> None:
    client.sign_in(kit)
    row = db.session.query(OfficerSession).filter_by(officer_id=kit.id).one()
    began = row.created_at
    move_time(minutes=50)
    headers, form = {"Accept": "application/json"}, {"csrf_token": client.token}
    first = client.http.post("/session/extend", data=form, headers=headers)
    assert first.json is not None
    db.session.refresh(row)
    assert first.json["expires"] == (row.last_seen_at + timedelta(minutes=60)).isoformat()
    for _ in range(12):
        move_time(minutes=55)
        client.http.post("/session/extend", data=form, headers=headers)
    last = client.http.post("/session/extend", data=form, headers=headers)
    assert last.json is not None
    assert last.json["expires"] == (began + timedelta(hours=12)).isoformat()


def test_a_script_is_told_that_the_session_has_ended(
    client: Browserless, kit: Officer, move_time: Move
) -> None:
    client.sign_in(kit)
    move_time(hours=2)
    answer = client.http.post(
        "/session/extend", data={"csrf_token": client.token}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 401
    assert "Your session has ended" in answer.text


def test_a_change_of_password_ends_every_other_session_and_renews_this_one(
    client: Browserless, kit: Officer
) -> None:
    elsewhere = Browserless(client.app).sign_in(kit)
    client.post("/sign-in", typed_sign_in(client, kit.email))
    before = client.http.get_cookie("casework")
    page = client.get("/account/password")
    client.token = page.fields()["csrf_token"]
    form = {"current": PASSWORD, "password": "four loud curlews"}
    assert client.post("/account/password", form) == "/account"
    assert "Your password is changed" in client.get("/account").words
    assert not is_signed_in(elsewhere)
    assert before is not None
    client.http.set_cookie("casework", before.value)
    assert not is_signed_in(client), "the old cookie of this browser has ended as well"


def test_a_change_of_password_needs_the_current_one(client: Browserless, kit: Officer) -> None:
    client.sign_in(kit)
    form = {"current": "not it", "password": "four loud curlews"}
    assert client.post("/account/password", form, status=422).errors == ["That is not your current password."]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 12"),
        ("password1234", "too easy"),
        ("kit clerk 12", "too easy"),
        ("x" * 300, "at most 256"),
    ],
)
def test_a_password_is_long_and_not_easily_guessed(
    client: Browserless, kit: Officer, password: str, why: str
) -> None:
    client.sign_in(kit)
    answer = client.post("/account/password", {"current": PASSWORD, "password": password}, status=422)
    assert why in answer.errors[0]


def test_deactivating_an_account_ends_its_sessions_at_once(
    client: Browserless, kit: Officer, admin: Officer
) -> None:
    client.sign_in(kit)
    service.set_active(kit, active=False, actor=admin)
    assert not is_signed_in(client)


def test_an_officer_sees_their_sessions_and_ends_one(client: Browserless, kit: Officer) -> None:
    other = Browserless(client.app)
    form = typed_sign_in(other, kit.email)
    other.post("/sign-in", form, headers={"User-Agent": EDGE})
    page = client.sign_in(kit).get("/account")
    assert "Edge on Windows" in page.words
    row = db.session.query(OfficerSession).filter(OfficerSession.agent == EDGE).one()
    assert client.post(f"/account/sessions/{row.id}/end") == "/account"
    assert not is_signed_in(other)
    assert is_signed_in(client)


def test_nobody_ends_the_session_of_another(client: Browserless, kit: Officer, admin: Officer) -> None:
    Browserless(client.app).sign_in(admin)
    row = db.session.query(OfficerSession).filter_by(officer_id=admin.id).one()
    client.sign_in(kit).post(f"/account/sessions/{row.id}/end", status=404)
    db.session.refresh(row)
    assert row.ended_at is None


def test_an_officer_ends_every_session_but_this_one(client: Browserless, kit: Officer) -> None:
    others = [Browserless(client.app).sign_in(kit) for _ in range(2)]
    client.sign_in(kit)
    client.post("/account/sessions/end-others")
    assert [is_signed_in(each) for each in (*others, client)] == [False, False, True]


def test_ending_this_session_is_signing_out(client: Browserless, kit: Officer) -> None:
    client.sign_in(kit)
    row = db.session.query(OfficerSession).filter_by(officer_id=kit.id).one()
    assert client.post(f"/account/sessions/{row.id}/end") == "/sign-in"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit Version/17.5 Mobile Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Linux"),
        ("", "A browser that does not say which"),
        ("curl/8", "A browser that does not say which"),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent: str, words: str) -> None:
    assert browser_in_words(agent) == words


class TestHeld:
    """What was typed into a session that had ended."""

    TYPED: ClassVar[dict[str, object]] = {"name": "Kit Clark", "email": "kit@casework.test", "version": "1"}

    def held(self, client: Browserless, admin: Officer, kit: Officer, move_time: Move, **more: object) -> str:
        """Send a form too late, and return where that leads."""
        client.sign_in(admin)
        move_time(hours=2)
        path = f"/accounts/{kit.id}/edit"
        return str(client.post(path, {**self.TYPED, **more}))

    def sign_in_again(self, client: Browserless, where: str, email: str) -> str:
        page = client.get(where)
        client.token = page.fields()["csrf_token"]
        return str(client.post("/sign-in", {**page.fields(), "email": email, "password": PASSWORD}))

    def test_it_comes_back_to_the_same_officer_and_is_sent_with_one_button(
        self, client: Browserless, admin: Officer, kit: Officer, move_time: Move
    ) -> None:
        back = self.sign_in_again(client, self.held(client, admin, kit, move_time), admin.email)
        assert back.startswith("/carry-on/")
        page = client.get(back)
        assert "Kit Clark" in page.words
        assert "Version" not in page.words, "only what was typed is shown"
        again = page.root.findall(".//main//form")[0]
        client.token = page.fields()["csrf_token"]
        assert client.post(again.get("action") or "", page.fields(-2)) == f"/accounts/{kit.id}"
        db.session.expire_all()
        assert kit.name == "Kit Clark"
        assert db.session.query(HeldForm).count() == 0, "once sent it is forgotten"

    def test_it_is_kept_until_it_was_accepted(
        self, client: Browserless, admin: Officer, kit: Officer, move_time: Move
    ) -> None:
        back = self.sign_in_again(client, self.held(client, admin, kit, move_time, name=""), admin.email)
        page = client.get(back)
        client.token = page.fields()["csrf_token"]
        action = page.root.findall(".//main//form")[0].get("action") or ""
        client.post(action, page.fields(-2), status=422)
        assert db.session.query(HeldForm).count() == 1

    def test_no_other_officer_sees_it(
        self, client: Browserless, admin: Officer, kit: Officer, move_time: Move
    ) -> None:
        where = self.held(client, admin, kit, move_time)
        token = where.split("held=")[1]
        assert self.sign_in_again(client, where, kit.email) == "/"
        client.get(f"/carry-on/{token}", status=404)

    def test_passwords_are_not_among_it(self, client: Browserless, kit: Officer, move_time: Move) -> None:
        client.sign_in(kit)
        move_time(hours=2)
        client.post("/account/password", {"current": PASSWORD, "password": "four loud curlews"})
        assert db.session.query(HeldForm).count() == 0

    def test_what_another_site_sent_is_not_kept(
        self, client: Browserless, admin: Officer, kit: Officer, move_time: Move
    ) -> None:
        client.sign_in(admin)
        move_time(hours=2)
        client.http.post(f"/accounts/{kit.id}/edit", data={**self.TYPED, "csrf_token": "made up"})
        assert db.session.query(HeldForm).count() == 0

    def test_files_are_named_so_that_they_can_be_chosen_again(
        self, client: Browserless, admin: Officer, kit: Officer, move_time: Move
    ) -> None:
        where = self.held(client, admin, kit, move_time, picture=(BytesIO(b"x"), "seen on Tuesday.png"))
        assert "seen on Tuesday.png" in client.get(self.sign_in_again(client, where, admin.email)).words

    def test_it_can_be_forgotten(
        self, client: Browserless, admin: Officer, kit: Officer, move_time: Move
    ) -> None:
        back = self.sign_in_again(client, self.held(client, admin, kit, move_time), admin.email)
        client.token = client.get(back).fields()["csrf_token"]
        assert client.post(f"{back}/forget") == "/"
        client.get(back, status=404)

    def test_after_two_days_it_is_gone(
        self, client: Browserless, admin: Officer, kit: Officer, move_time: Move
    ) -> None:
        self.held(client, admin, kit, move_time)
        assert service.forget_held_forms() == 0
        move_time(hours=49)
        assert service.forget_held_forms() == 1


def test_a_button_pressed_too_late_leads_back_to_its_page(
    client: Browserless, kit: Officer, move_time: Move
) -> None:
    client.sign_in(kit)
    move_time(hours=2)
    where = client.post("/account/sessions/end-others", headers={"Referer": "http://localhost/account"})
    assert where == "/sign-in?next=%2Faccount"

"""Accounts and roles: nobody helps themselves, and the Monitoring Officer is told."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from casework.accounts import queries, service
from casework.accounts.models import Officer
from casework.database import db
from casework.errors import DomainError, NotAllowed, NotPossible, Stale
from casework.outbox.models import Notice
from casework.permissions import PERMISSION_LABELS, ROLE_PERMISSIONS, Permission, Role
from tests.accounts.conftest import PASSWORD, typed_sign_in
from tests.support.client import Browserless, Page, words
from tests.support.factories import make_officer

Events = Callable[[str], list[dict[str, object]]]


@pytest.fixture
def admin(app: Flask) -> Officer:
    return make_officer(Role.ADMINISTRATOR, name="Ada Minster", email="ada@casework.test")


@pytest.fixture
def kit(app: Flask) -> Officer:
    return make_officer(
        Role.STANDARDS_OFFICER, name="Kit Clerk", email="kit@casework.test", password=PASSWORD
    )


def notices(officer: Officer) -> list[str]:
    query = select(Notice.text).where(Notice.officer_id == officer.id).order_by(Notice.id)
    return list(db.session.scalars(query))


def test_an_administrator_creates_an_account_that_can_be_signed_in_to(
    client: Browserless, admin: Officer
) -> None:
    form = {
        "name": "Noor Fenn", "email": "Noor@Casework.test", "password": PASSWORD, "prefix": "",
        "roles": ["clerk", "auditor"],
    }  # fmt: skip
    shown = client.sign_in(admin).post("/accounts/new", form)
    assert "Auditor" in client.get(shown).words
    other = Browserless(client.app)
    assert other.post("/sign-in", typed_sign_in(other, "noor@casework.test")) == "/"


def test_whoever_signs_in_with_a_password_that_another_set_chooses_their_own_before_anything_else(
    client: Browserless, admin: Officer
) -> None:
    form = {"name": "Noor Fenn", "email": "noor@casework.test", "password": PASSWORD, "roles": ["clerk"]}
    client.sign_in(admin).post("/accounts/new", form)
    noor = Browserless(client.app)
    noor.post("/sign-in", typed_sign_in(noor, "noor@casework.test"))
    for path in ("/", "/reports", "/account", "/help"):
        answer = noor.http.get(path)
        assert answer.status_code == 302
        assert answer.location.startswith("/account/password?next=")
    page = noor.get("/account/password?next=/reports")
    assert page.heading == "Choose your own password"
    noor.token = page.fields()["csrf_token"]
    assert noor.post("/reports/new", {}) == "/account/password", "a form is not taken either"
    refused = noor.post("/account/password", {"current": PASSWORD, "password": PASSWORD}, status=422)
    assert refused.errors == ["This is the password that you have now. Choose another."]
    chosen = {"current": PASSWORD, "password": "four loud curlews"}
    assert noor.post("/account/password?next=/reports", chosen) == "/reports"
    assert noor.get("/reports").heading == "Committee reports"
    client.post(
        f"/accounts/{queries.known_officer('noor@casework.test').id}/password", {"password": PASSWORD}
    )
    again = Browserless(client.app)
    again.post("/sign-in", typed_sign_in(again, "noor@casework.test"))
    assert again.http.get("/").location.startswith("/account/password"), (
        "a password set anew is no other case"
    )


def test_own_password_leads_on_to_no_other_site(client: Browserless, kit: Officer) -> None:
    client.sign_in(kit)
    sent = {"current": PASSWORD, "password": "four loud curlews"}
    assert client.post("/account/password?next=//elsewhere.test", sent) == "/account"


def test_every_monitoring_officer_is_told_when_one_who_decides_is_taken_away(
    client: Browserless, admin: Officer, kit: Officer, monitoring_officer: Officer
) -> None:
    deputy = make_officer(Role.DEPUTY, name="Devi Deputy")
    second = make_officer(Role.MONITORING_OFFICER, name="Mina Second")
    client.sign_in(admin)
    for officer in (deputy, second, kit):
        client.post(f"/accounts/{officer.id}/deactivate")
    assert notices(monitoring_officer)[-2:] == [
        "Ada Minster deactivated the account of Devi Deputy (Deputy Monitoring Officer).",
        "Ada Minster deactivated the account of Mina Second (Monitoring Officer).",
    ]
    refused = client.post(f"/accounts/{monitoring_officer.id}/deactivate", status=409)
    assert "the only Monitoring Officer" in refused.words
    client.post(f"/accounts/{deputy.id}/reactivate")
    assert notices(monitoring_officer)[-1].startswith("Ada Minster reactivated the account of Devi Deputy")


def test_a_faulty_account_comes_back_with_what_was_typed(client: Browserless, admin: Officer) -> None:
    page = client.sign_in(admin).post("/accounts/new", {"name": "Noor Fenn", "email": "nonsense"}, status=422)
    assert page.errors == ["Enter a first password."]
    form = {"name": "Noor Fenn", "email": "nonsense", "password": PASSWORD}
    page = client.post("/accounts/new", form, status=422)
    assert page.errors[0].startswith("This is not an e-mail address")
    assert page.fields()["name"] == "Noor Fenn"


def test_two_accounts_never_share_an_email_or_an_exhibit_prefix(app: Flask, kit: Officer) -> None:
    with pytest.raises(DomainError, match="already"):
        make_officer(email="KIT@casework.test")
    with pytest.raises(DomainError, match="for good"):
        service.create_officer(
            name="Kim Care",
            email="kim@casework.test",
            password=None,
            roles=[],
            prefix=kit.exhibit_prefix,
            actor=None,
        )
    namesake = make_officer(name="Kit Clerk", email="kit2@casework.test")
    assert namesake.exhibit_prefix != kit.exhibit_prefix


def test_nobody_grants_themselves_a_role(client: Browserless, admin: Officer) -> None:
    client.sign_in(admin)
    client.post(f"/accounts/{admin.id}/roles", {"roles": ["administrator", "monitoring_officer"]}, status=403)
    assert admin.roles == {Role.ADMINISTRATOR}
    with pytest.raises(NotAllowed):
        service.grant_role(admin, Role.CLERK, actor=admin)


def test_nobody_takes_a_role_from_themselves(admin: Officer) -> None:
    make_officer(Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        service.take_role(admin, Role.ADMINISTRATOR, actor=admin)


def test_a_role_that_does_not_exist_cannot_be_posted(
    client: Browserless, admin: Officer, kit: Officer
) -> None:
    client.sign_in(admin).post(f"/accounts/{kit.id}/roles", {"roles": ["emperor"]}, status=422)
    assert kit.roles == {Role.STANDARDS_OFFICER}


def test_the_monitoring_officer_is_told_of_each_grant_and_each_withdrawal(
    client: Browserless, admin: Officer, kit: Officer, monitoring_officer: Officer
) -> None:
    client.sign_in(admin)
    client.post(f"/accounts/{kit.id}/roles", {"roles": ["clerk", "auditor"]})
    told = notices(monitoring_officer)
    assert "Ada Minster granted Kit Clerk the role Auditor." in told
    assert "Ada Minster granted Kit Clerk the role Committee clerk." in told
    assert "Ada Minster took the role Standards officer from Kit Clerk." in told


def test_each_grant_is_in_the_audit_trail(
    admin: Officer, kit: Officer, monitoring_officer: Officer, events: Events
) -> None:
    service.grant_role(kit, Role.AUDITOR, actor=admin)
    assert events("role.granted")[-1] == {
        "actor_id": admin.id, "subject_id": kit.id, "name": "Kit Clerk", "role": "Auditor",
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.MONITORING_OFFICER, Role.ADMINISTRATOR])
def test_the_last_of_a_role_that_must_be_held_keeps_it(app: Flask, role: Role) -> None:
    holder, actor = make_officer(role), make_officer()
    with pytest.raises(NotPossible, match="the only"):
        service.take_role(holder, role, actor=actor)
    with pytest.raises(NotPossible, match="the only"):
        service.set_active(holder, active=False, actor=actor)
    make_officer(role)
    service.take_role(holder, role, actor=actor)
    assert role not in holder.roles


def test_a_deactivated_holder_does_not_count_as_another(app: Flask, admin: Officer) -> None:
    second = make_officer(Role.ADMINISTRATOR)
    service.set_active(second, active=False, actor=admin)
    with pytest.raises(NotPossible):
        service.take_role(admin, Role.ADMINISTRATOR, actor=second)


def test_a_password_that_somebody_else_set_is_told_to_the_officer_and_the_monitoring_officer(
    client: Browserless, admin: Officer, kit: Officer, monitoring_officer: Officer
) -> None:
    client.sign_in(admin)
    client.post(f"/accounts/{kit.id}/password", {"password": "four loud curlews"})
    assert "Ada Minster set a new password for your account" in notices(kit)[-1]
    assert notices(monitoring_officer)[-1] == "Ada Minster set a new password for Kit Clerk."
    other = Browserless(client.app)
    other.post("/sign-in", typed_sign_in(other, kit.email, "four loud curlews"))


def test_an_administrator_does_not_pass_by_their_own_current_password(
    client: Browserless, admin: Officer
) -> None:
    client.sign_in(admin).post(
        f"/accounts/{admin.id}/password", {"password": "four loud curlews"}, status=403
    )


def test_deactivating_names_its_consequence_and_can_be_undone(
    client: Browserless, admin: Officer, kit: Officer
) -> None:
    client.sign_in(admin)
    assert "Their sessions end at once" in client.get(f"/accounts/{kit.id}/deactivate").words
    client.post(f"/accounts/{kit.id}/deactivate")
    assert "Kit Clerk" in client.get("/accounts?show=inactive").words
    assert "Kit Clerk" not in client.get("/accounts").words
    client.post(f"/accounts/{kit.id}/reactivate")
    other = Browserless(client.app)
    other.post("/sign-in", typed_sign_in(other, kit.email))


def test_nobody_deactivates_themselves(client: Browserless, admin: Officer) -> None:
    make_officer(Role.ADMINISTRATOR)
    client.sign_in(admin).post(f"/accounts/{admin.id}/deactivate", status=403)


def test_an_administrator_ends_every_session_of_an_officer(
    client: Browserless, admin: Officer, kit: Officer
) -> None:
    lost = Browserless(client.app).sign_in(kit)
    client.sign_in(admin).post(f"/accounts/{kit.id}/sessions/end")
    assert lost.http.get("/account").status_code == 302


def test_the_second_of_two_administrators_sees_both_texts(
    client: Browserless, admin: Officer, kit: Officer
) -> None:
    client.sign_in(admin)
    opened = client.get(f"/accounts/{kit.id}/edit").fields()
    service.change_officer(kit, name="Kit Clark", email=kit.email, actor=admin)
    page = client.post(f"/accounts/{kit.id}/edit", {**opened, "name": "Kit Klerk"}, status=409)
    assert "Kit Clark" in page.words
    assert "Kit Klerk" in page.words
    with pytest.raises(Stale):
        service.change_officer(kit, name="Kit Klerk", email=kit.email, version=1, actor=admin)


@pytest.mark.parametrize("version", ["", None])
def test_a_form_that_comes_back_without_its_version_changes_nothing(
    client: Browserless, admin: Officer, kit: Officer, version: str | None
) -> None:
    opened = client.sign_in(admin).get(f"/accounts/{kit.id}/edit").fields()
    service.change_officer(kit, name="Kit Clark", email=kit.email, actor=admin)
    sent = {**opened, "name": "Kit Klerk", "version": version}
    page = client.post(
        f"/accounts/{kit.id}/edit",
        {name: each for name, each in sent.items() if each is not None},
        status=422,
    )
    assert page.errors == ["This page did not come back whole. Load it again, then enter your changes."]
    assert kit.name == "Kit Clark"


def test_fields_that_the_form_does_not_have_change_nothing(
    client: Browserless, admin: Officer, kit: Officer
) -> None:
    opened = client.sign_in(admin).get(f"/accounts/{kit.id}/edit").fields()
    sent = {
        **opened,
        "roles": ["monitoring_officer"],
        "exhibit_prefix": "ZZ",
        "active": "",
        "password_hash": "x",
    }
    client.post(f"/accounts/{kit.id}/edit", sent)
    db.session.expire_all()
    assert kit.roles == {Role.STANDARDS_OFFICER}
    assert kit.active
    assert kit.exhibit_prefix != "ZZ"


def test_the_table_of_roles_is_the_one_that_the_software_obeys(client: Browserless, kit: Officer) -> None:
    page = client.sign_in(kit).get("/accounts/roles")
    rows = {words[0]: words[1:] for words in table(page)}
    assert set(PERMISSION_LABELS) == set(Permission)
    for permission, label in PERMISSION_LABELS.items():
        expected = ["Yes" if permission in ROLE_PERMISSIONS[role] else "No" for role in Role]
        assert rows[label] == expected


def table(page: Page, which: int = 0) -> list[list[str]]:
    """Return the words of each cell of a table."""
    body = list(page.root.iter("tbody"))[which]
    return [[words(cell) for cell in row] for row in body.iter("tr")]


def test_who_holds_a_role_is_shown_to_those_who_watch_over_it_alone(
    client: Browserless, kit: Officer, monitoring_officer: Officer
) -> None:
    assert "Who holds them" not in client.sign_in(kit).get("/accounts/roles").words
    holders = table(client.sign_in(monitoring_officer).get("/accounts/roles"), -1)
    assert ["Standards officer", "Kit Clerk"] in [row[:2] for row in holders]


def test_a_refusal_is_on_record(client: Browserless, kit: Officer, events: Events) -> None:
    client.sign_in(kit).get("/accounts?q=secret", status=403)
    assert events("access.refused") == [{"actor_id": kit.id, "subject_id": None, "what": "GET /accounts"}]


@pytest.mark.committed
def test_a_refusal_outlives_what_was_rolled_back(client: Browserless, admin: Officer, events: Events) -> None:
    client.sign_in(admin).post(f"/accounts/{admin.id}/roles", {"roles": ["clerk"]}, status=403)
    db.session.rollback()
    assert events("access.refused")[0]["what"] == f"POST /accounts/{admin.id}/roles"
    assert len(events("role.granted")) == 1, "the grant with which the administrator was made"
    assert admin.roles == {Role.ADMINISTRATOR}


def test_a_visitor_without_an_account_is_asked_to_sign_in_and_not_recorded(
    client: Browserless, events: Events
) -> None:
    assert client.http.get("/accounts").status_code == 302
    assert events("access.refused") == []


def test_an_officer_may_do_what_any_of_their_roles_allows(client: Browserless, app: Flask) -> None:
    both = make_officer(Role.CLERK, Role.ADMINISTRATOR)
    assert client.sign_in(both).get("/accounts").heading == "Accounts"


def test_the_list_of_accounts_takes_as_many_queries_for_forty_as_for_four(
    client: Browserless, admin: Officer, count_selects: list[str]
) -> None:
    client.sign_in(admin)
    counts = []
    for more in (3, 20):
        for _ in range(more):
            make_officer(Role.CLERK)
        count_selects.clear()
        client.get("/accounts")
        counts.append(len(count_selects))
    assert counts[0] == counts[1] <= 12


def test_the_spreadsheet_for_a_review_of_access_holds_every_account(
    client: Browserless, admin: Officer, kit: Officer
) -> None:
    service.set_active(kit, active=False, actor=admin)
    with client.sign_in(admin).http.get("/accounts.xlsx") as response:
        rows = list(load_workbook(BytesIO(response.data)).worksheets[0].iter_rows(values_only=True))
    assert [row[:5] for row in rows[1:]] == [
        ("Ada Minster", "ada@casework.test", "System administrator", "AM", "Active"),
        ("Kit Clerk", "kit@casework.test", "Standards officer", "KC", "Deactivated"),
    ]
    assert rows[1][6] is not None
    assert rows[2][6] is None


def test_every_officer_with_a_permission_is_found(
    app: Flask, kit: Officer, monitoring_officer: Officer
) -> None:
    assert monitoring_officer in queries.officers_with(Permission.CASE_DECIDE)
    assert kit not in queries.officers_with(Permission.CASE_DECIDE)

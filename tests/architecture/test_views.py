"""The URL map itself: no view without a permission, no parameter without a type, and every role tried on every view."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from casework.permissions import ROLE_PERMISSIONS, Permission, Role
from casework.web.guard import PUBLIC
from tests.support.client import Browserless
from tests.support.factories import make_officer

ROOT = Path(__file__).parents[2]
PUBLIC_VIEWS = {
    "accounts.sign_in",
    "accounts.demo_sign_in",  # open in the demonstration alone, and on the very machine alone
    "accounts.first_administrator",  # its address carries a token that works once
    "desk.deadlines",  # its address carries a token, of which only the hash is kept
    "council.theme",  # a colour
    "about.guidance",  # words of our own, the same for everybody
    "about.accessibility",
    "about.privacy",
}
NOTHING = {
    "int": "999999999",
    "string": "nothing",
    "path": "nothing",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
PARAMETER = re.compile(r"<([^<>]+)>")
ANSWERS = {200, 302, 404, 409}


def rules(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    """Every view that takes `method`, each with an address at which there is nothing."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint != "static":
            yield (
                rule,
                PARAMETER.sub(_nothing, rule.rule),
            )


def _nothing(parameter: re.Match[str]) -> str:
    """Return what fits a parameter and names nothing; of a list of words the first."""
    kind = parameter[1].partition(":")[0]
    words = re.fullmatch(r"any\((\w+).*\)", kind)
    return words[1] if words else NOTHING[kind.partition("(")[0]]


def status_of(client: Browserless, method: str, path: str, **sent: Any) -> int:
    """Return the status of the answer; a file that it would send is closed."""
    with client.http.open(path, method=method, **sent) as response:
        return response.status_code


def permission_of(app: Flask, rule: Rule) -> Permission | str | None:
    permission: Permission | str | None = getattr(app.view_functions[rule.endpoint], "permission", None)
    return permission


def test_every_view_states_its_permission_or_is_on_the_short_public_list(app: Flask) -> None:
    stated = {
        rule.endpoint: permission_of(app, rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
    }
    assert {endpoint for endpoint, permission in stated.items() if permission == PUBLIC} == PUBLIC_VIEWS
    silent = {endpoint for endpoint, permission in stated.items() if permission is None}
    assert silent == set(), "these would answer 403 to everybody"


def test_every_permission_is_asked_for_somewhere() -> None:
    code = [path.read_text() for path in (ROOT / "casework").rglob("*.py") if path.name != "permissions.py"]
    pages = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    text = "\n".join(code + pages)
    assert {
        each for each in Permission if f"Permission.{each.name}" not in text and f'"{each}"' not in text
    } == set()


def test_every_parameter_of_an_address_has_a_type(app: Flask) -> None:
    bare = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if any(":" not in name for name in PARAMETER.findall(rule.rule))
    ]
    assert bare == []


def test_a_stranger_is_asked_to_sign_in_on_every_view(app: Flask, client: Browserless) -> None:
    for method in ("GET", "POST"):
        for rule, path in rules(app, method):
            if rule.endpoint in PUBLIC_VIEWS:
                continue
            response = client.http.open(path, method=method)
            assert response.status_code == 302, (
                f"{method} {path} answers {response.status_code} to a stranger"
            )
            assert response.location.startswith("/sign-in"), (
                f"{method} {path} leads a stranger to {response.location}"
            )


@pytest.mark.once
@pytest.mark.parametrize("role", Role)
def test_each_role_reaches_what_the_table_grants_and_nothing_else(
    app: Flask, client: Browserless, role: Role
) -> None:
    client.sign_in(make_officer(role))
    for rule, path in rules(app, "GET"):
        permission = permission_of(app, rule)
        status = status_of(client, "GET", path)
        if permission == PUBLIC:
            assert status in ANSWERS, f"GET {path} answers {status}"
        elif permission in ROLE_PERMISSIONS[role]:
            assert status in ANSWERS, f"{role} has {permission}, but GET {path} answers {status}"
        else:
            assert status == 403, f"{role} lacks {permission}, but GET {path} answers {status}"


@pytest.mark.once
@pytest.mark.parametrize("role", Role)
def test_no_role_changes_anything_by_a_view_that_the_table_denies(
    app: Flask, client: Browserless, role: Role
) -> None:
    client.sign_in(make_officer(role))
    for rule, path in rules(app, "POST"):
        permission = permission_of(app, rule)
        if permission != PUBLIC and permission not in ROLE_PERMISSIONS[role]:
            status = status_of(client, "POST", path, data={"csrf_token": client.token})
            assert status == 403, f"{role} lacks {permission}, but POST {path} answers {status}"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_change_needs_the_token_of_a_page_of_ours(app: Flask, client: Browserless, method: str) -> None:
    client.sign_in(make_officer(*Role))
    for rule, path in rules(app, method):
        status = status_of(client, method, path)
        assert status == 400, f"{method} {path} answers {status} to a form from elsewhere ({rule.endpoint})"


def test_an_officer_without_any_role_reaches_their_own_account_and_nothing_else(
    app: Flask, client: Browserless
) -> None:
    client.sign_in(make_officer())
    everyones = frozenset.intersection(*ROLE_PERMISSIONS.values())
    for rule, path in rules(app, "GET"):
        status, permission = status_of(client, "GET", path), permission_of(app, rule)
        if permission in everyones or permission == PUBLIC:
            assert status in ANSWERS, f"GET {path} answers {status}"
        else:
            assert status == 403, f"GET {path} answers {status} to somebody without a role"

"""The first account of an installation, from the link and from the command line."""

import pytest
from flask import Flask

from casework.accounts import queries, service
from casework.errors import DomainError, NotPossible
from casework.permissions import Role
from tests.accounts.conftest import PASSWORD, typed_sign_in
from tests.support.client import Browserless
from tests.support.factories import make_officer

FORM = {"name": "Ada Minster", "email": "ada@casework.test", "password": PASSWORD, "understood": "y"}


def test_the_link_makes_the_first_administrator_and_works_once(client: Browserless) -> None:
    link = f"/set-up?token={service.new_setup_token()}"
    client.token = client.get(link).fields()["csrf_token"]
    assert client.post(link, FORM) == "/set-up/steps"
    assert client.get("/set-up/steps").heading == "Set up Casework"
    officer = queries.officer_by_email("ada@casework.test")
    assert officer is not None
    assert officer.roles == {Role.ADMINISTRATOR}
    again = Browserless(client.app)
    assert "Sign in" in again.get(link, status=404).words
    with pytest.raises(DomainError, match="used already"):
        service.use_setup_token(link, name="Eve", email="eve@casework.test", password=PASSWORD)


def test_a_wrong_token_makes_nobody(client: Browserless) -> None:
    service.new_setup_token()
    page = client.get("/set-up?token=guess", status=404)
    assert "prints a new one" in page.words
    client.get("/set-up", status=404)
    assert not queries.anybody()


def test_an_empty_token_does_not_fit_where_none_was_given_out(client: Browserless) -> None:
    client.get("/set-up?token=", status=404)


def test_only_the_newest_link_works(client: Browserless) -> None:
    first, second = service.new_setup_token(), service.new_setup_token()
    client.get(f"/set-up?token={first}", status=404)
    client.get(f"/set-up?token={second}")


def test_the_administrator_says_that_they_know_what_the_account_is_for(client: Browserless) -> None:
    link = f"/set-up?token={service.new_setup_token()}"
    client.token = client.get(link).fields()["csrf_token"]
    page = client.post(link, {**FORM, "understood": ""}, status=422)
    assert page.errors == ["Say that you know what this account is for."]


def test_once_somebody_has_an_account_no_link_is_given_out(app: Flask) -> None:
    make_officer(Role.ADMINISTRATOR)
    with pytest.raises(NotPossible):
        service.new_setup_token()


def test_a_link_that_was_given_out_does_not_work_once_somebody_has_an_account(client: Browserless) -> None:
    token = service.new_setup_token()
    make_officer(Role.ADMINISTRATOR)
    client.get(f"/set-up?token={token}", status=404)


@pytest.mark.committed
class TestCommands:
    """flask accounts …"""

    def run(self, app: Flask, *words: str, answer: str = "") -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=["accounts", *words], input=answer)
        return result.exit_code, result.output

    def test_create_admin_asks_for_the_password_and_makes_the_account(
        self, app: Flask, client: Browserless
    ) -> None:
        typed = f"ada@casework.test\nAda Minster\n{PASSWORD}\n{PASSWORD}\n"
        code, output = self.run(app, "create-admin", answer=typed)
        assert code == 0
        assert "Ada Minster can sign in" in output
        assert PASSWORD not in output
        assert client.post("/sign-in", typed_sign_in(client, "ada@casework.test")) == "/"

    def test_a_weak_password_is_refused_in_a_sentence(self, app: Flask) -> None:
        code, output = self.run(
            app, "create-admin", "--email", "a@casework.test", "--name", "A", "--password", "short"
        )
        assert code == 1
        assert "at least 12 characters" in output
        assert "Traceback" not in output

    def test_the_set_up_token_is_printed_as_an_address(self, app: Flask, client: Browserless) -> None:
        _, output = self.run(app, "setup-token")
        address = next(line.strip() for line in output.splitlines() if "token=" in line)
        assert client.get(address).heading == "Make the first administrator"

    def test_a_password_is_reset_by_email(self, app: Flask, client: Browserless) -> None:
        make_officer(Role.CLERK, email="kit@casework.test", password=PASSWORD)
        code, _ = self.run(app, "reset-password", "kit@casework.test", "--password", "four loud curlews")
        assert code == 0
        assert client.post("/sign-in", typed_sign_in(client, "kit@casework.test", "four loud curlews")) == "/"
        code, output = self.run(
            app, "reset-password", "nobody@casework.test", "--password", "four loud curlews"
        )
        assert (code, "No officer has" in output) == (1, True)

    def test_the_list_names_every_account_and_its_roles(self, app: Flask) -> None:
        assert "create-admin" in self.run(app, "list")[1]
        make_officer(Role.CLERK, Role.AUDITOR, name="Kit Clerk", email="kit@casework.test")
        _, output = self.run(app, "list")
        assert "kit@casework.test" in output
        assert "Auditor, Committee clerk" in output

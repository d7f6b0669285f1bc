"""How cookies and addresses behave behind HTTPS and a council's own proxy."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from casework.accounts.models import OfficerSession
from casework.database import db
from casework.permissions import Role
from tests.accounts.conftest import PASSWORD
from tests.conftest import application, copy_of, opened
from tests.support.client import Browserless, parse
from tests.support.factories import make_officer

Serve = Callable[..., Flask]
ADDRESS = "https://casework.example.gov.uk"


@pytest.fixture
def serve(migrated: str, server: str | None, tmp_path: Path) -> Iterator[Serve]:
    """Return the application with the settings given, on a database of its own, with one officer in it."""
    with ExitStack() as offices:

        def with_settings(**settings: object) -> Flask:
            app = application(copy_of(migrated, server, tmp_path), tmp_path / "instance", **settings)
            offices.enter_context(opened(app))
            make_officer(Role.CLERK, email="kit@casework.test", password=PASSWORD)
            return app

        yield with_settings


def sign_in(app: Flask, base_url: str = ADDRESS, **sent: dict[str, str]) -> TestResponse:
    client = Browserless(app).http
    page = parse(client.get("/sign-in", base_url=base_url))
    form = {**page.fields(), "email": "kit@casework.test", "password": PASSWORD}
    return client.post("/sign-in", base_url=base_url, data=form, **sent)


def address_on_record() -> str:
    return db.session.query(OfficerSession).one().address


def test_behind_https_the_cookie_goes_over_https_alone_and_to_this_host_alone(serve: Serve) -> None:
    response = sign_in(serve(secure_cookies=True))
    name, *flags = [part.strip() for part in response.headers["Set-Cookie"].split(";")]
    assert name.startswith("__Host-casework=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(flags)
    assert not any(flag.startswith("Domain") for flag in flags), "a __Host- cookie names no domain"
    assert "max-age" in response.headers["Strict-Transport-Security"]


def test_a_header_that_names_another_address_is_not_believed(serve: Serve) -> None:
    sign_in(serve(), headers={"X-Forwarded-For": "198.51.100.7"})
    assert address_on_record() == "127.0.0.1"


def test_the_header_of_a_trusted_proxy_is_believed_and_no_further_one(serve: Serve) -> None:
    sign_in(serve(trusted_proxies=1), headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    assert address_on_record() == "198.51.100.7"


def test_every_answer_carries_the_headers_that_browsers_obey(serve: Serve) -> None:
    app = serve()
    for path, status in (("/sign-in", 200), ("/nowhere", 302), ("/theme.css", 200), ("/account", 302)):
        response = Browserless(app).http.get(path)
        assert response.status_code in {status, 404}
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        cached = "immutable" if path == "/theme.css" else "no-store"
        assert cached in response.headers["Cache-Control"]

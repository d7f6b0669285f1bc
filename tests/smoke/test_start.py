"""The application starts, and lets in those that it should."""

import pytest
from flask import Flask

from casework.accounts.models import Officer
from casework.database import db
from tests.support.client import Browserless


def test_a_stranger_is_asked_to_sign_in(client: Browserless) -> None:
    response = client.http.get("/")
    assert response.status_code == 302
    assert response.location.startswith("/sign-in")


def test_an_officer_who_signed_in_sees_their_work(client: Browserless, monitoring_officer: Officer) -> None:
    assert client.sign_in(monitoring_officer).get("/").heading == "My work"


@pytest.mark.committed
def test_an_audited_row_cannot_change_without_an_event(app: Flask, monitoring_officer: Officer) -> None:
    monitoring_officer.name = "Somebody Else"
    with pytest.raises(RuntimeError, match="outside a unit of work"):
        db.session.flush()

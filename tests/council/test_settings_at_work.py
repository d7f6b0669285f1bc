"""What a setting does beyond its own page."""

from datetime import date, datetime

import pytest
from flask import Flask

from casework import clock
from casework.accounts.models import Officer
from casework.council import service
from tests.support.case_factories import make_case
from tests.support.client import Browserless


def test_the_time_between_updates_proposes_the_next_one(
    client: Browserless, monitoring_officer: Officer, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: clock.from_london(datetime(2026, 12, 21, 9)))  # noqa: DTZ001  London's
    service.change_settings(actor=monitoring_officer, update_days=4)
    service.add_closure(first_day=date(2026, 12, 24), reason="Christmas", actor=monitoring_officer)
    case = make_case(monitoring_officer)
    page = client.sign_in(monitoring_officer).get(f"/cases/{case.id}/dates")
    assert "4 working days from today is 30 December 2026" in page.words

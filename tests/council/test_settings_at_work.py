"""What a setting does beyond its own page."""

from datetime import date, datetime

import pytest
from flask import Flask

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.council import service
from casework.council.models import Closure
from casework.database import db, unit_of_work
from casework.worker.tasks import TASKS, run
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


def test_a_closure_or_another_time_limit_moves_what_is_due_in_the_list_at_once(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer, received_on=date(2026, 3, 2))
    client.sign_in(monitoring_officer)
    assert "9 March 2026" in client.get("/cases").words
    day = {"first_day-day": "4", "first_day-month": "3", "first_day-year": "2026"}
    client.post("/council/closures", {"reason": "Burst main", **day})
    assert "10 March 2026" in client.get("/cases").words
    client.post("/council/closures/remove", {"day": "2026-03-04"})
    assert "9 March 2026" in client.get("/cases").words
    client.post("/council", {**client.get("/council").fields(), "acknowledge_days": "2"})
    assert "4 March 2026" in client.get("/cases").words
    assert case.next_due_on == date(2026, 3, 4)
    client.post("/council", {**client.get("/council").fields(), "acknowledge_days": "3"})
    assert "5 March 2026" in client.get("/cases").words


def test_the_worker_finds_each_night_what_moved_without_anybody(
    app: Flask, monitoring_officer: Officer
) -> None:
    make_case(monitoring_officer, received_on=date(2026, 3, 2))
    with unit_of_work():
        closure = Closure(day=date(2026, 3, 4), reason="A bank holiday, proclaimed")
        db.session.add(closure)
        record(Verb.COUNCIL_CHANGED, actor=monitoring_officer, subject=closure)
    [task] = [task for task in TASKS if task.name == "due-dates"]
    assert run(task) == 1
    assert run(task) == 0, "done twice, it moves nothing"

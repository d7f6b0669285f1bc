"""Several recipients reminded in one form: each row by itself, none lost by another, nothing twice."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases import service as cases
from casework.cases.models import Case
from casework.correspondence.models import Letter
from casework.correspondence.workflow import LetterKind
from casework.database import db, unit_of_work
from casework.permissions import Role
from casework.takedowns import service
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import PauseReason
from casework.takedowns.workflow import RequestStatus as S
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.request_factories import reminder_due, request_in

HERE = "/my-requests/to-chase"


@pytest.fixture
def takedown() -> Officer:
    return make_officer(Role.TAKEDOWN_OFFICER)


def now(request: RemovalRequest) -> RemovalRequest:
    return db.session.get_one(RemovalRequest, request.id, populate_existing=True)


def recorded() -> int:
    return len(db.session.scalars(select(AuditEvent).where(AuditEvent.verb == Verb.REMINDER_SENT)).all())


def letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == LetterKind.REMINDER)))


def ticked(page: Any, *requests: RemovalRequest, **values: Any) -> dict[str, Any]:
    """Return what the form would send with these requests ticked."""
    ticks = {f"r{request.id}-chosen": "y" for request in requests}
    return {**page.fields(), **ticks, "how": "By telephone", "do": "record", **values}


def test_several_are_reminded_in_one_form_each_by_itself(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    first, second, third = (reminder_due(monitoring_officer, given_to_id=takedown.id) for _ in range(3))
    client.sign_in(takedown)
    assert client.get("/my-requests").links()["Remind several"] == HERE
    done = client.post(HERE, ticked(client.get(HERE), first, second), status=200)
    for request in (first, second):
        assert (now(request).reminded_on, now(request).reminded_how) == (clock.today(), "By telephone")
        assert request.name in done.words
    assert "Wait for the answer" in done.words
    assert now(third).reminded_on is None
    assert recorded() == 2, "each is a line of its own in the trail"
    words = client.get(HERE).words
    assert third.name in words
    assert first.name not in words


def test_reminders_that_were_sent_twice_are_recorded_once(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    request = reminder_due(monitoring_officer, given_to_id=takedown.id)
    client.sign_in(takedown)
    data = ticked(client.get(HERE), request)
    client.post(HERE, data, status=200)
    assert "It was recorded already." in client.post(HERE, data, status=200).words
    assert recorded() == 1
    alone = f"/removal-requests/{request.id}/reminder"
    client.post(alone, {**client.get(alone).fields(), "how": "By telephone"})
    assert recorded() == 1, "nor on the page of one"


def test_a_row_that_cannot_be_recorded_comes_back_and_the_others_are_recorded(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    good, new = (reminder_due(monitoring_officer, given_to_id=takedown.id) for _ in range(2))
    with unit_of_work():
        row = now(new)
        row.sent_on = clock.today()
        record(Verb.REQUEST_CHANGED, actor=None, subject=row, case=row.case_id, name=row.name)
    client.sign_in(takedown)
    page = client.get(HERE)
    day = clock.today() - timedelta(days=1)
    yesterday = {"reminded_on-day": day.day, "reminded_on-month": day.month, "reminded_on-year": day.year}
    refused = client.post(HERE, ticked(page, good, new, **yesterday), status=422)
    assert "1 of 2 could not be recorded." in refused.errors
    assert any(new.name in each and "between the day of sending" in each for each in refused.errors)
    assert (now(good).reminded_on, now(new).reminded_on) == (day, None)
    kept = refused.fields()
    assert kept[f"r{new.id}-chosen"]
    assert f"r{good.id}-version" not in kept, "what is recorded does not come back"
    day = clock.today()
    today = {"reminded_on-day": day.day, "reminded_on-month": day.month, "reminded_on-year": day.year}
    client.post(HERE, ticked(refused, new, **today), status=200)
    assert now(new).reminded_on == clock.today()


def test_who_answered_or_was_paused_in_the_meantime_is_not_reminded_unread(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    paused, told, good = (reminder_due(monitoring_officer, given_to_id=takedown.id) for _ in range(3))
    client.sign_in(takedown)
    data = ticked(client.get(HERE), paused, told, good)
    today = clock.today()
    service.pause(
        paused,
        actor=monitoring_officer,
        kind=PauseReason.THEIR_TIME,
        words="Ill",
        from_day=today,
        until_day=None,
    )
    service.record_reminder(told, actor=monitoring_officer, reminded_on=today, how="At the meeting")
    refused = client.post(HERE, data, status=422)
    assert sum("Another officer changed" in each for each in refused.errors) == 2
    assert "Wait: the time to answer is paused" in refused.words
    assert f"r{told.id}-chosen" not in refused.fields(), "it is read before it is ticked again"
    assert recorded() == 2
    assert now(told).reminded_how == "At the meeting"
    again = client.post(HERE, ticked(refused, paused), status=422)
    assert any("The time to answer is paused" in each for each in again.errors)


def test_letters_are_prepared_for_those_who_have_time_to_answer_and_only_one_each(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    first, second = (reminder_due(monitoring_officer, given_to_id=takedown.id) for _ in range(2))
    late = request_in(S.SENT, monitoring_officer, given_to_id=takedown.id)
    client.sign_in(takedown)
    data = {**ticked(client.get(HERE), first, second, late, do="letters"), "how": ""}
    refused = client.post(HERE, data, status=422)
    assert "1 of 3 could not be prepared." in refused.errors
    assert any(late.name in each and "a reminder would name it" in each for each in refused.errors)
    assert len(letters()) == 2
    assert recorded() == 0, "a letter counts once it is marked as sent"
    there = {href for href in refused.links().values() if "/letters/" in href}
    assert len(there) == 2
    for href in there:
        client.get(href)
    again = client.post(HERE, data, status=422)
    assert "It was prepared already." in again.words
    assert len(letters()) == 2
    assert "is prepared already" in client.get(HERE).words


def test_a_row_that_is_no_longer_the_officers_is_not_recorded_and_tells_no_more(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    given_away, walled, mine = (reminder_due(monitoring_officer, given_to_id=takedown.id) for _ in range(3))
    never = reminder_due(monitoring_officer, recipient="Councillor Never Seen")
    client.sign_in(takedown)
    data = ticked(client.get(HERE), given_away, walled, mine, never) | {f"r{never.id}-version": "1"}
    service.give(given_away, make_officer(Role.TAKEDOWN_OFFICER), actor=monitoring_officer)
    cases.raise_wall(db.session.get_one(Case, walled.case_id), takedown, "A friend", actor=monitoring_officer)
    for do in ("letters", "record"):
        done = client.post(HERE, {**data, "do": do}, status=200)
        assert done.words.count("It is not yours to handle any more") == 3
        assert never.name not in done.text
        assert "Never Seen" not in done.text
    assert recorded() == len(letters()) == 1
    assert now(mine).reminded_on == clock.today()


def test_what_is_wrong_for_all_records_nothing_and_keeps_the_ticks(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    first, second = (reminder_due(monitoring_officer, given_to_id=takedown.id) for _ in range(2))
    client.sign_in(takedown)
    page = client.get(HERE)
    refused = client.post(HERE, {**ticked(page, first), "how": ""}, status=422)
    assert any("Say how they were reminded" in each for each in refused.errors)
    assert f"r{first.id}-chosen" in refused.fields()
    assert f"r{second.id}-chosen" not in refused.fields()
    assert second.name in refused.words, "those that were not ticked stay"
    assert (
        "Tick one request at least. Nothing was recorded."
        in client.post(HERE, ticked(page), status=422).errors
    )
    forged = {**ticked(page, first), f"r{first.id}-version": ""}
    client.post(HERE, forged, status=422)
    client.post(
        HERE, {**page.fields(), "r999999999-version": "1", "r999999999-chosen": "y", "how": "X"}, status=200
    )
    assert recorded() == 0


def test_staff_chase_for_all_their_cases(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    theirs = reminder_due(monitoring_officer, given_to_id=takedown.id)
    client.sign_in(monitoring_officer)
    assert HERE in client.get("/removal-requests").links().values()
    client.post(HERE, ticked(client.get(HERE), theirs), status=200)
    assert now(theirs).reminded_on == clock.today()
    client.sign_in(make_officer(Role.TAKEDOWN_OFFICER))
    assert "Nobody is to be chased now" in client.get(HERE).words

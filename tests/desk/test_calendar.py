"""An officer's deadlines in their own calendar program."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from icalendar import Calendar

from casework import clock
from casework.accounts import service as accounts
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.database import db
from casework.desk import service
from casework.desk.models import CalendarFeed
from casework.errors import NotPossible
from casework.permissions import Role
from tests.support.case_factories import make_case
from tests.support.client import Browserless, summary
from tests.support.factories import make_officer

ADDRESS = re.compile(r"http://localhost(/calendar/[\w-]{43}\.ics)")


@pytest.fixture
def sam(app: Flask) -> Officer:
    return make_officer(Role.STANDARDS_OFFICER, name="Sam Standards")


def made(client: Browserless, officer: Officer) -> str:
    """Make an address in the browser, and return it."""
    client.sign_in(officer)
    page = client.post("/account/calendar", {}, status=200)
    found = ADDRESS.search(page.words)
    assert found
    return found[1]


def events(client: Browserless, address: str) -> list[dict[str, object]]:
    answer = client.http.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return [dict(event) for event in Calendar.from_ical(answer.data).walk("VEVENT")]


def test_a_deadline_is_an_event_of_its_day_with_the_reference_and_a_link_alone(
    client: Browserless, sam: Officer
) -> None:
    case = make_case(sam, received_on=clock.today())
    cases.add_action(case, actor=sam, officer_id=sam.id, what="Ring Ivan Planning", due_on=clock.today())
    address = made(client, sam)
    stranger = client.http.application.test_client()
    text = stranger.get(address).text
    assert "Ivan" not in text
    assert "Ring" not in text
    assert "X-PUBLISHED-TTL:PT4H" in text.splitlines()
    found = events(client, address)
    assert {str(event["SUMMARY"]) for event in found} == {f"{case.name}: due"}
    (today,) = (event for event in found if event["DTSTART"].dt == clock.today())  # type: ignore[attr-defined]
    assert today["DTEND"].dt == clock.today() + timedelta(days=1)  # type: ignore[attr-defined]
    assert str(today["URL"]).startswith("http://localhost/")
    assert len({str(event["UID"]) for event in found}) == len(found)


def test_an_event_keeps_its_identity_from_one_reading_to_the_next(client: Browserless, sam: Officer) -> None:
    make_case(sam)
    address = made(client, sam)
    assert [event["UID"] for event in events(client, address)] == [
        event["UID"] for event in events(client, address)
    ]


def test_what_the_officer_may_no_longer_see_is_gone_from_their_calendar(
    client: Browserless, sam: Officer
) -> None:
    case = make_case(sam)
    address = made(client, sam)
    assert events(client, address)
    cases.raise_wall(case, sam, "A friend of the councillor", actor=make_officer(Role.MONITORING_OFFICER))
    assert events(client, address) == []


def test_a_revoked_address_an_unknown_one_and_that_of_a_shut_account_are_alike(
    client: Browserless, sam: Officer
) -> None:
    address = made(client, sam)
    anew = made(client, sam)
    unknown = f"/calendar/{'x' * 43}.ics"
    lost = client.http.application.test_client().get(unknown)
    assert lost.status_code == 404
    reader = client.http.application.test_client()
    assert summary(reader.get(address)) == summary(lost), "a new address ends the former one"
    assert reader.get(anew).status_code == 200
    administrator = make_officer(Role.ADMINISTRATOR)
    accounts.set_active(sam, active=False, actor=administrator)
    assert summary(reader.get(anew)) == summary(lost)
    accounts.set_active(sam, active=True, actor=administrator)
    client.sign_in(sam)
    client.post("/account/calendar/revoke", {})
    assert summary(reader.get(anew)) == summary(lost)


def test_only_the_hash_of_an_address_is_kept(client: Browserless, sam: Officer) -> None:
    address = made(client, sam)
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    assert token not in [feed.token_hash for feed in db.session.query(CalendarFeed)]
    assert token not in client.get("/account/calendar").words


def test_nothing_is_revoked_twice(sam: Officer) -> None:
    service.make_calendar(actor=sam)
    service.revoke_calendar(actor=sam)
    with pytest.raises(NotPossible, match="no address to revoke"):
        service.revoke_calendar(actor=sam)

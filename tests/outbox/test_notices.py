"""An officer is told what was done, once it was done, and it waits until they have read it."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.database import command, db
from casework.errors import NotFound, NotPossible
from casework.outbox import queries, service
from casework.outbox.models import Notice
from tests.conftest import application, opened
from tests.support.client import Browserless
from tests.support.factories import make_officer

TOLD = "Removal request SMC/2026/0001/R1 was given to you."


def notices() -> list[Notice]:
    return list(db.session.scalars(select(Notice).order_by(Notice.id)))


def tell(officer: Officer, text: str = TOLD) -> Notice:
    service.notify(officer.id, text, "/my-requests/1")
    return notices()[-1]


def test_nobody_is_told_of_what_was_not_done(monitoring_officer: Officer) -> None:
    @command
    def refused() -> None:
        service.notify(monitoring_officer.id, TOLD, "/my-requests/1")
        raise NotPossible("It was ended meanwhile.")

    with pytest.raises(NotPossible):
        refused()
    assert TOLD not in {notice.text for notice in notices()}


@pytest.mark.committed
def test_what_an_officer_was_told_outlives_a_restart(
    app: Flask, monitoring_officer: Officer, tmp_path: Path
) -> None:
    notice, officer_id = tell(monitoring_officer).id, monitoring_officer.id
    db.session.remove()
    restarted = application(app.config["SETTINGS"].database_url, tmp_path / "again")
    with opened(restarted):
        assert queries.own_notice(officer_id, notice).text == TOLD


def test_a_notice_is_read_by_its_own_officer_alone(monitoring_officer: Officer) -> None:
    notice = tell(monitoring_officer)
    assert queries.own_notice(monitoring_officer.id, notice.id) is notice
    with pytest.raises(NotFound):
        queries.own_notice(make_officer().id, notice.id)


def test_a_notice_that_was_read_twice_was_read_the_first_time(monitoring_officer: Officer) -> None:
    notice = tell(monitoring_officer)
    service.mark_read(notice)
    first = notice.read_at
    with clock.telling_of(clock.now() + timedelta(days=1)):
        service.mark_read(notice)
    assert notice.read_at == first is not None


def test_what_came_after_the_last_one_seen_stays_unread(monitoring_officer: Officer) -> None:
    other = make_officer()
    seen, another, later = tell(monitoring_officer), tell(other), tell(monitoring_officer)
    service.mark_read_up_to(monitoring_officer.id, seen.id)
    assert [notice.read_at is not None for notice in (seen, another, later)] == [True, False, False]


def test_it_waits_on_the_officers_own_page_until_it_is_put_away(
    client: Browserless, monitoring_officer: Officer
) -> None:
    notice = tell(monitoring_officer)
    tell(make_officer(), "Of another officer")
    client.sign_in(monitoring_officer)
    page = client.get("/")
    assert TOLD in page.words
    assert "Of another officer" not in page.words
    service.mark_read(notice)
    assert TOLD not in client.get("/").words

"""The tables are made, taken back and made again, with all that they hold; the models ask for nothing more."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from casework import clock
from casework.accounts.models import Officer
from casework.audit import queries as audit
from casework.audit.chain import walk
from casework.cases import service as cases
from casework.cases.models import Complaint
from casework.cases.queries import visible_cases
from casework.correspondence.templates import service as templates
from casework.correspondence.templates import word
from casework.correspondence.templates.built_in import BUILT_IN
from casework.correspondence.templates.workflow import TemplateForm
from casework.correspondence.workflow import LetterKind
from casework.council import service as council
from casework.database import Base, db
from casework.schema import cli, service
from casework.search import queries as search
from casework.takedowns import service as requests
from casework.takedowns.models import Observation, RemovalRequest
from casework.takedowns.queries import settled_routes
from casework.takedowns.workflow import Able, LookPurpose, RequestStatus, Route
from tests.support.case_factories import make_case
from tests.support.request_factories import look, make_request, request_in

pytestmark = pytest.mark.committed


def held() -> dict[str, int]:
    """Return how many rows each table holds, of those that there are at this revision."""
    with db.engine.connect() as connection:
        present = set(inspect(connection).get_table_names())
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name in present
        }


def back_to(revision: str) -> None:
    db.session.remove()
    service.downgrade(revision)


def test_there_is_one_newest_revision_and_the_models_ask_for_no_more(app: Flask) -> None:
    script = ScriptDirectory(str(service.MIGRATIONS))
    assert script.get_heads() == [service.head_revision()]
    assert service.current_revision() == service.head_revision()
    assert service.knows(service.head_revision())
    assert not service.knows("9999")
    service.check_in_step()


def test_what_the_tables_hold_outlives_a_way_back_and_forth(app: Flask, monitoring_officer: Officer) -> None:
    request_in(RequestStatus.SENT, monitoring_officer)
    make_case(monitoring_officer, description="A quarrel about marrows")
    before = held()
    back_to("0001")
    assert held().items() <= before.items()
    service.upgrade()
    assert held() == before
    officer = db.session.merge(monitoring_officer)
    found = search.find("marrow", visible_cases(officer), kinds=["case"])
    assert [hit.kind for hit in found.rows] == ["case"]
    assert walk(audit.links()).sound
    make_case(officer, description="Another about marrows")  # the index still follows its table
    assert len(search.find("marrow", visible_cases(officer), kinds=["case"]).rows) == 2


def test_complaints_of_before_are_dated_by_the_trail_that_tells_when_they_were_entered(
    app: Flask, monitoring_officer: Officer
) -> None:
    with clock.telling_of(datetime(2026, 5, 4, 11, tzinfo=UTC)):
        case = make_case(monitoring_officer)
    with clock.telling_of(datetime(2026, 7, 7, 23, 30, tzinfo=UTC)):  # the eighth, by London's clocks
        cases.add_complaint(case, actor=monitoring_officer, received_on=date(2026, 5, 6))
    back_to("0010")
    service.upgrade()
    with db.engine.connect() as connection:
        days = connection.scalars(select(Complaint.logged_on).order_by(Complaint.id)).all()
    assert days == [date(2026, 5, 4), date(2026, 7, 8)]
    service.check_in_step()


def test_a_council_keeps_the_days_that_it_had_given_to_those_near_to_it(
    app: Flask, monitoring_officer: Officer
) -> None:
    council.change_settings(removal_days=4, actor=monitoring_officer)
    request_in(RequestStatus.SENT, monitoring_officer)
    back_to("0016")
    service.upgrade()
    days = {route: held.days for route, held in settled_routes().items()}
    assert {route for route in days if days[route] == 4} == {
        Route.COUNCILLOR,
        Route.GROUP_LEADER,
        Route.PAGE_ADMIN,
    }
    asked = make_request(db.session.merge(monitoring_officer), route=Route.CHANNEL_TEAM)
    assert asked.route is Route.CHANNEL_TEAM, "the altered table takes what is new"


def test_a_request_that_waits_since_before_reminders_were_known_is_given_its_day(
    app: Flask, monitoring_officer: Officer
) -> None:
    waiting = request_in(RequestStatus.AUTHORISED, monitoring_officer)
    requests.send(waiting, actor=monitoring_officer, sent_on=clock.today(), sent_how="By e-mail")
    ended = request_in(RequestStatus.REFUSED, monitoring_officer)
    ids, day = (waiting.id, ended.id), waiting.remind_on
    assert day is not None
    back_to("0016")
    service.upgrade()
    with db.engine.connect() as connection:
        found = connection.execute(
            select(RemovalRequest.id, RemovalRequest.remind_on).where(RemovalRequest.id.in_(ids))
        )
        assert {row.id: row.remind_on for row in found} == {ids[0]: day, ids[1]: None}


def test_a_letter_that_followed_a_request_is_kept_where_older_programs_know_no_such_letter(
    app: Flask, monitoring_officer: Officer
) -> None:
    request = request_in(RequestStatus.CLOSED, monitoring_officer)
    letter = requests.prepare_letter(request, LetterKind.CLOSING, actor=monitoring_officer)
    number, body = letter.id, letter.body
    back_to("0021")
    kept = db.session.execute(text("SELECT kind, body FROM letters WHERE id = :id"), {"id": number}).one()
    assert tuple(kept) == ("removal_request", body)
    db.session.remove()  # or PostgreSQL waits for this reader before it alters the table
    service.upgrade()
    service.check_in_step()


def test_letters_outlive_the_templates_that_older_programs_do_not_know(
    app: Flask, monitoring_officer: Officer
) -> None:
    content = word.built_in_word(BUILT_IN[LetterKind.CLOSING], title="Closing", author="A council")
    template = templates.upload(LetterKind.CLOSING, "", TemplateForm.WORD, content, actor=monitoring_officer)
    templates.take_in_use(template, actor=monitoring_officer)
    request = request_in(RequestStatus.CLOSED, monitoring_officer)
    letter = requests.prepare_letter(request, LetterKind.CLOSING, actor=monitoring_officer)
    assert letter.document_sha256
    number, body, before = letter.id, letter.body, held()
    assert (before["letter_templates"], before["letter_documents"]) == (1, 1)
    back_to("0022")
    assert db.session.scalar(text("SELECT body FROM letters WHERE id = :id"), {"id": number}) == body
    db.session.remove()  # or PostgreSQL waits for this reader before it alters the tables
    service.upgrade()
    service.check_in_step()
    assert held() == {**before, "letter_templates": 0, "letter_documents": 0}
    assert walk(audit.links()).sound


def test_of_looks_of_before_only_an_earlier_sight_by_the_same_means_shows_that_they_could_see(
    app: Flask, monitoring_officer: Officer
) -> None:
    request = request_in(RequestStatus.STILL_AVAILABLE, monitoring_officer)
    look(request, monitoring_officer)  # logged out, as the one that saw the post
    lone = request_in(RequestStatus.SENT, monitoring_officer)
    look(lone, monitoring_officer)
    reported = request_in(RequestStatus.REPORTED_REMOVED, monitoring_officer)
    lone_id, reported_id = lone.id, reported.id
    back_to("0018")
    service.upgrade()
    with db.engine.connect() as connection:
        looks = connection.execute(
            select(Observation.able, Observation.purpose).order_by(Observation.id)
        ).all()
        wanted = connection.scalar(select(RemovalRequest.next_look_on).where(RemovalRequest.id == lone_id))
        status = connection.scalar(select(RemovalRequest.status).where(RemovalRequest.id == reported_id))
    assert [each.able for each in looks] == [Able.NOT_SHOWN, Able.EARLIER, Able.NOT_SHOWN]
    assert {each.purpose for each in looks} == {LookPurpose.NOT_RECORDED}
    assert wanted == clock.today() + timedelta(days=1)
    assert status is RequestStatus.INCONCLUSIVE, "what the way back had no word for"
    service.check_in_step()


def test_a_trail_that_was_taken_back_and_forth_is_append_only_still(
    app: Flask, monitoring_officer: Officer
) -> None:
    make_case(monitoring_officer)
    back_to("0001")
    service.upgrade()
    for statement in ("UPDATE audit_events SET verb = 'x'", "DELETE FROM audit_events"):
        with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
            connection.execute(text(statement))


def test_the_way_back_ends_with_nothing_and_begins_anew(app: Flask) -> None:
    back_to("base")
    with db.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
    assert service.current_revision() is None
    assert service.filled_tables() == set()
    db.session.remove()
    service.upgrade()
    assert set(held().values()) == {0}


def test_tables_that_hold_anything_are_named(app: Flask, monitoring_officer: Officer) -> None:
    found = service.filled_tables()
    assert {"officers", "audit_events"} <= found
    assert "cases" not in found


@pytest.fixture
def run(app: Flask) -> Callable[..., str]:
    """`flask database`, as an administrator types it."""

    def run(*arguments: str, answer: str | None = None) -> str:
        db.session.remove()
        return app.test_cli_runner().invoke(cli.group, [*arguments], input=answer).output

    return run


def test_the_way_back_is_taken_only_by_who_says_so(run: Callable[..., str]) -> None:
    assert "Is there a backup?" in run("downgrade", "0001", answer="n\n")
    assert service.current_revision() == service.head_revision()
    assert "at revision 0001" in run("downgrade", "0001", answer="y\n")
    assert f"at revision {service.head_revision()}" in run("upgrade")
    assert "in step" in run("check")

"""A redacted copy is kept as an original is: who was shown it is on record, and its bytes are hashed again in turn."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from casework import clock
from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.audit.verbs import Verb
from casework.database import db
from casework.errors import NotPossible
from casework.evidence import queries, service
from casework.evidence.models import Exhibit, RedactedPage, Redaction
from casework.evidence.queries import posts_to_show
from casework.outbox.models import Notice
from casework.permissions import Role
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import RequestStatus
from tests.support.client import Browserless
from tests.support.evidence_factories import flip_a_byte, lose, make_exhibit, make_redaction, release, reply
from tests.support.factories import make_officer
from tests.support.request_factories import request_in

pytestmark = pytest.mark.committed  # each test has a store of its own to spoil


@pytest.fixture
def handler(app: Flask) -> Officer:
    return make_officer(Role.TAKEDOWN_OFFICER)


@pytest.fixture
def request_sent(handler: Officer, monitoring_officer: Officer) -> RemovalRequest:
    return request_in(RequestStatus.SENT, monitoring_officer, given_to_id=handler.id)


@pytest.fixture
def copy(request_sent: RemovalRequest, monitoring_officer: Officer) -> Redaction:
    exhibit = make_exhibit(monitoring_officer, request_sent.case_id, reply())
    posts = [post.id for post, _ in posts_to_show(request_sent.case_id)]
    service.describe(exhibit, actor=monitoring_officer, title="A post about bins", posts=posts)
    return release(make_redaction(exhibit, make_officer(Role.DEPUTY)), monitoring_officer)


def address_of(copy: Redaction) -> str:
    return db.session.scalars(select(RedactedPage.sha256).where(RedactedPage.redaction_id == copy.id)).one()


def count(verb: Verb) -> int:
    return len(db.session.scalars(select(AuditEvent.seq).where(AuditEvent.verb == verb.value)).all())


def test_a_takedown_officers_look_at_a_redacted_copy_is_in_its_custody_once_a_day(
    client: Browserless,
    copy: Redaction,
    request_sent: RemovalRequest,
    handler: Officer,
    monitoring_officer: Officer,
) -> None:
    name, request, exhibit_id = request_sent.name, request_sent.id, copy.exhibit_id
    path = f"/my-requests/{request}/copies/{copy.id}/1.png"
    client.sign_in(handler)
    client.get(f"/my-requests/{request}")
    assert count(Verb.REDACTED_COPY_SHOWN) == 0  # the page names the picture; the picture is the look
    for _ in range(2):
        client.get(path)
    assert count(Verb.REDACTED_COPY_SHOWN) == 1
    with clock.telling_of(clock.now() + timedelta(days=1)):
        client.sign_in(handler)
        client.get(path)
    assert count(Verb.REDACTED_COPY_SHOWN) == 2
    client.sign_in(monitoring_officer)
    told = f"{handler.name} looked at page 1 of the redacted copy"
    words = client.get(f"/exhibits/{exhibit_id}").words
    assert told in words
    assert f"for removal request {name}" in words


def test_a_look_that_is_refused_is_no_look(client: Browserless, copy: Redaction, handler: Officer) -> None:
    stranger = make_officer(Role.TAKEDOWN_OFFICER)
    client.sign_in(stranger)
    client.get(f"/my-requests/1/copies/{copy.id}/1.png", status=404)
    client.sign_in(handler)
    client.get(f"/my-requests/1/copies/{copy.id}/2.png", status=404)
    assert count(Verb.REDACTED_COPY_SHOWN) == 0


def test_a_redacted_copy_takes_its_turn_in_being_hashed_again(
    copy: Redaction, monitoring_officer: Officer
) -> None:
    address, copy_id, exhibit_id = address_of(copy), copy.id, copy.exhibit_id
    name = copy.name_for(db.session.get_one(Exhibit, exhibit_id))
    assert address in queries.frozen()
    flip_a_byte(address)
    with clock.telling_of(clock.now() + timedelta(days=2)):
        assert sum(service.verify_some() for _ in queries.frozen()) == 1
    assert queries.released_copies([exhibit_id]) == {exhibit_id: []}
    assert count(Verb.REDACTED_COPY_CHANGED) == 1
    told = db.session.scalars(select(Notice.text).where(Notice.officer_id == monitoring_officer.id)).all()
    assert f"The redacted copy {name} no longer matches its hash. It is not given out any more." in told
    flip_a_byte(address)  # restored from a backup
    list(service.verify_store())
    assert [each.id for each in queries.released_copies([exhibit_id])[exhibit_id]] == [copy_id]


def test_a_changed_copy_is_found_by_whoever_is_shown_it_first(
    client: Browserless, copy: Redaction, request_sent: RemovalRequest, handler: Officer
) -> None:
    path = f"/my-requests/{request_sent.id}/copies/{copy.id}/1.png"
    flip_a_byte(address_of(copy))
    client.sign_in(handler)
    client.get(path, status=409)
    assert count(Verb.REDACTED_COPY_CHANGED) == 1
    assert count(Verb.REDACTED_COPY_SHOWN) == 0
    client.get(path, status=404)


def test_the_command_names_a_changed_copy_and_fails(app: Flask, copy: Redaction) -> None:
    name = copy.name_for(db.session.get_one(Exhibit, copy.exhibit_id))
    run = app.test_cli_runner()
    assert "3 of 3 stored files match" in run.invoke(args=["evidence", "verify"]).output
    flip_a_byte(address_of(copy))
    result = run.invoke(args=["evidence", "verify"])
    assert result.exit_code == 1
    assert name in result.output


def test_a_copy_without_its_bytes_is_marked_once(app: Flask, copy: Redaction) -> None:
    address, exhibit_id = address_of(copy), copy.exhibit_id
    lose([address])
    result = app.test_cli_runner().invoke(args=["evidence", "reconcile"])
    assert result.exit_code == 1
    assert address in result.output
    assert queries.released_copies([exhibit_id]) == {exhibit_id: []}
    assert service.reconcile().missing == ()


def test_a_row_that_was_made_to_name_the_original_gives_out_no_copy(app: Flask, copy: Redaction) -> None:
    original = db.session.get_one(Exhibit, copy.exhibit_id).sha256
    with db.engine.begin() as connection:
        connection.execute(
            update(RedactedPage).where(RedactedPage.redaction_id == copy.id).values(sha256=original)
        )
    db.session.rollback()
    with pytest.raises(NotPossible, match="names another file than the one that passed"):
        service.open_released(copy.id, 1)

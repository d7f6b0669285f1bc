"""Evidence that changed on disk is found, stops being given out, and is reported to those who may know."""

import pytest
from flask import Flask
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.cases import service as cases
from casework.cases.models import Case
from casework.database import db, unit_of_work
from casework.errors import NotPossible
from casework.evidence import service
from casework.evidence.models import Exhibit, StoredFile
from casework.evidence.vault import vault
from casework.outbox.models import Notice
from casework.permissions import Role
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import flip_a_byte, lose, make_exhibit
from tests.support.factories import make_officer

pytestmark = pytest.mark.committed  # each test has a store of its own to spoil


@pytest.fixture
def exhibit(app: Flask, monitoring_officer: Officer) -> Exhibit:
    return make_exhibit(monitoring_officer, make_case(monitoring_officer).id)


def verbs() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.seq)))


def notices(officer: Officer) -> list[str]:
    query = select(Notice.text).where(Notice.officer_id == officer.id, Notice.text.contains("hash"))
    return list(db.session.scalars(query))


def test_an_unchanged_exhibit_is_confirmed(exhibit: Exhibit, monitoring_officer: Officer) -> None:
    service.confirm_fixity([exhibit], actor=monitoring_officer)
    assert verbs()[-1] == "exhibit.fixity-confirmed"


def test_a_flipped_byte_stops_use_and_serving_and_the_monitoring_officer_is_told(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    sha256 = exhibit.sha256
    flip_a_byte(sha256)
    with pytest.raises(NotPossible, match=exhibit.label):
        service.confirm_fixity([exhibit], actor=monitoring_officer)
    row = db.session.get_one(StoredFile, sha256)
    assert not row.intact
    assert row.found_sha256 == vault().verify(sha256).found
    assert verbs()[-1] == "exhibit.fixity-failed"
    assert "no longer matches" in notices(monitoring_officer)[0]
    client.post(f"/exhibits/{exhibit.id}/original", {"purpose": "the hearing"}, status=409)
    client.get(f"/exhibits/{exhibit.id}/preview.png", status=404)
    assert "not those that were received" in client.get(f"/exhibits/{exhibit.id}").words
    assert "exhibit.original-downloaded" not in verbs()


def test_a_download_finds_the_change_by_itself_and_nobody_is_told_twice(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    flip_a_byte(exhibit.sha256)
    for _ in range(2):
        client.post(f"/exhibits/{exhibit.id}/original", {"purpose": "the hearing"}, status=409)
    assert len(notices(monitoring_officer)) == 1
    assert verbs().count("exhibit.fixity-failed") == 2


def test_a_monitoring_officer_walled_from_the_case_is_not_told_of_its_exhibit(
    exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    walled = make_officer(Role.MONITORING_OFFICER)
    cases.raise_wall(
        db.session.get_one(Case, exhibit.case_id), walled, actor=monitoring_officer, reason="A friend"
    )
    flip_a_byte(exhibit.sha256)
    with pytest.raises(NotPossible):
        service.confirm_fixity([exhibit], actor=monitoring_officer)
    assert notices(monitoring_officer)
    assert not notices(walled)


def test_fixity_is_not_asked_for_inside_a_command(exhibit: Exhibit) -> None:
    with unit_of_work(), pytest.raises(RuntimeError):
        service.confirm_fixity([exhibit], actor=None)


def test_verify_names_each_changed_and_missing_file_and_fails(
    app: Flask, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    other = make_exhibit(monitoring_officer, exhibit.case_id, files.jpeg(), "post.jpg")
    make_exhibit(monitoring_officer, exhibit.case_id, files.webp(), "post.webp")
    labels = {exhibit.label, other.label}
    run = app.test_cli_runner()
    assert run.invoke(args=["evidence", "verify"]).exit_code == 0
    flip_a_byte(exhibit.sha256)
    lose([other.sha256])
    result = run.invoke(args=["evidence", "verify"])
    assert result.exit_code == 1
    assert all(label in result.output for label in labels)
    assert "2 stored files do not match" in result.output
    assert verbs().count("exhibit.fixity-failed") == 2


def test_a_file_restored_from_a_backup_is_used_again(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    flip_a_byte(exhibit.sha256)
    client.post(f"/exhibits/{exhibit.id}/original", {"purpose": "the hearing"}, status=409)
    flip_a_byte(exhibit.sha256)  # back to what it was
    answer = client.post(f"/exhibits/{exhibit.id}/original", {"purpose": "the hearing"}, status=200)
    assert answer.response.data == files.png()
    answer.response.close()
    client.get(f"/exhibits/{exhibit.id}/preview.png")

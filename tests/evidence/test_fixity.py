"""Evidence that changed on disk is found, stops being given out, and is reported to those who may know."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from casework import clock
from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.cases import service as cases
from casework.cases.models import Case
from casework.database import db, unit_of_work
from casework.errors import NotPossible
from casework.evidence import service
from casework.evidence.models import Exhibit, StoredFile
from casework.evidence.packs.models import EvidencePack
from casework.evidence.packs.workflow import Profile
from casework.evidence.service.reconciling import redraw
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


def notices(officer: Officer, about: str = "hash") -> list[str]:
    query = select(Notice.text).where(Notice.officer_id == officer.id, Notice.text.contains(about))
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
    sound = run.invoke(args=["evidence", "verify"])
    assert sound.exit_code == 0
    assert "3 of 3 stored files match the hash recorded when they were stored." in sound.output
    flip_a_byte(exhibit.sha256)
    lose([other.sha256])
    result = run.invoke(args=["evidence", "verify"])
    assert result.exit_code == 1
    assert all(label in result.output for label in labels)
    assert "1 of 3 stored files match" in result.output
    assert verbs().count("exhibit.fixity-failed") == 2


def test_one_case_is_verified_by_itself(app: Flask, exhibit: Exhibit, monitoring_officer: Officer) -> None:
    elsewhere = make_exhibit(monitoring_officer, make_case(monitoring_officer).id, files.jpeg(), "b.jpg")
    reference = str(db.session.get_one(Case, exhibit.case_id).reference)
    flip_a_byte(elsewhere.sha256)
    run = app.test_cli_runner()
    result = run.invoke(args=["evidence", "verify", "--case", reference])
    assert result.exit_code == 0
    assert f"1 of 1 stored files of {reference} match" in result.output
    unknown = run.invoke(args=["evidence", "verify", "--case", "SMC/1999/0001"])
    assert unknown.exit_code == 1
    assert "There is no case SMC/1999/0001" in unknown.output


def test_each_night_the_longest_unchecked_are_hashed_again(
    exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    later = clock.now() + timedelta(days=3)
    with clock.telling_of(later):
        newer = make_exhibit(monitoring_officer, exhibit.case_id, files.jpeg(), "b.jpg")
    flip_a_byte(newer.sha256)
    with clock.telling_of(later + timedelta(days=1)):
        assert service.verify_some() == 0
        assert service.verify_some() == 1
    assert not db.session.get_one(StoredFile, newer.sha256).intact


def test_both_hashes_of_a_changed_file_stand_on_the_page_and_in_the_list(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    sha256, case_id = exhibit.sha256, exhibit.case_id
    flip_a_byte(sha256)
    list(service.verify_store())
    found = vault().verify(sha256).found
    for path in (f"/exhibits/{exhibit.id}", f"/cases/{case_id}/evidence"):
        words = client.get(path).words
        assert sha256 in words
        assert str(found) in words


def test_a_picture_is_not_drawn_anew_from_changed_bytes_and_the_change_is_told(
    exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    flip_a_byte(exhibit.sha256)
    assert not redraw(exhibit.sha256)
    assert notices(monitoring_officer)


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


def test_a_row_that_was_made_to_name_another_file_serves_packs_and_passes_nothing(
    app: Flask, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    other = make_exhibit(monitoring_officer, exhibit.case_id, files.png(size=(9, 9)))
    swap = update(Exhibit).where(Exhibit.id == exhibit.id).values(sha256=other.sha256)
    with db.engine.begin() as connection:
        connection.execute(swap)
    db.session.rollback()
    with pytest.raises(NotPossible, match="names another file"):
        service.open_original(exhibit, actor=monitoring_officer, purpose="To look")
    assert any("names another file" in said for said in notices(monitoring_officer, "row"))
    case = db.session.get_one(Case, exhibit.case_id)
    pack = service.ask_pack(case, Profile.FULL, actor=monitoring_officer, for_whom="the police")
    service.make_pack(pack.id)
    assert "names another file" in db.session.get_one(EvidencePack, pack.id).failed_why
    result = app.test_cli_runner().invoke(args=["evidence", "verify"])
    assert result.exit_code
    assert f"{exhibit.label}: received as" in result.stderr
    assert service.verify_some() == 1

"""A wrong upload goes by the hands of two officers, and what must remain remains."""

import pytest
from flask import Flask
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.models import AuditDetail, AuditEvent
from casework.cases.service import raise_wall
from casework.database import db
from casework.evidence import service
from casework.evidence.models import Derivative, Exhibit
from casework.evidence.queries import open_proposal
from casework.evidence.vault import vault
from casework.outbox.models import Notice
from casework.permissions import Role
from casework.takedowns.workflow import RequestStatus
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit
from tests.support.factories import make_officer
from tests.support.request_factories import look, request_in

pytestmark = pytest.mark.committed
NAME = "jamie-private-photo.png"


@pytest.fixture
def exhibit(app: Flask, monitoring_officer: Officer) -> Exhibit:
    exhibit = make_exhibit(monitoring_officer, make_case(monitoring_officer).id, name=NAME)
    service.describe(exhibit, actor=monitoring_officer, title="Jamie at the beach")
    return exhibit


@pytest.fixture
def uploader(app: Flask) -> Officer:
    return make_officer(Role.STANDARDS_OFFICER)


def propose(client: Browserless, officer: Officer, exhibit: Exhibit) -> None:
    client.sign_in(officer)
    client.post(f"/exhibits/{exhibit.id}/destruction/new", {"reason": "Belongs to another matter"})


def test_a_second_officer_destroys_the_file_and_label_hash_and_reason_remain(
    client: Browserless, exhibit: Exhibit, uploader: Officer, monitoring_officer: Officer
) -> None:
    pictures = db.session.scalars(select(Derivative.sha256)).all()
    sha256, label = exhibit.sha256, exhibit.label
    propose(client, uploader, exhibit)
    told = select(Notice.officer_id).where(Notice.text.contains("destroy"))
    assert db.session.scalars(told).all() == [monitoring_officer.id]
    client.sign_in(monitoring_officer)
    client.get(f"/exhibits/{exhibit.id}/destruction")
    client.post(f"/exhibits/{exhibit.id}/destruction", {"decision": "destroy"})
    assert not any(vault().exists(address) for address in (sha256, *pictures))
    assert db.session.scalars(select(Derivative)).all() == []
    page = client.get(f"/exhibits/{exhibit.id}")
    assert all(each in page.text for each in (label, sha256, "Belongs to another matter"))
    assert "jamie" not in page.text.lower()
    client.get(f"/exhibits/{exhibit.id}/preview.png", status=404)
    for gone in ("original", "describe", "destruction/new"):
        refused = client.get(f"/exhibits/{exhibit.id}/{gone}", status=410)
        assert f"The file of exhibit {label} was destroyed" in refused.words
        client.post(f"/exhibits/{exhibit.id}/{gone}", {"purpose": "x", "reason": "x"}, status=410)
    bodies = db.session.execute(
        select(AuditEvent.verb, AuditDetail.body).join(AuditDetail, AuditDetail.seq == AuditEvent.seq)
    ).all()
    assert "jamie" not in str(bodies).lower()
    assert {verb for verb, body in bodies if body is None} == {"exhibit.received", "exhibit.described"}


def test_the_officer_who_proposed_cannot_approve(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    propose(client, monitoring_officer, exhibit)
    client.get(f"/exhibits/{exhibit.id}/destruction")
    client.post(f"/exhibits/{exhibit.id}/destruction", {"decision": "destroy"}, status=403)
    assert vault().exists(exhibit.sha256)


def test_a_standards_officer_cannot_decide(
    client: Browserless, exhibit: Exhibit, uploader: Officer, monitoring_officer: Officer
) -> None:
    propose(client, monitoring_officer, exhibit)
    client.sign_in(uploader)
    client.post(f"/exhibits/{exhibit.id}/destruction", {"decision": "destroy"}, status=403)


def test_a_refusal_keeps_the_file_and_needs_a_reason(
    client: Browserless, exhibit: Exhibit, uploader: Officer, monitoring_officer: Officer
) -> None:
    propose(client, uploader, exhibit)
    client.sign_in(monitoring_officer)
    assert client.post(f"/exhibits/{exhibit.id}/destruction", {"reason": " "}, status=422).errors
    client.post(f"/exhibits/{exhibit.id}/destruction", {"reason": "It is the right file"})
    assert vault().exists(exhibit.sha256)
    assert open_proposal(exhibit.id) is None
    propose(client, uploader, exhibit)  # and it can be proposed again


def test_bytes_that_are_another_exhibit_too_stay(
    exhibit: Exhibit, uploader: Officer, monitoring_officer: Officer
) -> None:
    twin = make_exhibit(monitoring_officer, make_case(monitoring_officer).id)
    assert twin.sha256 == exhibit.sha256
    proposal = service.propose_destruction(exhibit, actor=uploader, reason="Wrong case")
    service.approve_destruction(proposal, actor=monitoring_officer)
    assert vault().exists(twin.sha256)
    with service.open_picture(twin, service.PREVIEW) as picture:
        assert picture.read(4) == b"\x89PNG"


def test_the_same_file_can_be_received_again_after_its_destruction(
    exhibit: Exhibit, uploader: Officer, monitoring_officer: Officer
) -> None:
    proposal = service.propose_destruction(exhibit, actor=uploader, reason="Wrong case")
    service.approve_destruction(proposal, actor=monitoring_officer)
    again = make_exhibit(monitoring_officer, exhibit.case_id)
    assert again.file.destroyed_at is None
    assert again.number == exhibit.number + 1
    with service.open_picture(again, service.THUMBNAIL) as picture:
        assert picture.read(4) == b"\x89PNG"


def test_the_pages_of_a_destruction_name_the_other_labels_of_the_very_same_file(
    client: Browserless, exhibit: Exhibit, uploader: Officer, monitoring_officer: Officer
) -> None:
    twin = make_exhibit(monitoring_officer, make_case(monitoring_officer).id)
    client.sign_in(uploader)
    asked = client.get(f"/exhibits/{exhibit.id}/destruction/new").words
    assert f"{twin.label} of {twin.case.name}" in asked
    propose(client, uploader, exhibit)
    decided = client.sign_in(monitoring_officer).get(f"/exhibits/{exhibit.id}/destruction").words
    assert f"{twin.label} of {twin.case.name}" in decided
    assert "The file itself and its pictures stay for the other labels" in decided


def test_the_pages_of_a_destruction_say_nothing_of_a_case_behind_a_wall(
    client: Browserless, exhibit: Exhibit, uploader: Officer, monitoring_officer: Officer
) -> None:
    client.sign_in(uploader)
    before = client.get(f"/exhibits/{exhibit.id}/destruction/new").words
    hidden = make_case(monitoring_officer)
    make_exhibit(monitoring_officer, hidden.id)
    raise_wall(hidden, uploader, "A relative", actor=monitoring_officer)
    assert client.get(f"/exhibits/{exhibit.id}/destruction/new").words == before
    assert "Where the very same file is held in a case that is not yours to see" in before


def test_the_pages_of_a_destruction_name_what_rests_on_the_exhibit(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(RequestStatus.SENT, monitoring_officer)
    [exhibit] = db.session.scalars(select(Exhibit)).all()
    look(request, monitoring_officer)
    capture = db.session.scalars(select(Exhibit).where(Exhibit.id != exhibit.id)).one()
    client.sign_in(monitoring_officer)
    shown = client.get(f"/exhibits/{exhibit.id}/destruction/new").words
    assert "1 post of this case is shown by no other exhibit" in shown
    status = request.status.label.lower()
    assert f"Removal request {request.name} ({status}) is about a post that it shows, and so is the" in shown
    looked = client.get(f"/exhibits/{capture.id}/destruction/new").words
    assert f"It is the capture of 1 look in removal request {request.name}" in looked

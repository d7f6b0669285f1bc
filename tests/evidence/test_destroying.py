"""A wrong upload goes by the hands of two officers, and what must remain remains."""

import pytest
from flask import Flask
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.models import AuditDetail, AuditEvent
from casework.database import db
from casework.evidence import service
from casework.evidence.models import Derivative, Exhibit
from casework.evidence.queries import open_proposal
from casework.evidence.vault import vault
from casework.outbox.models import Notice
from casework.permissions import Role
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit
from tests.support.factories import make_officer

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
    client.post(f"/exhibits/{exhibit.id}/original", {"purpose": "x"}, status=409)
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

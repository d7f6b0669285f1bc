"""The store and the database are brought back into step, whatever a crash left behind."""

import os
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.database import db
from casework.evidence import service
from casework.evidence.models import Derivative, Exhibit
from casework.evidence.vault import vault
from casework.storage.local import LocalStore
from tests.support.case_factories import make_case
from tests.support.evidence_factories import lose, make_exhibit

pytestmark = pytest.mark.committed


@pytest.fixture
def exhibit(app: Flask, monitoring_officer: Officer) -> Exhibit:
    return make_exhibit(monitoring_officer, make_case(monitoring_officer).id)


def orphan(content: bytes, age: timedelta) -> str:
    store = vault()
    assert isinstance(store, LocalStore)
    sha256 = store.freeze(BytesIO(content), limit=100).sha256
    moment = (clock.now() - age).timestamp()
    os.utime(store._file(sha256), (moment, moment))
    return sha256


def test_where_nothing_is_amiss_nothing_is_done_or_written(exhibit: Exhibit) -> None:
    before = db.session.scalar(select(AuditEvent.seq).order_by(AuditEvent.seq.desc()).limit(1))
    assert service.reconcile().count == 0
    assert before == db.session.scalar(select(AuditEvent.seq).order_by(AuditEvent.seq.desc()).limit(1))


def test_old_bytes_without_a_row_are_swept_away_and_young_ones_are_not(exhibit: Exhibit) -> None:
    old, young = orphan(b"old", timedelta(days=2)), orphan(b"young", timedelta(hours=1))
    assert service.reconcile().swept == 1
    assert not vault().exists(old)
    assert vault().exists(young)
    assert vault().exists(exhibit.sha256)


def test_a_row_without_its_bytes_is_marked_once(app: Flask, exhibit: Exhibit) -> None:
    sha256 = exhibit.sha256
    lose([sha256])
    result = app.test_cli_runner().invoke(args=["evidence", "reconcile"])
    assert result.exit_code == 1
    assert sha256 in result.output
    assert not db.session.get_one(Exhibit, exhibit.id).file.intact
    assert service.reconcile().missing == ()


def test_a_lost_picture_is_drawn_again(exhibit: Exhibit) -> None:
    lose(db.session.scalars(select(Derivative.sha256)).all())
    assert service.reconcile().redrawn == 1
    with service.open_picture(db.session.get_one(Exhibit, exhibit.id), service.PREVIEW) as picture:
        assert picture.read(4) == b"\x89PNG"

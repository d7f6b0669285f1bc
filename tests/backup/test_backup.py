"""A backup holds all, of one moment, and comes back whole; one that was touched does not come back at all."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import func, select

from casework import clock
from casework.accounts.models import Officer
from casework.backup import service, tables
from casework.cases import service as cases
from casework.cases.models import Case
from casework.cases.workflow import CaseStatus
from casework.config import Settings
from casework.database import db
from casework.errors import DomainError, NotPossible
from casework.evidence import service as evidence
from casework.evidence.workflow import Arrival
from casework.storage.areas import EVIDENCE, open_area
from tests.conftest import application
from tests.support.files import png

pytestmark = pytest.mark.committed


def settings_of(app: Flask) -> Settings:
    settings: Settings = app.config["SETTINGS"]
    return settings


def fill(actor: Officer) -> None:
    for number in range(3):
        case = cases.draft_case(actor=actor, received_on=clock.today(), description="A post about “us”")
        if not number:
            evidence.receive(
                BytesIO(png()), actor=actor, case_id=case.id, declared_name="a.png", arrival=Arrival.CHOSEN
            )
        cases.add_complaint(case, actor=actor)
        cases.change_case(case, actor=actor, member_not_identified=True)
        cases.register_case(case, actor=actor, pictured=True)
    first, *_, last = db.session.scalars(select(Case).where(Case.status == CaseStatus.OPEN).order_by(Case.id))
    cases.merge_into(first, last, "One matter", actor=actor)  # refers to a row that comes after it


def content(app: Flask) -> dict[str, list[object]]:
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: [json.loads(line) for line in tables.lines(connection, table)]
            for table in tables.tables()
        }


@pytest.fixture
def empty(tmp_path: Path, empty_database: str) -> Iterator[Flask]:
    elsewhere = application(empty_database, tmp_path / "elsewhere")
    yield elsewhere
    with elsewhere.app_context():
        db.session.remove()
        db.engine.dispose()


def test_what_was_saved_comes_back_row_for_row_and_file_for_file(
    app: Flask, monitoring_officer: Officer, empty: Flask, tmp_path: Path
) -> None:
    fill(monitoring_officer)
    saved = content(app)
    file = tmp_path / "backup.zip"
    service.create(file, settings_of(app))
    assert file.stat().st_mode & 0o077 == 0
    with empty.app_context():
        service.restore(file, settings_of(empty))
        finding = service.verify()
        db.session.remove()
    assert finding.sound
    back = content(empty)
    events = len(saved["audit_events"])
    assert back["audit_events"][:events] == saved["audit_events"]
    for name, rows in saved.items():
        if not name.startswith("audit_"):
            assert back[name] == rows, name
    ours, theirs = (set(open_area(settings_of(each), EVIDENCE).iterate()) for each in (app, empty))
    assert ours == theirs != set()


def test_the_office_goes_on_after_a_restore_with_numbers_that_follow(
    app: Flask, monitoring_officer: Officer, empty: Flask, tmp_path: Path
) -> None:
    fill(monitoring_officer)
    service.create(tmp_path / "backup.zip", settings_of(app))
    with empty.app_context():
        service.restore(tmp_path / "backup.zip", settings_of(empty))
        officer = db.session.get_one(Officer, monitoring_officer.id)
        fill(officer)
        numbers = db.session.scalars(select(Case.number).order_by(Case.number)).all()
        assert list(numbers) == [1, 2, 3, 4, 5, 6]


def test_the_rows_are_of_one_moment_while_the_office_writes(
    app: Flask, monitoring_officer: Officer, empty: Flask, tmp_path: Path
) -> None:
    fill(monitoring_officer)
    began = db.session.scalar(select(func.count(Case.id))) or 0

    def write(_what: str, _done: int, _all: int) -> None:
        cases.draft_case(actor=monitoring_officer, received_on=clock.today())

    service.create(tmp_path / "backup.zip", settings_of(app), write)
    assert (db.session.scalar(select(func.count(Case.id))) or 0) > began
    with empty.app_context():
        service.restore(tmp_path / "backup.zip", settings_of(empty))
        assert service.verify().sound
        assert db.session.scalar(select(func.count(Case.id))) in {began, began + 1}


def test_a_backup_is_restored_into_an_empty_instance_only(
    app: Flask, monitoring_officer: Officer, tmp_path: Path
) -> None:
    service.create(tmp_path / "backup.zip", settings_of(app))
    with pytest.raises(NotPossible, match="holds something already"):
        service.restore(tmp_path / "backup.zip", settings_of(app))


def test_a_backup_is_never_overwritten(app: Flask, tmp_path: Path) -> None:
    service.create(tmp_path / "backup.zip", settings_of(app))
    with pytest.raises(NotPossible, match="exists already"):
        service.create(tmp_path / "backup.zip", settings_of(app))


@pytest.mark.parametrize("member", ["tables/cases.jsonl", "evidence/"])
def test_a_backup_that_was_touched_does_not_come_back(
    app: Flask, monitoring_officer: Officer, empty: Flask, tmp_path: Path, member: str
) -> None:
    fill(monitoring_officer)
    service.create(tmp_path / "backup.zip", settings_of(app))
    with ZipFile(tmp_path / "backup.zip") as source, ZipFile(tmp_path / "touched.zip", "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"us", b"me") + b" " if name.startswith(member) else data)
    with empty.app_context():
        with pytest.raises(DomainError, match="altered"):
            service.restore(tmp_path / "touched.zip", settings_of(empty))
        db.session.remove()
        db.engine.dispose()

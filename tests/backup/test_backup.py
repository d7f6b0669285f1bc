"""A backup holds all, of one moment, and comes back whole; one that was touched does not come back at all."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import func, select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.backup import service, tables
from casework.backup.cli import group
from casework.cases import service as cases
from casework.cases.models import Case, Note
from casework.cases.workflow import CaseStatus
from casework.codes import service as codes
from casework.config import Settings
from casework.correspondence.templates import service as templates
from casework.correspondence.templates.built_in import BUILT_IN
from casework.correspondence.templates.workflow import TemplateForm
from casework.correspondence.workflow import LetterKind
from casework.database import db
from casework.errors import DomainError, NotPossible
from casework.evidence import service as evidence
from casework.evidence.models import Exhibit
from casework.evidence.workflow import Arrival
from casework.permissions import Role
from casework.storage.areas import EVIDENCE, open_area
from tests.conftest import application, new_database, opened
from tests.support.bucket import BUCKET
from tests.support.case_factories import make_case
from tests.support.evidence_factories import flip_a_byte, make_exhibit
from tests.support.factories import make_officer
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
    codes.stage(b"1. Respect\xff\x00", "code.txt", actor=actor)  # a file still being looked through, as bytes
    letter = BUILT_IN[LetterKind.CLOSING].encode()
    template = templates.upload(LetterKind.CLOSING, "", TemplateForm.TEXT, letter, actor=actor)
    templates.take_in_use(template, actor=actor)


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
    with opened(elsewhere):
        pass


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


@pytest.mark.usefixtures("raw")
def test_an_office_moves_between_a_bucket_and_a_folder_with_every_file(
    app: Flask, monitoring_officer: Officer, server: str | None, endpoint: str, tmp_path: Path
) -> None:
    fill(monitoring_officer)
    service.create(tmp_path / "from-folder.zip", settings_of(app))
    held = set(open_area(settings_of(app), EVIDENCE).iterate())
    bucket = {
        "bucket": BUCKET, "bucket_endpoint": endpoint, "bucket_key_id": "demo", "bucket_secret": "demo",
    }  # fmt: skip
    file = tmp_path / "from-folder.zip"
    for name, settings in (("bucket", bucket), ("again", {})):
        (tmp_path / name).mkdir()
        office = application(new_database(server, tmp_path / name), tmp_path / name, **settings)
        with opened(office):
            service.restore(file, settings_of(office))
            assert set(open_area(settings_of(office), EVIDENCE).iterate()) == held != set()
            assert service.verify().sound
            file = tmp_path / f"from-{name}.zip"
            service.create(file, settings_of(office))


def test_the_office_goes_on_after_a_restore_with_numbers_that_follow(
    app: Flask, monitoring_officer: Officer, empty: Flask, tmp_path: Path
) -> None:
    fill(monitoring_officer)
    service.create(tmp_path / "backup.zip", settings_of(app))
    officer_id = (
        monitoring_officer.id
    )  # read here: there, this office's session would reach into the other's database
    with empty.app_context():
        service.restore(tmp_path / "backup.zip", settings_of(empty))
        fill(db.session.get_one(Officer, officer_id))
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


def rewrite(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Copy a backup, changing what it holds on the way; None leaves something out."""
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)


def is_file(name: str) -> bool:
    return name.startswith("evidence/")


def manifest_with(name: str, data: bytes, **values: object) -> bytes:
    return json.dumps({**json.loads(data), **values}).encode() if name == service.MANIFEST else data


TOUCHED: dict[Callable[[str, bytes], bytes | None], str] = {
    lambda name, data: data.replace(b"us", b"me") if name == "tables/cases.jsonl" else data: "altered",
    lambda name, data: data + b"!" if is_file(name) else data: "altered",
    lambda name, data: None if is_file(name) else data: "is missing",
    lambda name, data: None if name == "tables/cases.jsonl" else data: "is missing",
    lambda name, data: None if name == service.MANIFEST else data: "not a backup of Casework",
    lambda name, data: b"{" if name == service.MANIFEST else data: "not a backup of Casework",
    lambda name, data: manifest_with(name, data, revision="9999"): "newer Casework",
    lambda name, data: manifest_with(name, data, format=99): "newer Casework",
}


def test_a_backup_that_was_touched_does_not_come_back_and_leaves_nothing_behind(
    app: Flask, monitoring_officer: Officer, empty: Flask, tmp_path: Path
) -> None:
    fill(monitoring_officer)
    service.create(tmp_path / "backup.zip", settings_of(app))
    with empty.app_context():
        for change, words in TOUCHED.items():
            rewrite(tmp_path / "backup.zip", tmp_path / "touched.zip", change)
            with pytest.raises(DomainError, match=words):
                service.restore(tmp_path / "touched.zip", settings_of(empty))
        service.restore(tmp_path / "backup.zip", settings_of(empty))
        db.session.remove()


def test_what_is_no_backup_at_all_is_refused_in_words(empty: Flask, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("These are notes.")
    with empty.app_context():
        for name, words in {"notes.txt": "is not a whole backup", "nothing.zip": "There is no file"}.items():
            done = empty.test_cli_runner().invoke(group, ["restore", str(tmp_path / name)])
            assert (done.exit_code, words in done.output) == (1, True), done.output


def test_a_file_that_has_changed_is_left_out_named_and_fails_the_command(
    app: Flask, monitoring_officer: Officer, empty: Flask, tmp_path: Path
) -> None:
    fill(monitoring_officer)
    sha256 = db.session.scalars(select(Exhibit.sha256)).one()
    flip_a_byte(sha256)
    db.session.rollback()
    done = app.test_cli_runner().invoke(group, ["create", str(tmp_path / "backup.zip")])
    assert done.exit_code == 1
    assert f"Left out: evidence/{sha256}" in done.output
    with empty.app_context():
        service.restore(tmp_path / "backup.zip", settings_of(empty))
        assert evidence.reconcile().missing == (sha256,), "the office is told what it lacks"
        db.session.remove()


def test_officers_who_work_on_while_it_is_made_lose_nothing_and_nothing_is_torn(
    app: Flask, empty: Flask, tmp_path: Path
) -> None:
    stop, faults = threading.Event(), list[BaseException]()
    ids = [make_officer(Role.MONITORING_OFFICER).id for _ in range(2)]
    db.session.commit()

    def work(officer_id: int) -> None:
        try:
            with app.app_context():
                officer = db.session.get_one(Officer, officer_id)
                case = make_case(officer)
                while not stop.is_set():
                    cases.add_note(case, f"Note of officer {officer_id}", actor=officer)
                    make_exhibit(officer, case.id, os.urandom(3_000), "notes.bin")
                db.session.remove()
        except BaseException as error:  # noqa: BLE001  told to the test below
            faults.append(error)

    officers = [threading.Thread(target=work, args=(officer_id,)) for officer_id in ids]
    for officer in officers:
        officer.start()
    for number in range(2):
        service.create(tmp_path / f"{number}.zip", settings_of(app))
    stop.set()
    for officer in officers:
        officer.join()
    assert not faults
    with empty.app_context():
        service.restore(tmp_path / "1.zip", settings_of(empty))
        noted = (
            select(AuditEvent.subject_id)
            .where(AuditEvent.verb == "note.added")
            .order_by(AuditEvent.subject_id)
        )
        assert db.session.scalars(noted).all() == db.session.scalars(select(Note.id).order_by(Note.id)).all()
        held = set(open_area(settings_of(empty), EVIDENCE).iterate())
        assert set(db.session.scalars(select(Exhibit.sha256))) <= held, "each exhibit with its file"
        db.session.remove()

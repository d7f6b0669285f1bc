"""The virus scanner, a real one: it knows one signature, of our own making."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.config import load_settings
from casework.database import db
from casework.errors import ConfigurationError
from casework.evidence import service
from casework.evidence.models import Exhibit
from casework.evidence.scanning import judge
from casework.evidence.workflow import IntakeStatus, Scan
from casework.outbox.models import Notice
from casework.permissions import Role
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit
from tests.support.factories import make_officer

VIRUS = b"a fictional virus of our own"
READY = "Self checking"  # the last that clamd writes before it serves


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Start clamd with that one signature, and yield its socket."""
    home = tmp_path_factory.mktemp("clamd")
    (home / "own.ndb").write_text(f"Casework.Test:0:*:{VIRUS.hex()}\n")
    (home / "clamd.conf").write_text(
        f"DatabaseDirectory {home}\nLocalSocket {home}/socket\nForeground yes\nStreamMaxLength 1M\n"
    )
    program = shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin:/opt/homebrew/sbin")
    assert program, "clamd is not here: make test-environment says how to get it"
    with subprocess.Popen(
        [program, "-c", str(home / "clamd.conf")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        assert running.stdout
        assert any(line.startswith(READY) for line in running.stdout), "clamd ended before it served"
        yield home / "socket"
        running.terminate()
        running.stdout.read()


@pytest.fixture
def case_id(monitoring_officer: Officer) -> int:
    return make_case(monitoring_officer).id


def asked_at(app: Flask, monkeypatch: pytest.MonkeyPatch, address: object, **others: object) -> None:
    settings = app.config["SETTINGS"].model_copy(update={"clamd_address": str(address), **others})
    monkeypatch.setitem(app.config, "SETTINGS", settings)


def test_what_the_scanner_raises_the_alarm_over_is_quarantined_and_never_drawn(
    app: Flask,
    clamd: Path,
    client: Browserless,
    case_id: int,
    monitoring_officer: Officer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    administrator = make_officer(Role.ADMINISTRATOR)
    asked_at(app, monkeypatch, clamd)
    clean = make_exhibit(monitoring_officer, case_id)
    infected = make_exhibit(monitoring_officer, case_id, files.png() + VIRUS)
    assert clean.file.scan is Scan.CLEAN
    assert infected.file.scan is Scan.INFECTED
    assert infected.file.scan_said == "Casework.Test.UNOFFICIAL"
    client.sign_in(monitoring_officer)
    client.get(f"/exhibits/{infected.id}/preview.png", status=404)
    client.post(f"/exhibits/{infected.id}/original", {"purpose": "the hearing"}, status=409)
    words = client.get(f"/exhibits/{infected.id}").words
    assert "the virus scanner raised the alarm (Casework.Test.UNOFFICIAL)" in words
    told = db.session.scalars(select(Notice.text).where(Notice.officer_id == administrator.id))
    assert [text for text in told if "Casework.Test.UNOFFICIAL" in text and infected.label not in text]


@pytest.mark.parametrize(
    ("ours", "what"), [(1, "our own limit"), (25, "a limit of the scanner that ours does not know")]
)
def test_what_is_over_a_limit_is_not_scanned_and_never_clean(
    app: Flask,
    clamd: Path,
    case_id: int,
    monitoring_officer: Officer,
    monkeypatch: pytest.MonkeyPatch,
    ours: int,
    what: str,
) -> None:
    asked_at(app, monkeypatch, clamd, clamd_limit_mb=ours)
    exhibit = make_exhibit(monitoring_officer, case_id, b"words " * 500_000, "long.txt")
    assert exhibit.file.scan is Scan.NOT_SCANNED, what
    assert "It was not scanned for viruses" in service.message_of(exhibit.file)
    assert not exhibit.held


@pytest.mark.committed
def test_where_the_scanner_is_down_files_wait_with_a_banner_and_are_shown_to_it_when_it_is_back(
    app: Flask,
    clamd: Path,
    client: Browserless,
    monitoring_officer: Officer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    case_id = make_case(monitoring_officer).id
    asked_at(app, monkeypatch, tmp_path / "nobody-listens")
    waits = make_exhibit(monitoring_officer, case_id)
    harmful = make_exhibit(monitoring_officer, case_id, files.png() + VIRUS)
    waits_id, harmful_id = waits.id, harmful.id
    assert waits.file.scan is Scan.WAITING
    client.sign_in(monitoring_officer)
    page = client.get(f"/cases/{case_id}/evidence")
    assert "The virus scanner does not answer. 2 files are held back" in page.words
    client.get(f"/exhibits/{waits_id}/preview.png", status=404)
    client.post(f"/exhibits/{waits_id}/original", {"purpose": "the hearing"}, status=409)
    assert service.scan_waiting() == 0
    asked_at(app, monkeypatch, clamd)
    assert service.scan_waiting() == 2
    assert client.http.get(f"/exhibits/{waits_id}/preview.png").status_code == 200
    assert "does not answer" not in client.get(f"/cases/{case_id}/evidence").words
    assert db.session.get_one(Exhibit, harmful_id).file.scan is Scan.INFECTED
    client.get(f"/exhibits/{harmful_id}/preview.png", status=404)


def test_a_scanner_that_hangs_up_without_a_word_is_no_result(
    app: Flask, case_id: int, monitoring_officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0), backlog=8)) as server:
        port = server.getsockname()[1]
    asked_at(app, monkeypatch, f"127.0.0.1:{port}")
    assert make_exhibit(monitoring_officer, case_id).file.scan is Scan.WAITING


@given(st.text(max_size=60))
def test_only_a_plain_ok_is_clean(answer: str) -> None:
    result = judge(answer).result
    assert result is not Scan.CLEAN or answer.strip().rstrip("\0").removeprefix("stream: ") == "OK"


@pytest.mark.parametrize("address", ["clamd", "host:", "host:port", "relative/socket"])
def test_an_address_that_is_none_is_refused_at_the_start(address: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="CASEWORK_CLAMD_ADDRESS must be host:port"):
        load_settings({"CASEWORK_CLAMD_ADDRESS": address, "CASEWORK_INSTANCE": str(tmp_path)})


def test_with_no_scanner_set_up_nothing_is_called_clean(case_id: int, monitoring_officer: Officer) -> None:
    exhibit = make_exhibit(monitoring_officer, case_id)
    assert (exhibit.file.scan, exhibit.file.intake) == (Scan.OFF, IntakeStatus.ACCEPTED)

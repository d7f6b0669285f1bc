import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.support import postgres
from tests.support.postgres import ROOT, private_postgres


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""))


def port_of(url: str) -> int:
    return make_url(url).port or 0


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_private_server_answers_on_the_loopback_and_is_gone_afterwards() -> None:
    with private_postgres() as url, connect(url) as connection:
        row = connection.execute("SHOW listen_addresses").fetchone()
        assert row == ("127.0.0.1",)
    assert not listens(port_of(url))


def test_the_server_goes_with_tests_that_were_killed() -> None:
    script = (
        "from tests.support.postgres import private_postgres\n"
        "with private_postgres() as url: print(url, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as tests:
        assert tests.stdout
        port = port_of(tests.stdout.readline())
        assert listens(port)
        os.kill(tests.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while listens(port) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not listens(port)


def test_a_server_that_cannot_start_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    too_long_for_a_socket = tmp_path / ("long" * 30)
    too_long_for_a_socket.mkdir()
    monkeypatch.setenv("TMPDIR", str(too_long_for_a_socket))
    with pytest.raises(RuntimeError, match="did not start"), private_postgres():
        pytest.fail("it started")


def test_a_machine_without_postgresql_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "DEBIAN", Path("/nowhere"))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(RuntimeError, match="apt-get install postgresql"):
        postgres.programs()

"""The real command, in a process of its own, on an instance folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import copy_of
from tests.support.breaking_off import break_off
from tests.support.postgres import ROOT, free_port

EMPTY: Mapping[str, str] = {}
WAIT = 60.0  # seconds; the machine may be busy


class Serving:
    """`flask serve` as it runs."""

    def __init__(
        self, url: str, instance: Path, port: int, before: Sequence[str] = (), more: Mapping[str, str] = EMPTY
    ) -> None:
        self.port = port
        environment = {
            **os.environ,
            "CASEWORK_DATABASE_URL": url,
            "CASEWORK_INSTANCE": str(instance),
            "CASEWORK_DEMO": "false",
            "PORT": str(port),
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "always::ResourceWarning",  # what is left open is said
            "PYTHONDONTWRITEBYTECODE": "",  # what one start has compiled, the next need not
            **more,
        }
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []

    def listen_until(self, words: str) -> str:
        """Return the first line that it prints with these words."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            if words in line:
                return line
        pytest.fail(f"it never said {words!r}: {''.join(self.said)}")

    def children(self) -> list[int]:
        """Return the ids of its children and of theirs."""
        return descendants(self.process.pid)

    def kill_all(self, pids: Sequence[int]) -> None:
        """Kill it and those that it started, at once, as a power cut does."""
        for pid in (self.process.pid, *pids):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.communicate(timeout=WAIT)
        wait_until_gone(pids)

    def end(self, number: int) -> int:
        """Send a signal, and return the status with which it ends; what it said last is in `said`."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=WAIT)
        self.said.append(rest)
        return self.process.returncode


def descendants(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    children = [int(word) for word in found.stdout.split()]
    return [*children, *(each for child in children for each in descendants(child))]


def alive(pids: Sequence[int]) -> list[int]:
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def wait_until_gone(pids: Sequence[int]) -> None:
    deadline = time.monotonic() + WAIT
    while alive(pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(pids)


@contextmanager
def serving(
    url: str,
    folder: Path,
    port: int | None = None,
    before: Sequence[str] = (),
    more: Mapping[str, str] = EMPTY,
) -> Iterator[Serving]:
    """Run it on the database at `url`: behind the command `before`, with `more` in its environment."""
    office = Serving(url, folder / "instance", port or free_port(), before, more)
    try:
        yield office
    finally:
        if office.process.poll() is None:
            office.process.kill()
        office.process.communicate()


def status(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=WAIT)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.fixture
def url(migrated: str, server: str | None, tmp_path: Path) -> str:
    return copy_of(migrated, server, tmp_path)


def test_one_command_prepares_all_serves_and_stops_cleanly(tmp_path: Path) -> None:
    with serving("", tmp_path) as office:
        office.listen_until("Bringing the database up to date")
        office.listen_until(f"Casework is at http://127.0.0.1:{office.port}")
        link = urlsplit(office.listen_until("/set-up?token=").strip())
        assert link.port == office.port
        assert len(link.query) > 30
        assert status(office.port, "/") == 302, "to the sign-in page"
        children = office.children()
        assert len(children) == 3, "the web server, its one process, and the worker"
        assert office.end(signal.SIGINT) == 0
        assert "Traceback" not in "".join(office.said)
        assert not alive(children)
    made = [tmp_path / "instance", *(tmp_path / "instance").rglob("*")]
    assert {path.name for path in made} >= {"casework.sqlite3", "evidence", "secret-key"}
    assert not [path for path in made if path.stat().st_mode & 0o077], "readable by its owner only"
    key = tmp_path / "instance" / "secret-key"
    before = key.read_text()
    with serving("", tmp_path) as office:
        office.listen_until("Ctrl-C stops it.")
        for number in range(60):
            break_off(office.port, "/static/icon.svg", after=number % 2, reset=number % 3 == 0)
        assert status(office.port, "/static/icon.svg") == 200
        assert office.end(signal.SIGTERM) == 0
        said = "".join(office.said)
        assert "Bringing the database" not in said, "a second start finds all in place"
        assert "static/icon.svg'>" not in said, "an answer that is broken off leaves no file open"
        assert "Traceback" not in said
    assert key.read_text() == before


def test_a_child_that_dies_stops_the_other_and_the_command_fails(url: str, tmp_path: Path) -> None:
    with serving(url, tmp_path) as office:
        office.listen_until("Ctrl-C stops it.")
        children = office.children()
        worker = next(pid for pid in children if b"--leashed" in Path(f"/proc/{pid}/cmdline").read_bytes())
        os.kill(worker, signal.SIGKILL)
        rest, _ = office.process.communicate(timeout=WAIT)
        assert office.process.returncode == 1
        assert "The worker ended by itself" in rest
        wait_until_gone(children)


def test_children_go_even_where_the_command_itself_is_killed(url: str, tmp_path: Path) -> None:
    with serving(url, tmp_path) as office:
        office.listen_until("Ctrl-C stops it.")
        children = office.children()
        office.process.kill()
        office.process.wait()
        wait_until_gone(children)


def test_a_port_in_use_is_refused_in_words(url: str, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with serving(url, tmp_path, taken.getsockname()[1]) as office:
            said, _ = office.process.communicate(timeout=WAIT)
    assert office.process.returncode == 1
    assert "choose another port, such as PORT=8001" in said
    assert "Traceback" not in said

"""Through the door of the real server: killed, cut off, out of room. Nothing half-stored is ever evidence."""

import hashlib
import os
import re
import signal
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from casework import clock
from casework.accounts.models import Officer
from casework.database import db
from casework.evidence.models import Exhibit, RefusedFile, StoredFile, Unpacking
from casework.evidence.vault import vault
from casework.storage.local import LocalStore
from tests.browser.conftest import cookie_for
from tests.conftest import KEY
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.worker.test_serve import WAIT, Serving, serving

pytestmark = pytest.mark.committed

BOUNDARY = "fictional-boundary"
APART = ("unshare", *(() if os.geteuid() == 0 else ("--user", "--map-root-user")), "--mount", "sh", "-c")


@dataclass
class Door:
    """The way in for an officer who has signed in: requests as a browser writes them, byte by byte."""

    app: Flask
    case_id: int
    cookie: str
    folder: Path
    port: int = 0
    token: str = ""

    def open(self, office: Serving) -> None:
        """Wait until the server answers, and take the token of its form."""
        office.listen_until("Ctrl-C stops it.")
        self.port = office.port
        connection = HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        connection.request("GET", self.path, headers={"Cookie": f"casework={self.cookie}"})
        answer = connection.getresponse()
        page = answer.read().decode()
        if renewed := re.search(r"casework=([^;]+)", answer.getheader("Set-Cookie") or ""):
            self.cookie = renewed[1]
        connection.close()
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found, page[:500]
        self.token = found[1]

    @property
    def path(self) -> str:
        return f"/cases/{self.case_id}/evidence"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the server, where they are not as usual."""
        return {
            "CASEWORK_SECRET_KEY": KEY,
            "CASEWORK_FILE_LIMIT_MB": "100",
            "CASEWORK_REQUEST_LIMIT_MB": "100",
        }

    @property
    def url(self) -> str:
        return str(self.app.config["SETTINGS"].database_url)

    def request(self, name: str, content: bytes) -> bytes:
        """Return the whole request that sends one file."""
        body = b"".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
            for field, value in (("csrf_token", self.token), ("arrival", "chosen"))
        )
        body += (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        body += content + f"\r\n--{BOUNDARY}--\r\n".encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: application/json\r\n"
            f"Cookie: casework={self.cookie}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + body

    def send(self, name: str, content: bytes, most: int | None = None, *, rudely: bool = False) -> bytes:
        """Send a file, or the first `most` bytes of the request and no more; return what came back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=WAIT) as line:
            if rudely:  # closing resets the connection in place of ending it
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            line.sendall(self.request(name, content)[:most])
            if most is not None:
                return b""
            return b"".join(iter(lambda: line.recv(1 << 16), b""))

    def send_apart(self, name: str, content: bytes) -> Thread:
        """Send a file from a thread of its own, and never mind how that ends."""

        def run() -> None:
            try:
                self.send(name, content)
            except (OSError, HTTPException):
                return

        thread = Thread(target=run)
        thread.start()
        return thread


def store() -> LocalStore:
    found = vault()
    assert isinstance(found, LocalStore)
    return found


def look(question: Any) -> Any:
    """Ask the database anew, and hold nothing of it afterwards."""
    try:
        return db.session.scalars(question).all()
    finally:
        db.session.rollback()


def wait_for(what: Callable[[], Any]) -> None:
    """Return as soon as something has happened; fail where it does not."""
    deadline = time.monotonic() + WAIT
    while not what():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.001)


def all_is_whole() -> None:
    """Whatever is an exhibit is there to its last byte, and whatever is at an address is what the address says."""
    held = store()
    for sha256 in held.iterate():
        assert hashlib.sha256(held._file(sha256).read_bytes()).hexdigest() == sha256
    for exhibit in look(select(Exhibit)):
        assert held.exists(exhibit.sha256)


def let_days_pass() -> None:
    """Make all that lies in the store, and every unpacking, two days old."""
    moment = clock.now() - timedelta(days=2)
    for path in store().path.rglob("*"):
        if path.is_file():
            os.utime(path, (moment.timestamp(), moment.timestamp()))
    db.session.execute(update(Unpacking).values(touched_at=moment))
    db.session.commit()


@pytest.fixture
def door(app: Flask, monitoring_officer: Officer, tmp_path: Path) -> Door:
    case_id = make_case(monitoring_officer).id
    return Door(app, case_id, cookie_for(app, monitoring_officer), tmp_path)


def test_a_server_killed_in_mid_write_or_in_mid_unpacking_leaves_nothing_half_stored_and_goes_on_where_it_was(
    door: Door, client: Browserless
) -> None:
    incoming = store().path / "incoming"
    large = os.urandom(1 << 20) * 60
    with serving(door.url, door.folder, more=door.environment) as office:
        door.open(office)
        doomed = office.children()
        sending = door.send_apart("large.bin", large)
        wait_for(lambda: any(incoming.iterdir()))
        office.kill_all(doomed)
        sending.join()
    (stray,) = incoming.iterdir()
    assert stray.stat().st_size < len(large), "it was killed in mid-write"
    assert look(select(Exhibit)) == look(select(StoredFile)) == list(store().iterate()) == []

    shots = {f"{number:02}.png": files.png((40 + number, 60)) for number in range(12)}
    children = select(Exhibit).where(Exhibit.parent_id.is_not(None)).order_by(Exhibit.id)
    let_days_pass()
    with serving(door.url, door.folder, more=door.environment) as office:
        door.open(office)
        wait_for(
            lambda: not any(incoming.iterdir())
        )  # it is swept away as the worker starts, beside the pages
        doomed = office.children()
        sending = door.send_apart("all.zip", files.archive(**shots))
        wait_for(lambda: len(look(children)) > 2)
        office.kill_all(doomed)
        sending.join()
    before = look(children)
    assert 2 < len(before) < len(shots)
    all_is_whole()
    client.sign_in(look(select(Officer))[0])
    parent_id = before[0].parent_id
    assert "has been taken out of it yet" in client.get(f"/exhibits/{parent_id}").words
    assert "has been taken out of it yet" in client.get(f"/cases/{door.case_id}/evidence").words

    lost, stray_sha = before[0].sha256, store().freeze(BytesIO(b"no row"), limit=10).sha256
    let_days_pass()
    store().delete(lost)
    with serving(door.url, door.folder, more=door.environment) as office:
        door.open(office)
        wait_for(lambda: look(select(Unpacking.finished_at)) != [None])
        assert office.end(signal.SIGTERM) == 0
    assert [each.declared_name for each in look(children)] == [*shots], "each once, and in order"
    assert not store().exists(stray_sha), "bytes without a row go"
    assert [each.sha256 for each in look(select(StoredFile).where(~StoredFile.intact))] == [lost]
    assert "has been taken out of it yet" not in client.get(f"/exhibits/{parent_id}").words


def test_a_connection_cut_at_any_byte_leaves_nothing_and_a_full_disk_leaves_a_record_in_words(
    door: Door, tmp_path: Path
) -> None:
    before = (*APART, f'mount -t tmpfs -o size=3m tmpfs "{store().path}" && exec "$@"', "sh")
    small = files.png()
    with serving(door.url, door.folder, before=before, more=door.environment) as office:
        door.open(office)
        end = f"\r\n--{BOUNDARY}--".encode()  # a cut behind it leaves a file all of which came
        told = door.request("small.png", small).index(end) + len(end)

        @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
        @given(st.integers(0, told - 1), st.booleans())
        def cut(most: int, rudely: bool) -> None:
            door.send("small.png", small, most, rudely=rudely)
            assert look(select(Exhibit)) == []

        cut()
        cut_in_a_large_one = len(door.request("large.bin", bytes(2 << 20))) // 2
        door.send("large.bin", bytes(2 << 20), cut_in_a_large_one)
        assert b'"ok":true' in door.send("small.png", small).replace(b" ", b""), "the whole request is kept"
        assert len(look(select(Exhibit))) == 1

        answer = door.send("large.bin", os.urandom(4 << 20))
        assert b" 200 " in answer.splitlines()[0]
        assert b"The evidence store is full" in answer
        (refused,) = look(select(RefusedFile))
        assert (refused.size, refused.whole) == (4 << 20, True)
        assert len(look(select(Exhibit))) == len(look(select(StoredFile))) == 1
        assert b'"ok":true' in door.send("next.png", files.png((50, 50))).replace(b" ", b"")
        assert office.end(signal.SIGTERM) == 0
    assert len(look(select(Exhibit))) == 2

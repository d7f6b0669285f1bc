"""A Redis server of the test's own on the loopback, which can go away and come back."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import free_port

WAIT = 30.0  # seconds; the machine may be busy


class RedisServer:
    """A server at `url` that keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return once it listens."""
        program = shutil.which("redis-server")
        assert program, "These tests need Redis. On Debian or Ubuntu: apt-get install redis-server"
        self._process = subprocess.Popen(
            [
                program,
                "--port",
                str(self.port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                str(self.folder),
            ],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        pytest.fail("Redis did not start")

    def stop(self) -> None:
        """Stop it, as a machine that goes away does."""
        if self._process:
            self._process.kill()
            self._process.wait(WAIT)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A server that runs."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()

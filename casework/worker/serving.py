"""The web server and the worker as two children of one process, which stops both and leaves nothing behind."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from casework.errors import ConfigurationError

THREADS = 8  # a process; pages wait for the database and the disk, not for Python
LOOK_EVERY = 0.2  # seconds
STOP_WITHIN = 15.0  # seconds until a child that does not stop is killed
ANSWER_WITHIN = 60.0  # seconds until a start counts as failed
Child = subprocess.Popen[bytes]


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Take the address for the web server; raise ConfigurationError where it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise ConfigurationError(
                f"Casework cannot listen at {host}, port {port}: {why}. If it is running already, stop it first; "
                "or choose another port, such as PORT=8001."
            ) from None
        door.listen(128)
        yield door


def start_web(door: socket.socket, workers: int) -> Child:
    """Start the web server at an address already taken."""
    return _start(
        *("gunicorn", "casework:create_app()", "--config", "python:casework.worker.leash"),
        *("--bind", f"fd://{door.fileno()}", "--worker-class", "gthread", "--threads", str(THREADS)),
        *("--workers", str(workers), "--graceful-timeout", "10", "--log-level", "warning"),
        "--no-control-socket",
        pass_fds=[door.fileno()],
    )


def start_worker() -> Child:
    """Start the background worker."""
    return _start("flask", "--app", "casework", "worker", "run", "--leashed")


def _start(*module: str, pass_fds: list[int] | None = None) -> Child:
    return subprocess.Popen(
        [sys.executable, "-m", *module],
        stdin=subprocess.PIPE,  # never written to: see casework.worker.leash
        pass_fds=pass_fds or (),
        start_new_session=True,  # Ctrl-C is for this process, which then stops its children in order
    )


class Office:
    """The running children by name, and the wish to stop them."""

    def __init__(self) -> None:
        self.children: dict[str, Child] = {}
        self._stop = threading.Event()

    def stop_on_signals(self) -> None:
        """Let Ctrl-C and SIGTERM end the watch instead of this process."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._stop.set())

    def wait_until_it_answers(self, door: socket.socket) -> bool:
        """Say whether the web server answers a first page; False where it ended, or was told to stop, before."""
        answered = threading.Event()
        threading.Thread(target=_ask, args=(door, answered), daemon=True).start()
        deadline = time.monotonic() + ANSWER_WITHIN
        while not answered.is_set():
            if self._stop.wait(LOOK_EVERY / 4) or self.ended() or time.monotonic() > deadline:
                return False
        return True

    def ended(self) -> str | None:
        """Return the name of a child that has ended."""
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def watch(self) -> str | None:
        """Wait until somebody wants it to stop (None), or a child has ended by itself (its name)."""
        while not self._stop.is_set():
            if ended := self.ended():
                return ended
            self._stop.wait(LOOK_EVERY)
        return None

    def stop(self) -> None:
        """Stop every child, and return when all are gone."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_WITHIN
        for child in self.children.values():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def _ask(door: socket.socket, answered: threading.Event) -> None:
    """Ask for the sign-in page; the request waits in the queue of the address until the server is up."""
    host, port = door.getsockname()[:2]
    loopback = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  any address: asked at our own
    connection = http.client.HTTPConnection(loopback, port, timeout=ANSWER_WITHIN)
    try:
        connection.request("GET", "/sign-in")
        connection.getresponse().read()
        answered.set()
    except OSError:
        return
    finally:
        connection.close()

"""A PostgreSQL server of the suite's own: `private_postgres()`; by hand `python -m tests.support.postgres`.

The server belongs to a keeper process that stops it when its standard input closes. So it goes with the tests
however they end, killed ones included, and leaves nothing behind.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEBIAN = Path("/usr/lib/postgresql")
MEMORY = Path("/dev/shm")  # noqa: S108  a file system in memory, where there is one; a fresh folder is made in it
ROOM = 6 * 2**30  # bytes: each committed test copies a database of 11 MB


def programs() -> Path:
    """Return the folder of the newest PostgreSQL's programs. Raises RuntimeError where there is none."""
    debian = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    found = [*debian, *([Path(on_path)] if on_path else [])]
    if not found:
        raise RuntimeError(
            "The tests need a PostgreSQL server. On Debian or Ubuntu: apt-get install postgresql"
        )
    return found[0].parent


def owner() -> str | None:
    """Return the account that the server runs as: PostgreSQL refuses root. None is the present one."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise RuntimeError(
            "PostgreSQL does not run as root, and there is no account named postgres to run it."
        ) from None


def free_port() -> int:
    """Return a port that nothing on the loopback listens to just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def place() -> Path | None:
    """Return the folder to make a cluster in: in memory where that has room, else None for the usual one.

    A copy of a database is some six hundred files: on a busy disk it took five times as long.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free > ROOM and available() > 2 * ROOM else None


def available() -> int:
    """Return how many bytes of memory could be had without swapping; none where Linux does not say."""
    try:
        said = Path("/proc/meminfo").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in said.splitlines() if "MemAvailable" in line), 0)


class Cluster:
    """A cluster in `home`, thrown away after use: nothing in it has to survive a power cut."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.account = owner()
        self.port = free_port()
        if self.account:
            shutil.chown(home, self.account)

    @property
    def url(self) -> str:
        """The address of its database, as SQLAlchemy writes it."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def launch(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one of PostgreSQL's programs on the cluster; what it says goes to the log."""
        with (self.home / "log").open("ab") as log:
            return subprocess.Popen(
                [str(programs() / program), "-D", str(self.home / "data"), *arguments],
                user=self.account,
                cwd=self.home,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def answers(self) -> bool:
        """Tell whether it takes connections."""
        command = [str(programs() / "pg_isready"), "--quiet", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, check=False).returncode == 0

    def start(self) -> subprocess.Popen[bytes]:
        """Make the cluster and start it; returns once it answers. Raises RuntimeError with what it logged."""
        made = self.launch("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        if made.wait() == 0:
            settings = {
                "listen_addresses": "127.0.0.1",
                "port": self.port,
                "unix_socket_directories": self.home,
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
            }
            server = self.launch("postgres", *(f"--{name}={value}" for name, value in settings.items()))
            while server.poll() is None:
                if self.answers():
                    return server
                time.sleep(0.02)
        raise RuntimeError((self.home / "log").read_text(errors="replace"))


def keep() -> None:
    """Run a server, print its URL, and stop it when standard input closes."""
    with tempfile.TemporaryDirectory(prefix="casework-postgres-", dir=place()) as folder:
        cluster = Cluster(Path(folder))
        server = cluster.start()
        try:
            print(cluster.url, flush=True)
            sys.stdin.read()
        finally:
            server.send_signal(signal.SIGQUIT)  # at once, whoever is still connected
            server.wait()


@contextmanager
def private_postgres() -> Iterator[str]:
    """Yield the URL of a fresh server on a free loopback port. Raises RuntimeError where it cannot start."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.support.postgres"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the tests; the server goes after them
    )
    with keeper:
        assert keeper.stdin
        assert keeper.stdout
        url = keeper.stdout.readline().strip()
        if not url:
            raise RuntimeError("The tests' own PostgreSQL server did not start: see above.")
        try:
            yield url
        finally:
            keeper.stdin.close()


if __name__ == "__main__":
    keep()

"""See that the machine has the programs that the tests drive; install what is missing where that is allowed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def program(*names: str) -> Callable[[], bool]:
    """Return a test whether one of the programs is on PATH."""
    return lambda: any(shutil.which(name) for name in names)


def file(*patterns: str) -> Callable[[], bool]:
    """Return a test whether a file below the root folder fits one of the patterns."""
    return lambda: any(next(Path("/").glob(pattern), None) for pattern in patterns)


def postgresql() -> bool:
    """Tell whether a PostgreSQL server can be started: Debian keeps it off PATH."""
    return bool(shutil.which("initdb")) or file("usr/lib/postgresql/*/bin/initdb")()


NEEDED: dict[str, tuple[str, Callable[[], bool]]] = {  # Debian package: (what it is for, is it there)
    "chromium": ("the browser tests", program("chromium", "chromium-browser", "google-chrome")),
    "clamav-daemon": ("the tests of the virus scanner", file("usr/sbin/clamd", "usr/local/sbin/clamd")),
    "fonts-liberation": (
        "pictures of pages in the browser tests",
        file("usr/share/fonts/**/Liberation*", "usr/share/fonts/**/DejaVu*", "Library/Fonts/Arial*"),
    ),
    "libpangoft2-1.0-0": (
        "tagged PDF",
        file("usr/lib/**/libpangoft2-1.0.so.0", "opt/homebrew/lib/libpangoft2*"),
    ),
    "postgresql": ("running the suite on PostgreSQL", postgresql),
    "redis-server": ("the tests of an office on several machines", program("redis-server")),
    "tesseract-ocr": ("reading text in screenshots", program("tesseract")),
}


def missing() -> list[str]:
    """Return the Debian packages whose programs are not there."""
    return [package for package, (_, present) in NEEDED.items() if not present()]


def administrator() -> list[str] | None:
    """Return what to put before apt-get so that it may install; None where it may not, or is not there."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    allowed = shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False)
    return sudo if allowed and allowed.returncode == 0 else None


def install(packages: list[str]) -> None:
    """Install Debian packages where that is allowed; where not, or on failure, leave them missing."""
    before = administrator()
    if before is None:
        return
    print(f"Casework: installing {', '.join(packages)} for the tests", flush=True)
    apt = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    if subprocess.run([*apt, "update"], check=False).returncode == 0:
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], check=False)


def main() -> int:
    """Install what is missing, or say exactly what it is. Returns the exit status."""
    if packages := missing():
        install(packages)
    if not (packages := missing()):
        return 0
    print("Casework: the tests need programs that are not here:", file=sys.stderr)
    for package in packages:
        print(f"  {package:<18}for {NEEDED[package][0]}", file=sys.stderr)
    print(f"On Debian or Ubuntu: sudo apt-get install {' '.join(packages)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

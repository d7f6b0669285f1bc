"""Make .venv hold what a lock names: `python -m tools.environment runtime` (or `test`).

Runs on the system's Python, before anything is installed. Does nothing when the lock has not changed.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
INSTALLED = VENV / "installed-lock"
LOCKS = ("runtime", "test")  # the second holds the whole of the first


def path_of(lock: str) -> str:
    """Return where the lock of that name stands."""
    return str(ROOT / "requirements" / f"{lock}.txt")


def fingerprint(lock: str) -> str:
    """Return what .venv says of itself once it holds `lock`."""
    return f"{lock} {hashlib.sha256(Path(path_of(lock)).read_bytes()).hexdigest()}"


def satisfied(lock: str) -> bool:
    """Tell whether .venv holds `lock`, or one that holds the whole of it."""
    if not (PYTHON.exists() and INSTALLED.exists()):
        return False
    return INSTALLED.read_text() in {fingerprint(each) for each in LOCKS[LOCKS.index(lock) :]}


def add(lock: str) -> None:
    """Install `lock` into .venv beside what it holds. Raises CalledProcessError."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--require-hashes", "-r", path_of(lock)], check=True)


def replace(lock: str) -> bool:
    """Make .venv hold `lock` and nothing else, with uv: many times as fast as pip. False where uv cannot."""
    how = ["--quiet", "--require-hashes", "--compile-bytecode"]  # compiled once: else a first start does it
    sync = [str(UV), "pip", "sync", *how, "--python", str(PYTHON), path_of(lock)]
    try:
        add("setup")
        subprocess.run(sync, check=True)
    except (OSError, subprocess.CalledProcessError):
        print(
            "Casework: uv could not install the lock; trying pip, which may be set up otherwise.",
            file=sys.stderr,
        )
        return False
    return True


def install(lock: str) -> None:
    """Bring .venv in step with `lock`, making it first where there is none."""
    if not PYTHON.exists():
        shutil.rmtree(VENV, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    INSTALLED.unlink(missing_ok=True)  # a half-done installation is never taken for a whole one
    if not replace(lock):
        add(lock)
    INSTALLED.write_text(fingerprint(lock))


def main(lock: str) -> int:
    """Install `lock` unless .venv holds it already. Returns the exit status."""
    if satisfied(lock):
        return 0
    print(f"Casework: installing requirements/{lock}.txt into .venv", flush=True)
    try:
        install(lock)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Casework: the installation failed: {error}", file=sys.stderr)
        print("What stands above says why. Run make again once it is mended.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

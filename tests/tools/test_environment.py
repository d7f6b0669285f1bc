import os
import subprocess
from pathlib import Path

import pytest

from tools import environment


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty project: two locks, and a .venv that has a Python and says nothing of itself."""
    (tmp_path / "requirements").mkdir()
    for lock in environment.LOCKS:
        (tmp_path / "requirements" / f"{lock}.txt").write_text(f"{lock}==1\n")
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", python)
    monkeypatch.setattr(environment, "INSTALLED", tmp_path / "installed-lock")
    return tmp_path


def test_what_is_installed_is_not_installed_again(venv: Path) -> None:
    assert not environment.satisfied("runtime")
    environment.INSTALLED.write_text(environment.fingerprint("runtime"))
    assert environment.satisfied("runtime")
    assert not environment.satisfied("test")


def test_an_environment_for_the_tests_runs_the_application_too(venv: Path) -> None:
    environment.INSTALLED.write_text(environment.fingerprint("test"))
    assert environment.satisfied("runtime")
    assert environment.satisfied("test")


def test_a_changed_lock_is_installed(venv: Path) -> None:
    environment.INSTALLED.write_text(environment.fingerprint("test"))
    (venv / "requirements" / "test.txt").write_text("test==2\n")
    assert not environment.satisfied("test")


def test_an_environment_whose_python_is_gone_is_made_anew(venv: Path) -> None:
    environment.INSTALLED.write_text(environment.fingerprint("test"))
    environment.PYTHON.unlink()
    assert not environment.satisfied("test")


def find_python(path: Path | str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(Path(environment.__file__).with_name("python")), "-c", "print('it ran')"]
    return subprocess.run(command, env={"PATH": str(path)}, capture_output=True, text=True, check=False)


def put(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_a_machine_without_python_is_told_what_it_needs(tmp_path: Path) -> None:
    put(tmp_path, "python3", "exit 1")  # too old, or a shim for a version that is not installed
    done = find_python(tmp_path)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr


def test_a_python_that_cannot_make_an_environment_is_named(tmp_path: Path) -> None:
    put(tmp_path, "python3.12", 'case "$2" in *ensurepip*) exit 1;; esac')
    done = find_python(tmp_path)
    assert done.returncode == 1
    assert f"{tmp_path}/python3.12 cannot make a virtual environment" in done.stderr


def test_the_newest_python_is_taken(tmp_path: Path) -> None:
    put(tmp_path, "python3.11", "echo older")
    put(tmp_path, "python3.13", "echo newer")
    put(tmp_path, "python3", "echo the default")
    assert find_python(tmp_path).stdout == "newer\n"
    assert os.access(Path(environment.__file__).with_name("python"), os.X_OK)


def test_the_distributions_python_goes_before_a_newer_one(tmp_path: Path) -> None:
    put(tmp_path, "python3.16", "echo newer")
    fit = "import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))"
    own = Path("/usr/bin/python3")
    taken = own.exists() and subprocess.run([own, "-c", fit], check=False).returncode == 0
    assert find_python(f"{tmp_path}:/usr/bin").stdout == ("it ran\n" if taken else "newer\n")

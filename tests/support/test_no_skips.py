import subprocess
import sys
from pathlib import Path

from tests.support.postgres import ROOT


def run(folder: Path, test: str) -> subprocess.CompletedProcess[str]:
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_it.py").write_text(test)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.support.no_skips",
        "-c",
        str(folder / "pytest.ini"),
    ]
    return subprocess.run([*command, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_run_that_left_a_test_out_has_failed(tmp_path: Path) -> None:
    done = run(tmp_path, "import pytest\ndef test_a(): pytest.skip('no browser')\ndef test_b(): pass\n")
    assert done.returncode == 1
    assert "SKIPPED is a failure here: test_it.py::test_a" in done.stdout


def test_a_run_that_left_nothing_out_has_passed(tmp_path: Path) -> None:
    assert run(tmp_path, "def test_b(): pass\n").returncode == 0

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.postgres import ROOT

TESTS = """
import pytest
@pytest.fixture
def app(): pass
@pytest.fixture
def client(app): pass
def test_of_a_page(client): pass
def test_of_arithmetic(): pass
@pytest.mark.once
def test_of_widths(client): pass
"""


def run(folder: Path, database: str) -> subprocess.CompletedProcess[str]:
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = once\n")
    (folder / "test_it.py").write_text(TESTS)
    plugin = ["-p", "tests.support.databases", "-c", str(folder / "pytest.ini")]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-v", *plugin, str(folder)],
        cwd=ROOT,
        env={**os.environ, "CASEWORK_TEST_DATABASE": database, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("database", "same"), [("sqlite", True), ("postgresql", False)], ids=["sqlite", "postgresql"]
)
def test_what_asks_for_a_database_runs_on_both_and_the_rest_once(
    tmp_path: Path, database: str, same: bool
) -> None:
    done = run(tmp_path, database)
    assert done.returncode == 0, done.stdout
    assert "test_of_a_page PASSED" in done.stdout
    assert ("test_of_arithmetic PASSED" in done.stdout) is same
    assert ("test_of_widths PASSED" in done.stdout) is same
    assert ("2 deselected" in done.stdout) is not same


def test_a_database_that_there_is_not_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path, "postgres")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "it may be sqlite or postgresql" in done.stderr


def test_no_test_comes_by_a_database_that_it_does_not_ask_for() -> None:
    sought = "getfixture" + "value"  # asked for in the midst of a test, and so not seen beforehand
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("*.py")
        if sought in path.read_text()
    }
    assert found == {"tests/conftest.py"}

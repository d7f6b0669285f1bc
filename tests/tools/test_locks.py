import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools.environment import ROOT
from tools.lock import LOCKS

LOCK_FILES = [*(ROOT / "requirements").glob("*.txt"), ROOT / "package-lock.json"]
PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? \\$", re.MULTILINE)


def pins(lock: str) -> set[tuple[str, str, str | None]]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    return {(pin["name"], pin["version"], pin["marker"]) for pin in PINNED.finditer(text)}


@pytest.mark.parametrize("path", LOCK_FILES, ids=lambda path: path.name)
def test_a_lock_file_holds_no_address(path: Path) -> None:
    assert not re.findall(r"://|\"resolved\"|--index-url|--find-links", path.read_text())


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_of_a_lock_carries_a_hash(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    lines = [line for line in text.splitlines() if "==" in line]
    assert lines
    assert len(lines) == len(re.findall(r"== ?\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", text))


def test_every_package_of_the_npm_lock_carries_a_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_the_tests_run_with_the_releases_that_an_office_runs() -> None:
    assert pins("runtime") < pins("test")


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["s3"]]
    asked = {
        "runtime": runtime,
        "test": runtime + [line for group in ("test", "dev") for line in project["dependency-groups"][group]],
    }
    for lock, lines in asked.items():
        held = {name: release for name, release, _ in pins(lock)}
        for requirement in map(Requirement, lines):
            name = requirement.name.lower().replace("_", "-")
            assert requirement.specifier.contains(held[name]), f"{requirement} in {lock}.txt: run make lock"

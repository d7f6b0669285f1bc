import re
import subprocess
import sys

import pytest

from tools import assets


@pytest.fixture(scope="module")
def css() -> str:
    return (assets.BUILD / "app.css").read_text()


@pytest.mark.parametrize("theirs", ["crest", "crown", "GDS Transport", "@font-face"])
def test_the_stylesheet_borrows_no_mark_of_the_crown(css: str, theirs: str) -> None:
    assert theirs.lower() not in css.lower()


def test_pages_are_set_in_arial(css: str) -> None:
    families = set(re.findall(r"font-family:([^;},]*)", css))
    assert families == {"Arial", "ui-monospace"}  # the second for addresses and hashes


def test_assets_are_built_once() -> None:
    command = [sys.executable, "-m", "tools.assets"]
    subprocess.run(command, cwd=assets.ROOT, check=True)
    before = (assets.BUILD / "app.css").stat().st_mtime_ns
    assert subprocess.run(command, cwd=assets.ROOT, capture_output=True, check=True).stdout == b""
    assert (assets.BUILD / "app.css").stat().st_mtime_ns == before


def test_a_changed_source_changes_what_is_wanted() -> None:
    *others, last = assets.sources()
    assert others
    assert assets.fingerprint([*others, last]) != assets.fingerprint(others)

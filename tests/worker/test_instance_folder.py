"""Where Casework keeps its files: named in words where it cannot."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casework.config import load_settings
from casework.errors import ConfigurationError
from tests.support.postgres import ROOT


def test_the_folder_and_its_key_are_made_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "instance"
    settings = load_settings({"CASEWORK_INSTANCE": str(folder)})
    assert (folder / "secret-key").read_text() == settings.secret_key
    assert folder.stat().st_mode & 0o077 == 0
    assert load_settings({"CASEWORK_INSTANCE": str(folder)}).secret_key == settings.secret_key


def test_a_folder_that_cannot_be_made_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match=r"file/instance: Not a directory\. Name a folder"):
        load_settings({"CASEWORK_INSTANCE": str(tmp_path / "file" / "instance")})


def test_a_start_that_cannot_be_ends_in_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={**os.environ, "CASEWORK_INSTANCE": str(tmp_path / "file" / "instance")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Casework does not start: CASEWORK_INSTANCE")
    assert "Traceback" not in done.stderr

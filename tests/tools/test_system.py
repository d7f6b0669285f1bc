from pathlib import Path

import pytest

from tools import system


def test_a_machine_that_may_install_nothing_is_told_exactly_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "tesseract").touch(mode=0o755)
    assert system.main() == 1
    said = capsys.readouterr().err
    assert "chromium          for the browser tests" in said
    assert "apt-get install chromium" in said
    assert "tesseract-ocr" not in said


def test_a_machine_that_has_everything_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert system.missing() == []
    assert system.main() == 0
    assert capsys.readouterr() == ("", "")


def test_an_administrator_gets_what_is_missing_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apt = tmp_path / "apt-get"
    log = tmp_path / "log"
    apt.write_text(
        f'#!/bin/sh\necho "$@" >> {log}\ncd {tmp_path}\n'
        'for name in chromium redis-server tesseract; do : > "$name"; /bin/chmod +x "$name"; done\n'
    )
    apt.chmod(0o755)
    (tmp_path / "env").symlink_to("/usr/bin/env")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert system.main() == 0
    update, install = log.read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install -y --no-install-recommends chromium redis-server tesseract-ocr")

"""Tesseract is bounded as the decoder is, and whatever becomes of it, nothing else suffers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from casework.evidence import reading
from casework.evidence.reading import MEMORY, read_words
from tests.support import files
from tests.support.evidence_factories import reply


@pytest.fixture
def instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Install a program of another kind under Tesseract's name."""

    def install(script: str) -> None:
        program = tmp_path / "tesseract"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
        reading.tesseract.cache_clear()

    yield install
    reading.tesseract.cache_clear()


def test_it_reads_with_no_more_than_it_needs_to_know_of_this_machine(
    instead: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Rita Example" in (read_words(reply()) or "")
    monkeypatch.setenv("CASEWORK_SECRET_KEY", "nobody else’s business")
    instead("/usr/bin/env; ulimit -v; ulimit -t; ulimit -n; /bin/cat /proc/net/dev")
    told = read_words(files.png()) or ""
    assert "CASEWORK" not in told
    assert "OMP_THREAD_LIMIT=1" in told
    assert f"\n{MEMORY >> 10}\n60\n64\n" in told
    interfaces = [line.split(":")[0].strip() for line in told.splitlines() if ":" in line]
    assert {each for each in interfaces if each.isalnum()} <= {"lo"}, "it has no network"


@pytest.mark.parametrize(
    "script", ["exit 3", "kill -9 $$", "exec /usr/bin/yes", "exec /bin/sleep 60", "echo words; kill -11 $$"]
)
def test_its_death_in_any_way_is_an_outcome(instead: Callable[[str], None], script: str) -> None:
    instead(script)
    assert read_words(files.png(), seconds=2) is None


def test_a_picture_that_takes_too_much_memory_is_only_not_read() -> None:
    assert read_words(files.blank((3000, 3000)), memory=96 << 20) is None

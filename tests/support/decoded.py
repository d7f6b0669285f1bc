"""A pytest plugin: what the decoder said of a file is remembered for the run, where a test is about something else.

A process for each of the same few pictures was a third of the time of the tests of removal requests.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeAlias

import pytest

from casework.evidence import decoding, embedded, leaves, reading, upright
from casework.evidence.texts import extraction
from tests.support.databases import SECOND

ROOT = Path(__file__).resolve().parents[1]
ASKING = (decoding, embedded, extraction, leaves, reading, upright)
ABOUT_IT = ("evidence", "browser", "worker", "backup", "smoke")  # rooms in which every file is decoded anew
NOT_ABOUT_IT = (  # of those, what is about who saw, held, sealed or packed a file
    "evidence/test_destroying.py",
    "evidence/test_holding.py",
    "evidence/test_origin.py",
    "evidence/test_packs.py",
    "evidence/test_redacted_custody.py",
    "evidence/test_sealed_words.py",
    "evidence/test_statement.py",
)
PIECE, MOST = 1 << 20, 1 << 20  # bytes read at once; bytes of an answer that is remembered

Key: TypeAlias = tuple[str, tuple[str | int, ...], str]

really = decoding.run_apart
said: dict[Key, tuple[bytes, int]] = {}


def digest(file: int) -> str:
    """Return the hash of a file from its first byte, and leave its descriptor where it stood."""
    found, place = hashlib.sha256(), 0
    while piece := os.pread(file, PIECE, place):
        found.update(piece)
        place += len(piece)
    return found.hexdigest()


@contextmanager
def remembered(
    program: str, file: int, seconds: float, *arguments: str | int
) -> Iterator[tuple[BinaryIO, int]]:
    """Run a program of the decoder the first time that it is asked this of these bytes; then say what it said."""
    key = (program, arguments, digest(file))
    if key not in said:
        with really(program, file, seconds, *arguments) as (output, ended):
            told = output.read(MOST + 1)
            if ended or len(told) > MOST:  # what it died of may have been the machine's fault
                output.seek(0)
                yield output, ended
                return
        said[key] = told, ended
    told, ended = said[key]
    yield BytesIO(told), ended


@pytest.fixture(autouse=True)
def decoded_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test that is not about the decoder, as none is on the second database, have what it said before."""
    path = request.path.relative_to(ROOT)
    if SECOND or path.parts[0] not in ABOUT_IT or path.as_posix() in NOT_ABOUT_IT:
        for module in ASKING:
            monkeypatch.setattr(module, "run_apart", remembered)

"""The decoder's own process: what it can still reach once it has sealed itself off, and how it tells types."""

import ctypes
import json
import os
import socket
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casework.evidence import decoder
from casework.evidence.decoder.child import LANDLOCK_CREATE_RULESET, expect, is_message, type_of
from casework.evidence.decoder.containers import ENDS
from casework.evidence.decoder.rendering import target
from casework.evidence.decoding import inspect
from casework.evidence.inspection import Report, judge
from tests.support import files

PROBE = dedent("""
    import json, os, socket, subprocess, sys
    sys.path.append(sys.argv[1])
    from decoder.child import bound, seal
    bound(1 << 30, 10, 1 << 20)
    barriers = seal()

    def blocked(attempt):
        try:
            attempt()
        except OSError:
            return True
        return False

    def connect():
        with socket.socket() as wire:
            wire.settimeout(3)
            wire.connect(("127.0.0.1", int(sys.argv[2])))

    print(json.dumps({
        "barriers": barriers,
        "environment": sorted(os.environ),
        "blocked": {
            "read": blocked(lambda: open("/etc/hostname")),
            "write": blocked(lambda: open(sys.argv[3], "w")),
            "run": blocked(lambda: subprocess.run(["/bin/true"])),
            "connect": blocked(connect),
        },
    }))
""")


STARTS = [b"", files.PNG_SIGNATURE, b"\xff\xd8\xff", b"RIFF"]
WHOLE = {
    decoder.PNG: files.png(),
    decoder.JPEG: files.jpeg(),
    decoder.WEBP: files.webp(),
    decoder.PDF: files.pdf(),
}


def probe(port: int, folder: Path) -> dict[str, object]:
    home = Path(decoder.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", PROBE, str(home), str(port), str(folder / "written")],
        capture_output=True,
        env={},
        check=True,
        timeout=30,
    )
    return dict(json.loads(done.stdout))


def test_the_decoder_cannot_reach_what_its_barriers_name(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = probe(listener.getsockname()[1], tmp_path)

    barriers, blocked = found["barriers"], found["blocked"]
    assert isinstance(barriers, list)
    assert isinstance(blocked, dict)
    files_closed = "files" in barriers
    assert {blocked["read"], blocked["write"], blocked["run"]} == {files_closed}
    assert (tmp_path / "written").exists() is not files_closed
    assert blocked["connect"] or "network" not in barriers


def test_the_decoder_puts_up_every_barrier_that_this_machine_allows(tmp_path: Path) -> None:
    landlock = ctypes.CDLL(None).syscall(LANDLOCK_CREATE_RULESET, None, 0, 1) >= 1
    network = any(
        subprocess.run(["unshare", way, "true"], capture_output=True, check=False).returncode == 0
        for way in ("-n", "-rn")
    )

    assert probe(9, tmp_path)["barriers"] == ["network"] * network + ["files"] * landlock


def test_an_inspection_says_what_its_decoder_was_cut_off_from(tmp_path: Path) -> None:
    assert list(inspect(BytesIO(files.png())).barriers) == probe(9, tmp_path)["barriers"]


def test_the_decoder_inherits_nothing_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEWORK_SECRET_KEY", "never to be seen by a decoder")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "json.py").write_text("raise SystemExit('imported from the environment')")

    assert inspect(BytesIO(files.png())).preview_png
    assert not any(name.startswith(("CASEWORK", "PYTHON")) for name in probe(9, tmp_path)["environment"])  # type: ignore[attr-defined]


def test_the_decoder_starts_without_the_application() -> None:
    program = "import sys; sys.path.append(sys.argv[1]); import decoder.child; print(*sys.modules)"
    home = Path(decoder.__file__).parent.parent

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(home)],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )

    loaded = set(done.stdout.split())
    assert "decoder.rendering" in loaded
    assert not loaded & {"casework", "flask", "sqlalchemy", "PIL", "pypdfium2", "magic"}


def test_no_module_of_the_standard_library_is_hidden_by_one_of_this_room() -> None:
    room = Path(decoder.__file__).parent.parent
    names = {entry.stem for entry in room.iterdir()} - {"__init__", "__pycache__"}

    assert not names & sys.stdlib_module_names


def test_without_libmagic_the_first_bytes_tell_the_commonest_types() -> None:
    makers = (files.png, files.pdf, files.heic, files.msg, files.text)
    told = {make.__name__: type_of(make(), expect(make()), None) for make in makers}

    assert told == {
        "png": "image/png",
        "pdf": "application/pdf",
        "heic": "image/heic",
        "msg": "application/x-ole-storage",
        "text": "application/octet-stream",
    }


def test_a_missing_libmagic_is_said() -> None:
    report = Report("image/gif", read=True, notes={"no_libmagic": 1})

    assert judge(report, size=10, name="", recipe={}).warnings == (
        "Its type was told from its first bytes alone, as libmagic is not installed.",
    )


@given(
    st.sampled_from(sorted(ENDS)),
    st.sampled_from([b"", files.PNG_SIGNATURE, b"\xff\xd8\xff", b"RIFF"]),
    st.binary(),
)
@example("application/zip", b"", b"PK\x05\x06" + bytes(8))
@example("image/heic", b"", bytes(3) + b"\x09ftyp")
def test_no_bytes_confuse_the_search_for_an_end(mime: str, start: bytes, junk: bytes) -> None:
    with suppress(decoder.Fault):
        end = ENDS[mime](start + junk)
        assert end is None or 0 <= end <= len(start + junk)


@given(st.sampled_from(sorted(WHOLE)), st.binary(max_size=50))
def test_the_end_of_a_whole_file_is_found_whatever_follows_it(mime: str, behind: bytes) -> None:
    whole = WHOLE[mime]
    end = ENDS[mime](whole)

    assert end is not None
    assert whole[end:].strip() == b""
    if mime != decoder.PDF:  # what follows a PDF may be a later revision of it
        assert ENDS[mime](whole + behind) == end


@given(st.integers(1, 100_000), st.integers(1, 100_000))
def test_a_preview_is_never_larger_than_its_picture_or_its_budget(width: int, height: int) -> None:
    small = target((width, height))

    assert small[0] <= width
    assert small[1] <= height
    assert max(small) <= 16_000
    assert small[0] * small[1] <= 4_100_000
    if max(width, height) < 4 * min(width, height):
        assert max(small) <= 1600


def test_words_that_only_look_like_headers_are_no_email() -> None:
    assert is_message(b"From: a@example.org\nTo: b@example.org\n\nHello")
    assert not is_message(b"From: somebody said so\n\nin a note")
    assert not is_message(os.urandom(200))

"""What an untrusted file is, told from its bytes by a short-lived process of its own.

Whatever the file does there (kills the decoder, unpacks to gigabytes, never ends), the answer here is an
`Inspection`, never an exception: evidence is kept even where it cannot be shown.
"""

import json
import logging
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from flask import has_app_context

from casework.evidence.alike import LIKENESS
from casework.evidence.decoder import HEIC_TOO, PREVIEW_SIDE, TALL_PIXELS
from casework.evidence.inspection import Inspection, Report, judge, refusal
from casework.evidence.vault import own_settings

HOME = str(Path(__file__).parent)
START = (
    "import sys; sys.path.append(sys.argv[1]); from decoder.{program} import main; sys.path.pop(); "
    "main(sys.argv[2:])"
)
MIME = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,90}")
LINE = 1 << 16  # bytes of one line of a report
COUNTABLE = 1 << 40  # no number in a report is believed above this

log = logging.getLogger(__name__)
AT_ONCE = threading.BoundedSemaphore(2)  # decoders of one process at a time: each may use all of its memory


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one decoder may use: pixels of a picture, bytes of memory and of output, seconds."""

    pixels: int = 80_000_000
    memory: int = 1 << 30
    output: int = 32 << 20
    cpu_seconds: int = 10
    seconds: float = 20


USUAL = Bounds()


def inspect(
    source: Path | BinaryIO,
    *,
    name: str = "",
    limit: int | None = None,
    preview: bool = True,
    bounds: Bounds = USUAL,
) -> Inspection:
    """Look into a whole file, from its first byte, and return what it is and what follows.

    `name` is what the sender called it, `limit` the most bytes that are taken in. A stream is left where it
    stood. Without `preview` the file is still decoded whole, but not drawn. Raises only what opening or copying
    `source` raises, never for what is in it.
    """
    with as_file(source) as file:
        size = os.fstat(file).st_size
        return refusal(size, limit) or judge(
            _decode(file, size, bounds, preview=preview), size=size, name=name, recipe=_recipe()
        )


@contextmanager
def as_file(source: Path | BinaryIO) -> Iterator[int]:
    """Yield a descriptor of a regular file with all of the bytes of `source`."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file.fileno()
        return
    try:
        source.flush()
        descriptor = source.fileno()  # of a spooled upload: this moves it to disk
        regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
    except OSError:
        regular = False
    if regular:
        yield descriptor
        return
    place = source.tell()
    source.seek(0)
    with TemporaryFile() as copy:
        shutil.copyfileobj(source, copy)
        copy.flush()
        source.seek(place)
        yield copy.fileno()


def _decode(file: int, size: int, bounds: Bounds, *, preview: bool) -> Report:
    limits = (bounds.memory + size, bounds.cpu_seconds, bounds.output, bounds.pixels, int(preview))
    try:
        with run_apart("child", file, bounds.seconds, *limits, *libraries()) as (output, ended):
            report = _report(output)
    except OSError:  # no process, or no disk for it: the file is no worse for that
        log.exception("the decoder could not be started")
        return Report()
    if not report.read:
        log.warning("the decoder died with %s over %s of %s bytes", ended, report.mime, size)
    return report


@contextmanager
def run_apart(
    program: str, file: int, seconds: float, *arguments: str | int
) -> Iterator[tuple[BinaryIO, int]]:
    """Run a program of the decoder over the file in a process of its own; yield its output and how it ended.

    Its first three arguments are its limits: bytes of memory, processor seconds, bytes of output. Raises OSError
    where no process can be started, or there is no disk for what it says.
    """
    command = [sys.executable, "-I", "-S", "-c", START.format(program=program), HOME, *map(str, arguments)]
    with AT_ONCE, TemporaryFile() as output:
        with subprocess.Popen(
            command,
            stdin=file,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        ) as child:
            alarm = threading.Timer(seconds, child.kill)  # waiting with a timeout would poll
            alarm.start()
            try:
                ended = child.wait()
            finally:
                alarm.cancel()
                child.kill()
        output.seek(0)
        yield output, ended


def _report(output: BinaryIO) -> Report:
    """Read what a decoder wrote, believing nothing: one that was taken over may write anything."""
    try:
        opening = json.loads(output.readline(LINE))
        told = Report(
            mime=opening["mime"] if MIME.fullmatch(opening["mime"]) else "application/octet-stream",
            barriers=tuple(barrier for barrier in ("network", "files") if barrier in opening["barriers"]),
            notes={} if opening["libmagic"] else {"no_libmagic": 1},
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return Report()
    try:
        found = json.loads(output.readline(LINE))
        preview, thumbnail = (_drawing(output, _count(length)) for length in found["images"])
        return replace(
            told,
            read=True,
            fault=str(found["fault"]),
            width=_count(found["width"]),
            height=_count(found["height"]),
            pages=_count(found["pages"]),
            notes=told.notes | {str(code): _count(number) for code, number in found["notes"].items()},
            preview_png=preview,
            thumbnail_png=thumbnail,
            likeness=found["likeness"] if LIKENESS.fullmatch(found["likeness"]) else "",
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, struct.error):
        return told


def _count(number: object) -> int:
    if not isinstance(number, int) or not 0 <= number < COUNTABLE:
        raise ValueError(number)
    return number


def _drawing(output: BinaryIO, length: int) -> bytes:
    """Read a PNG of acceptable size, or nothing where nothing was drawn. Raises ValueError."""
    image = output.read(length)
    if len(image) != length:
        raise ValueError(length)
    if image:
        width, height = struct.unpack_from(">II", image, 16)
        if not image.startswith(b"\x89PNG\r\n\x1a\n") or width * height > 2 * TALL_PIXELS:
            raise ValueError(image[:24])
    return image


def libraries() -> tuple[str, ...]:
    """Return what a decoder is told of its libraries: their folders, and whether it draws a phone's photographs."""
    heic = has_app_context() and own_settings().heic
    return (*_folders("pillow_heif"), HEIC_TOO) if heic else _folders()


@cache
def _folders(*more: str) -> tuple[str, ...]:
    """Return the folders that hold what the decoder needs; it starts without site-packages, which is faster."""
    found = (find_spec(name) for name in ("PIL", "pypdfium2", "pylibmagic", *more))
    return tuple(
        dict.fromkeys(str(Path(spec.origin).parent.parent) for spec in found if spec and spec.origin)
    )


@cache
def _recipe() -> dict[str, str | int]:
    return {
        "form": "PNG, first page or contact sheet of the frames, upright, sRGB, on white",
        "longest_side": PREVIEW_SIDE,
        "pillow": version("pillow"),
        "pypdfium2": version("pypdfium2"),
    }

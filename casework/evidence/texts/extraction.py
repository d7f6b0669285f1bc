"""What a frozen file says, fetched out of it by the sealed decoder; a picture's words by Tesseract from our drawing."""

import json
import logging
import os
import re
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from casework.evidence.decoding import LINE, as_file, libraries, run_apart
from casework.evidence.reading import read_words

MEMORY, OUTPUT, CPU_SECONDS, SECONDS = 1 << 30, 64 << 20, 20, 40.0
PIXELS, PAGES = 24_000_000, 10
OWN_DATE = re.compile(r"(?:D:)?(\d{4})[:-]?(\d{2})[:-]?(\d{2})")
TEXT_LAYER, TESSERACT = "the text layer of the file", "Tesseract"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Extract:
    """The words in a file, what read them, and the day that the file itself states. `read`: it could be read at all."""

    read: bool = False
    words: str = ""
    source: str = ""
    own_date: date | None = None


def extract(source: BinaryIO) -> Extract:
    """Return what a file says. Whatever it is, nothing is raised for what is in it."""
    told, text, drawings = _run(source)
    if not told.get("read"):
        return Extract()
    own_date = day_of(str(told.get("own_date", "")))
    if text.strip():
        return Extract(read=True, words=_tidy(text), source=TEXT_LAYER, own_date=own_date)
    pages = [read_words(png) for png in drawings]
    words = _tidy("\n\n".join(page for page in pages if page))
    return Extract(read=None not in pages, words=words, source=TESSERACT if words else "", own_date=own_date)


def day_of(stated: str) -> date | None:
    """Return the day of a date as EXIF (2026:06:03 21:05:00) or a PDF (D:20260603210500) writes it, if it is one."""
    found = OWN_DATE.match(stated)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _tidy(text: str) -> str:
    """Return the text without the empty lines and control characters that readers leave."""
    lines = ("".join(c for c in line if c.isprintable()).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _run(source: BinaryIO) -> tuple[dict[str, object], str, list[bytes]]:
    """Return what the decoder told, its text and its drawings, believing nothing of their shape."""
    with as_file(source) as file:
        limits = (MEMORY + os.fstat(file).st_size, CPU_SECONDS, OUTPUT, PIXELS, PAGES)
        with run_apart("words", file, SECONDS, *limits, *libraries()) as (output, _):
            try:
                told = json.loads(output.readline(LINE))
                text = output.read(min(int(told["text"]), OUTPUT)).decode("utf-8", "replace")
                drawings = [output.read(min(int(length), OUTPUT)) for length in told["images"][:PAGES]]
            except (ValueError, TypeError, KeyError, RecursionError):
                log.warning("the decoder died over a file whose words were to be read")
                return {}, "", []
    return told, text, [png for png in drawings if png.startswith(b"\x89PNG\r\n\x1a\n")]

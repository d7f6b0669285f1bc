"""What a file shows besides its preview, drawn by the sealed decoder: parts of a tall capture, pages of a PDF."""

import json
import logging
import os
from typing import BinaryIO

from casework.evidence.decoder import PDF, PICTURES
from casework.evidence.decoder.parts import MOST_PARTS, PART_WIDTH, parts_of, shown_width
from casework.evidence.decoding import LINE, USUAL, as_file, libraries, run_apart
from casework.evidence.models import StoredFile

MEMORY, CPU_SECONDS, SECONDS, OUTPUT = 1 << 30, 20, 40.0, 128 << 20
PART, PAGE = "part", "page"
PNG = b"\x89PNG\r\n\x1a\n"
RECIPE: dict[str, str | int] = {
    "form": "PNG, upright, sRGB, on white; of a tall capture in overlapping parts, of a PDF one page",
    "widest": PART_WIDTH,
}

log = logging.getLogger(__name__)


def part_sizes(file: StoredFile) -> list[tuple[int, int]]:
    """Return width and height in pixels of each part as it is drawn; one that is not tall has no parts."""
    if file.mime not in PICTURES or not file.width or not file.height or (file.pages or 1) > 1:
        return []
    spans, width = parts_of(file.width, file.height), shown_width(file.width)
    if len(spans) < 2:
        return []
    return [(width, max(1, round((bottom - top) * width / file.width))) for top, bottom in spans]


def page_count(file: StoredFile) -> int:
    """Return how many pages a PDF has; 0 for what is none."""
    return (file.pages or 0) if file.mime == PDF else 0


def draw_leaves(source: BinaryIO, page: int = 0) -> list[bytes]:
    """Return the parts of a tall capture, or one page of a PDF, as PNGs; nothing where they cannot be drawn."""
    with as_file(source) as file:
        limits = (MEMORY + os.fstat(file).st_size, CPU_SECONDS, OUTPUT, USUAL.pixels, page)
        with run_apart("leaves", file, SECONDS, *limits, *libraries()) as (output, ended):
            try:
                told = json.loads(output.readline(LINE))
                drawings = [output.read(min(int(length), OUTPUT)) for length in told["images"][:MOST_PARTS]]
            except (ValueError, TypeError, KeyError, RecursionError):
                log.warning("the decoder died with %s over the parts of a file", ended)
                return []
    return drawings if all(png.startswith(PNG) for png in drawings) else []

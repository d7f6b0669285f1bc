"""The pixels of an untrusted file at full size, drawn by the sealed decoder: what redaction works on."""

import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from casework.errors import NotPossible
from casework.evidence.decoder import LOCKED, TOO_MANY_PIXELS
from casework.evidence.decoding import LINE, as_file, libraries, run_apart
from casework.evidence.redaction.burning import MOST_PIXELS, Pixels

MEMORY, CPU_SECONDS, SECONDS = 1 << 30, 15, 30.0
WHY_NOT = {
    LOCKED: "It is locked with a password. Ask for a copy without one.",
    TOO_MANY_PIXELS: f"It has more than {MOST_PIXELS // 1_000_000} million pixels. Take a smaller capture of the part.",
}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page at full size, and the sizes of all pages (of more than can be redacted: of the first)."""

    page: Pixels
    sizes: tuple[tuple[int, int], ...]


def draw(source: Path | BinaryIO, page: int = 1) -> Drawn:
    """Return page `page` (from 1) of a file, upright. Raises NotPossible where it cannot be drawn."""
    with as_file(source) as file:
        limits = (MEMORY + os.fstat(file).st_size, CPU_SECONDS, 3 * MOST_PIXELS + LINE, MOST_PIXELS, page)
        with run_apart("pixels", file, SECONDS, *limits, *libraries()) as (output, _):
            return _drawn(output)


def _drawn(output: BinaryIO) -> Drawn:
    """Read what the process wrote, believing nothing of it."""
    try:
        told = json.loads(output.readline(LINE))
        fault = str(told["fault"])
        sizes = () if fault else tuple((int(width), int(height)) for width, height in told["sizes"])
        width, height = (0, 0) if fault else map(int, told["size"])
        page = None if fault else Pixels(width, height, output.read(3 * MOST_PIXELS + 1))
    except (ValueError, TypeError, KeyError, RecursionError) as broken:
        log.warning("the decoder died over a file that was to be drawn whole")
        raise NotPossible(
            "This file cannot be drawn: the decoder gave up on it. It is kept as it is."
        ) from broken
    if page is None or not (page.rgb and sizes):
        raise NotPossible(f"This file cannot be drawn. {WHY_NOT.get(fault, 'It is damaged.')}")
    return Drawn(page, sizes)

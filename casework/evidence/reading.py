"""The words in a picture, read by Tesseract in a process of its own, bounded as the decoder is.

Only pictures that we drew ourselves go in.
"""

import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from io import BytesIO
from itertools import chain, islice
from math import ceil

from PIL import Image

from casework.evidence.decoding import as_file, run_apart

SECONDS, CPU_SECONDS = 60.0, 60
MEMORY, OUTPUT = 2 << 30, 4 << 20  # bytes
AT_ONCE = 2  # Tesseracts, each of one thread
STRIP = 1_500  # pixels of height that are read at once: a picture that is twice as tall takes more than twice as long
OVERLAP = 300  # pixels that two strips share, so that a line on the cut stands whole in one of them
SCATTERED = "11"  # Tesseract's mode for words that stand anywhere: a screenshot is no page of a book
AS_PAGE = "3"  # its mode for a page: it finds some words on coloured ground that the other does not

log = logging.getLogger(__name__)


def read_words(
    png: bytes, mode: str = SCATTERED, *, seconds: float = SECONDS, memory: int = MEMORY
) -> str | None:
    """Return the words in a picture, line by line; None where Tesseract is missing, fails or takes too much.

    `mode` is how it looks for lines; `seconds` and `memory` (bytes) are the most that it may take.
    """
    program = tesseract()
    if program is None:
        return None
    asked = (program, "stdin", "stdout", "-l", "eng", "--psm", mode)
    try:
        with as_file(BytesIO(png)) as file:
            os.lseek(file, 0, os.SEEK_SET)  # it reads from where its standard input stands
            limits = (memory, CPU_SECONDS, OUTPUT)
            with run_apart("reader", file, seconds, *limits, *asked) as (output, ended):
                said = output.read(OUTPUT)
    except OSError:
        log.exception("the words in a picture could not be read")
        return None
    if ended:
        log.warning("Tesseract ended with %s over a picture of %s bytes", ended, len(png))
        return None
    return said.decode("utf-8", "replace")


def read_pictures(pngs: Iterable[bytes], mode: str = SCATTERED) -> list[str | None]:
    """Return the words in each picture, as `read_words` does: two at a time, and tall ones in strips side by side.

    None for one of which any part could not be read.
    """
    cut = [list(strips(png)) for png in pngs]
    with ThreadPoolExecutor(AT_ONCE) as readers:
        read = iter(list(readers.map(partial(read_words, mode=mode), chain.from_iterable(cut))))
    return [_joined(list(islice(read, len(parts)))) for parts in cut]


def _joined(parts: Sequence[str | None]) -> str | None:
    return None if None in parts else "\n".join(part or "" for part in parts)


def strips(png: bytes) -> Iterator[bytes]:
    """Yield a picture as it is, or a tall one in strips from top to bottom, each a PNG of full colour."""
    image = Image.open(BytesIO(png))
    rows = cuts(image.height)
    if len(rows) == 1:
        yield png
        return
    for top, bottom in rows:
        out = BytesIO()
        image.crop((0, top, image.width, bottom)).save(out, "PNG", compress_level=1)
        yield out.getvalue()


def cuts(height: int) -> list[tuple[int, int]]:
    """Return the first row of each strip of a picture, and the first behind it."""
    if height <= STRIP:
        return [(0, height)]
    count = ceil((height - OVERLAP) / (STRIP - OVERLAP))
    step = (height - OVERLAP) / count
    return [(int(number * step), min(height, ceil((number + 1) * step) + OVERLAP)) for number in range(count)]


@cache
def tesseract() -> str | None:
    """Return where Tesseract is installed; None where it is not."""
    return shutil.which("tesseract")

"""The words in a picture, read by Tesseract in a process of its own. Only pictures that we drew ourselves go in."""

import logging
import shutil
import subprocess
from functools import cache

SECONDS = 60.0
SCATTERED = "11"  # Tesseract's mode for words that stand anywhere: a screenshot is no page of a book

log = logging.getLogger(__name__)


def read_words(png: bytes, *, seconds: float = SECONDS) -> str | None:
    """Return the words in a picture, line by line; None where Tesseract is missing, fails or takes too long."""
    program = tesseract()
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "-l", "eng", "--psm", SCATTERED],
            input=png,
            capture_output=True,
            env={"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},  # more threads are slower, not faster
            timeout=seconds,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        log.exception("the words in a picture could not be read")
        return None
    return done.stdout.decode("utf-8", "replace")


@cache
def tesseract() -> str | None:
    """Return where Tesseract is installed; None where it is not."""
    return shutil.which("tesseract")

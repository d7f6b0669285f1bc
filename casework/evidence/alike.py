"""Whether two pictures look like the same one: saved again, smaller or coarser. Pure."""

import re

from casework.evidence.decoder.likeness import BITS

DIGITS = BITS // 4
LIKENESS = re.compile(f"[0-9a-f]{{{2 * DIGITS}}}")
PROPORTION = 0.05  # by which the proportions of width to height may differ
SHARE = (
    0.022  # of the clear steps of both, that the other may lack: two posts of one line in one app lack more
)


def alike(one: str, other: str) -> bool:
    """Say whether two likenesses are of what looks like one picture. Those that are "" are like nothing."""
    if not (LIKENESS.fullmatch(one) and LIKENESS.fullmatch(other)):
        return False
    (clear, faint), (clearer, fainter) = _steps(one), _steps(other)
    lacking = (clear & ~fainter).bit_count() + (clearer & ~faint).bit_count()
    return lacking <= SHARE * (clear.bit_count() + clearer.bit_count())


def _steps(likeness: str) -> tuple[int, int]:
    """Return the clear steps of a likeness, and those that are there at all, as bits."""
    return int(likeness[:DIGITS], 16), int(likeness[DIGITS:], 16)


def same_shape(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether two sizes, each width and height in pixels, are of nearly the same proportions."""
    (width, height), (wide, high) = one, other
    return abs(width * high - wide * height) <= PROPORTION * width * high

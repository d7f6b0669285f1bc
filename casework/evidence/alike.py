"""Whether two pictures look like the same one: saved again, smaller or coarser. Pure."""

import re

from casework.evidence.decoder.likeness import BITS

LIKENESS = re.compile(f"[0-9a-f]{{{BITS // 4}}}")
PROPORTION = 0.05  # by which the proportions of width to height may differ
SHARE = (
    0.1  # of the bits that are set in both together, which may differ; screenshots of one app differ in more
)


def alike(one: str, other: str) -> bool:
    """Say whether two likenesses are of what looks like one picture. Those that are "" are like nothing."""
    if not (LIKENESS.fullmatch(one) and LIKENESS.fullmatch(other)):
        return False
    first, second = int(one, 16), int(other, 16)
    return (first ^ second).bit_count() <= SHARE * (first.bit_count() + second.bit_count())


def same_shape(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether two sizes, each width and height in pixels, are of nearly the same proportions."""
    (width, height), (wide, high) = one, other
    return abs(width * high - wide * height) <= PROPORTION * width * high

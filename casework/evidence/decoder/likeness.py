"""What a picture looks like in a few bits, so that the same one saved again smaller or coarser is known.

A difference hash over brightness, along rows and columns: whether each field of a coarse grid is lighter than the one
before it by more than what compression does to an even surface.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 17  # fields of the grid each way, so 16 steps from field to field
STEP = 3  # levels of grey, of 255
LEAST = 24  # steps: of a picture with fewer, almost all are even, and everything even is alike
BITS = 2 * SIDE * (SIDE - 1)


def likeness(image: "Image") -> str:
    """Return BITS bits as hexadecimal digits; "" of a picture on which hardly anything stands out."""
    from PIL.Image import Resampling

    grey = image.convert("L").resize((SIDE, SIDE), Resampling.BOX).tobytes()
    rows = [grey[SIDE * row : SIDE * (row + 1)] for row in range(SIDE)]
    steps = [
        after - before > STEP
        for lines in (rows, list(zip(*rows, strict=True)))
        for line in lines
        for before, after in pairwise(line)
    ]
    if sum(steps) < LEAST:
        return ""
    return f"{int(''.join(map(str, map(int, steps))), 2):0{BITS // 4}x}"

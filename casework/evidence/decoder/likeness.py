"""What a picture looks like in some thousand bits, so that the same one saved again smaller or coarser is known.

A difference hash over brightness, along rows and columns of a grid: whether each field is clearly lighter than the one
before it, and again, whether it is lighter at all. What compression does to a surface lies between the two.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = (
    49  # fields of the grid each way: so fine that another line of words in the same app is another picture
)
CLEARLY, HARDLY = 12, 3  # levels of grey, of 255
LEAST = 48  # clear steps: of a picture with fewer, almost all are even, and everything even is alike
BITS = 2 * SIDE * (SIDE - 1)  # of each of the two questions


def likeness(image: "Image") -> str:
    """Return twice BITS bits as hexadecimal digits; "" of a picture on which hardly anything stands out."""
    from PIL.Image import Resampling

    grey = image.convert("L").resize((SIDE, SIDE), Resampling.BOX).tobytes()
    rows = [grey[SIDE * row : SIDE * (row + 1)] for row in range(SIDE)]
    steps = [
        after - before
        for lines in (rows, list(zip(*rows, strict=True)))
        for line in lines
        for before, after in pairwise(line)
    ]
    if sum(step > CLEARLY for step in steps) < LEAST:
        return ""
    return digits(steps, CLEARLY) + digits(steps, HARDLY)


def digits(steps: list[int], more_than: int) -> str:
    """Return for each step one bit, whether it is more than so many levels."""
    return f"{int(''.join('1' if step > more_than else '0' for step in steps), 2):0{BITS // 4}x}"

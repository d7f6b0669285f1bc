"""Where a capture that is much higher than wide is divided, so that each part can be read on a screen and on a sheet.

Pure numbers, for the process that draws the parts and for the pages that show them.
"""

import math

from . import TALL

PART_WIDTH = 1600  # pixels, at most
SHAPE = 1.35  # height to width of a part: what a sheet of A4 has room for, with a caption
REPEATED = 0.08  # of a part's height is shown again at the top of the next: no line is lost at a cut
MOST_PARTS = 40


def parts_of(width: int, height: int) -> tuple[tuple[int, int], ...]:
    """Return top and bottom of each part, in pixels of the upright original; one part where it is not that tall."""
    if width < 1 or height < TALL * width:
        return ((0, height),)
    tall = max(math.ceil(SHAPE * width), math.ceil(height / (0.75 * MOST_PARTS)))
    step = tall - round(tall * REPEATED)
    count = 1 + math.ceil((height - tall) / step)
    return tuple((number * step, min(height, number * step + tall)) for number in range(count))


def shown_width(width: int) -> int:
    """Return how wide the parts of an original of this width are drawn."""
    return min(width, PART_WIDTH)

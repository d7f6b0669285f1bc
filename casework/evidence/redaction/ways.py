"""A finished copy drawn in other ways, so that a protected name is also read sideways, small or faint.

Text recognition reads words that stand upright, large and dark enough; a person reads more than that.
"""

import io
from collections.abc import Iterator
from math import sqrt

from PIL import Image, ImageChops, ImageFilter

from casework.evidence.reading import AS_PAGE, read_pictures

TURNS = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
TURNED_PIXELS = 1_500_000  # of a turned picture: sideways words of any use are large
ENLARGED_PIXELS = 4_000_000
MOST_TIMES = 3.0  # a letter of 8 pixels is then one of 24
NEAR = 20  # pixels around each, whose mean it is held against
BESIDE = 9  # pixels around each: of more, the edge of a button becomes a bar that is taken for a picture
LIGHT = 8  # times by which a pixel is lighter than their mean
FAINT = 25  # times the difference from that mean: grey 235 on white becomes black on grey


def other_ways(png: bytes) -> Iterator[bytes]:
    """Yield a picture turned three times, enlarged, and enlarged with what is faint made strong; each a PNG."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    small = _scaled(image, min(1.0, sqrt(TURNED_PIXELS / (image.width * image.height))))
    for turn in TURNS:
        yield _png(small.transpose(turn))
    times = min(MOST_TIMES, sqrt(ENLARGED_PIXELS / (image.width * image.height)))
    if times > 1:
        yield _png(_scaled(image, times))
    yield _png(_scaled(_strong(image), times))


def read_otherwise(png: bytes) -> str:
    """Return what is read in a picture drawn in other ways, and as a page. A way that fails to be read adds nothing."""
    said = (*read_pictures(other_ways(png)), *read_pictures([png, _light_on_dark(png)], AS_PAGE))
    return "\n".join(each or "" for each in said)


def _light_on_dark(png: bytes) -> bytes:
    """Return a picture in which what is lighter than its surroundings is black on white, and enlarged; a PNG.

    White words on a coloured button are taken for a part of the button otherwise.
    """
    grey = Image.open(io.BytesIO(png)).convert("L")
    times = min(MOST_TIMES, sqrt(ENLARGED_PIXELS / (grey.width * grey.height)))
    lighter = ImageChops.subtract(grey.filter(ImageFilter.BoxBlur(BESIDE)), grey, 1 / LIGHT, 255)
    return _png(_scaled(lighter, times))


def _strong(image: Image.Image) -> Image.Image:
    grey = image.convert("L")
    return ImageChops.subtract(grey, grey.filter(ImageFilter.BoxBlur(NEAR)), 1 / FAINT, 128)


def _scaled(image: Image.Image, times: float) -> Image.Image:
    if times == 1:
        return image
    size = (max(1, round(image.width * times)), max(1, round(image.height * times)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()

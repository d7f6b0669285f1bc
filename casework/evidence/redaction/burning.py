"""Burning boxes into pixels. Solid black only: what is blurred or coarsened can be read again."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image

from casework.evidence.redaction.regions import Region

SOLID = (0, 0, 0)
MOST_PIXELS = 40_000_000  # of one page: 120 MB, as many again for the copy


@dataclass(frozen=True, slots=True)
class Pixels:
    """One page, upright, as 8-bit RGB: three bytes a pixel, row by row."""

    width: int
    height: int
    rgb: bytes

    def __post_init__(self) -> None:
        if len(self.rgb) != 3 * self.width * self.height:
            raise ValueError(f"{len(self.rgb)} bytes are no {self.width} by {self.height} pixels")

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return (self.width, self.height)

    def image(self) -> Image.Image:
        """Return them as an image of its own, which may be drawn on."""
        return Image.frombytes("RGB", self.size, self.rgb)


def covered(image: Image.Image, regions: Iterable[Region]) -> Image.Image:
    """Fill each region of `image` with solid black, and return it."""
    for region in regions:
        image.paste(SOLID, region.box)
    return image


def burn(page: Pixels, regions: Iterable[Region]) -> bytes:
    """Return a PNG of a page with its regions filled: nothing is in it but pixels."""
    return _png(covered(page.image(), regions), 2)  # the default takes five times as long over photographs


def encoded(page: Pixels) -> bytes:
    """Return a PNG of a page as it is, for drawing boxes on it."""
    return _png(page.image(), 1)


GAP = 24  # white pixels around a part, so that words are told apart


def under(page: Pixels, regions: Iterable[Region]) -> bytes:
    """Return a PNG of what lies under the regions on white: for reading, never for keeping.

    One stands below the other; but where they cover one another, so that this would take more pixels than the page has,
    each stands in its place.
    """
    image, regions = page.image(), list(regions)
    if sum(region.width * region.height for region in regions) > page.width * page.height:
        sheet = Image.new("RGB", page.size, "white")
        for region in regions:
            sheet.paste(image.crop(region.box), region.box)
        return _png(sheet, 1)
    parts = [image.crop(region.box) for region in regions]
    width = max(part.width for part in parts) + 2 * GAP
    sheet = Image.new("RGB", (width, sum(part.height + GAP for part in parts) + GAP), "white")
    top = GAP
    for part in parts:
        sheet.paste(part, (GAP, top))
        top += part.height + GAP
    return _png(sheet, 1)


def _png(image: Image.Image, level: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=level)
    return out.getvalue()

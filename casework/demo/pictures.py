"""Draws a screenshot of a post that never was, as a phone would have shown it."""

import textwrap
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, MARGIN = 1080, 1440, 48


@dataclass(frozen=True)
class Drawing:
    """What a screenshot shows. `colour` is of the avatar and the bar, as (red, green, blue)."""

    platform: str
    display_name: str
    handle: str
    shown_date: str
    words: str
    colour: tuple[int, int, int]
    gone: bool = False


def draw(drawing: Drawing) -> bytes:
    """Return the screenshot as PNG bytes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), (250, 250, 248))
    pen = ImageDraw.Draw(image)
    _bar(pen, drawing)
    if drawing.gone:
        _gone(pen, drawing)
    else:
        _post(pen, drawing)
    pen.text(
        (MARGIN, HEIGHT - 70), "Drawn for a demonstration. Nobody posted this.", (120, 120, 120), _font(28)
    )
    out = BytesIO()
    image.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _bar(pen: ImageDraw.ImageDraw, drawing: Drawing) -> None:
    pen.rectangle((0, 0, WIDTH, 72), fill=(30, 32, 36))
    pen.text((MARGIN, 18), "21:47", (255, 255, 255), _font(32))
    pen.text((WIDTH - 190, 18), "4G   63%", (255, 255, 255), _font(32))
    pen.rectangle((0, 72, WIDTH, 180), fill=drawing.colour)
    pen.text((MARGIN, 98), drawing.platform, (255, 255, 255), _font(48))


def _post(pen: ImageDraw.ImageDraw, drawing: Drawing) -> None:
    top = 240
    pen.ellipse((MARGIN, top, MARGIN + 120, top + 120), fill=drawing.colour)
    pen.text((MARGIN + 42, top + 30), drawing.display_name[:1], (255, 255, 255), _font(56))
    pen.text((MARGIN + 150, top + 8), drawing.display_name, (20, 20, 20), _font(44))
    pen.text(
        (MARGIN + 150, top + 66), f"{drawing.handle}  ·  {drawing.shown_date}", (100, 100, 100), _font(34)
    )
    line_top = top + 180
    for paragraph in drawing.words.split("\n"):
        for line in textwrap.wrap(paragraph, 42) or [""]:
            pen.text((MARGIN, line_top), line, (20, 20, 20), _font(46))
            line_top += 64
    pen.line((MARGIN, line_top + 40, WIDTH - MARGIN, line_top + 40), fill=(210, 210, 205), width=3)
    pen.text((MARGIN, line_top + 66), "17 replies     4 reshares     52 likes", (100, 100, 100), _font(34))


def _gone(pen: ImageDraw.ImageDraw, drawing: Drawing) -> None:
    pen.rectangle((MARGIN, 420, WIDTH - MARGIN, 640), outline=(190, 190, 185), width=3)
    pen.text((MARGIN + 40, 470), "This content isn't available", (60, 60, 60), _font(48))
    pen.text((MARGIN + 40, 545), "It may have been taken down by its owner.", (110, 110, 110), _font(36))
    pen.text((MARGIN, 690), drawing.shown_date, (100, 100, 100), _font(34))

"""One page of a file, drawn whole: upright, on white, as RGB, at the size of the original.

A second way into the sealed process, for redaction. Standard output gets one line of JSON, and then the pixels.
"""

import json
import math
import os
import warnings
from collections.abc import Sequence
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING

from . import DAMAGED, LOCKED, MOST_PAGES, NO_MEMORY, PDF, PICTURES, TOO_MANY_PIXELS, Fault, Findings
from .child import HEAD, bound, expect, find_in, load, report, seal
from .rendering import opened, orientation, shrunk, upright

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS = 150 / 72  # pixels to a point of a PDF: small print can be read, and covered


def main(arguments: Sequence[str]) -> None:
    """Draw one page of standard input. Arguments: limits of memory, time, output, pixels; the page; folders."""
    memory, cpu, output, pixels, page = map(int, arguments[:5])
    bound(memory, cpu, output)
    find_in(arguments[5:])
    data = mmap(0, 0, access=ACCESS_READ)
    mime = expect(data[:HEAD])
    load(mime, data, preview=True)
    seal()
    told: dict[str, object] = {"fault": DAMAGED}
    rgb = b""
    try:
        image, sizes = page_of(mime, data, pixels, page)
        rgb = image.tobytes()
        told = {"fault": "", "size": image.size, "sizes": sizes}
    except Fault as fault:
        told["fault"] = str(fault)
    except MemoryError:
        told["fault"] = NO_MEMORY
    report(json.dumps(told), rgb)
    os._exit(0)  # as the other way in


def page_of(mime: str, data: mmap, pixels: int, page: int) -> tuple["Image", list[tuple[int, int]]]:
    """Return page `page` (from 1) as RGB, and the sizes of all. Raises `Fault`, MemoryError."""
    if mime == PDF:
        return printed(data, pixels, page)
    if mime not in PICTURES or page != 1:
        raise Fault(DAMAGED)
    image = picture(mime, data, pixels)
    return image, [image.size]


def picture(mime: str, data: mmap, pixels: int) -> "Image":
    """Return a picture upright, in RGB. Raises `Fault`, MemoryError."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = pixels // 2
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", module=r"PIL\.TiffImagePlugin")
    found = Findings()
    try:
        image = opened(mime, data)
        too_large = image.width * image.height > pixels
        if not too_large:
            image.load()
    except (ImportError, MemoryError, PermissionError):
        raise
    except Image.DecompressionBombError as bomb:
        raise Fault(TOO_MANY_PIXELS) from bomb
    except Exception as broken:
        raise Fault(DAMAGED) from broken
    if too_large:
        raise Fault(TOO_MANY_PIXELS)
    turn = orientation(image, found)
    return upright(shrunk(image, found, image.size), turn)


def printed(data: mmap, pixels: int, page: int) -> tuple["Image", list[tuple[int, int]]]:
    """Return a page of a PDF as it prints, and the sizes of the first pages. Raises `Fault`, MemoryError."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        pdf = pypdfium2.PdfDocument(bytes(data))
        pdf.init_forms()  # what was filled in is part of the page
        sizes = [drawn_size(pdf[number].get_size()) for number in range(min(len(pdf), MOST_PAGES + 1))]
        fault = "" if 1 <= page <= len(sizes) else DAMAGED
        if not fault and max(width * height for width, height in sizes) > pixels:
            fault = TOO_MANY_PIXELS
        image = None if fault else pdf[page - 1].render(scale=DOTS).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as refusal:
        raise Fault(LOCKED if refusal.err_code == raw.FPDF_ERR_PASSWORD else DAMAGED) from refusal
    if image is None:
        raise Fault(fault)
    return image, sizes


def drawn_size(points: tuple[float, float]) -> tuple[int, int]:
    """Return the pixels of a page of so many points; the renderer rounds up."""
    return (math.ceil(points[0] * DOTS), math.ceil(points[1] * DOTS))

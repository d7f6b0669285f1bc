"""One page of a file, drawn whole: upright, on white, as RGB, at the size of the original.

A second way into the sealed process, for redaction. Standard output gets one line of JSON, and then the pixels.
"""

import json
import math
import os
import sys
import warnings
from collections.abc import Sequence
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING

from . import DAMAGED, LOCKED, NO_MEMORY, PDF, PICTURES, TOO_MANY_PIXELS, Fault, Findings
from .child import HEAD, bound, expect, load, report, seal
from .rendering import opened, orientation, shrunk, upright

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS = 150 / 72  # pixels to a point of a PDF: small print can be read, and covered


def main(arguments: Sequence[str]) -> None:
    """Draw one page of standard input. Arguments: limits of memory, time, output, pixels; the page; folders."""
    memory, cpu, output, pixels, page = map(int, arguments[:5])
    bound(memory, cpu, output)
    sys.path[:] = [*sys.path, *arguments[5:]]
    data = mmap(0, 0, access=ACCESS_READ)
    mime = expect(data[:HEAD])
    load(mime, data, preview=True)
    seal()
    told, rgb = {"fault": DAMAGED, "width": 0, "height": 0, "pages": 0}, b""
    try:
        image, pages = page_of(mime, data, pixels, page)
        rgb = image.tobytes()
        told = {"fault": "", "width": image.width, "height": image.height, "pages": pages}
    except Fault as fault:
        told["fault"] = str(fault)
    except MemoryError:
        told["fault"] = NO_MEMORY
    report(json.dumps(told), rgb)
    os._exit(0)  # as the other way in


def page_of(mime: str, data: mmap, pixels: int, page: int) -> tuple["Image", int]:
    """Return page `page` (from 1) as RGB, and how many there are. Raises `Fault`, MemoryError."""
    if mime == PDF:
        return printed(data, pixels, page)
    if mime not in PICTURES or page != 1:
        raise Fault(DAMAGED)
    return picture(mime, data, pixels), 1


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


def printed(data: mmap, pixels: int, page: int) -> tuple["Image", int]:
    """Return a page of a PDF as it prints, and how many it has. Raises `Fault`, MemoryError."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        pdf = pypdfium2.PdfDocument(bytes(data))
        pages = len(pdf)
        if not 1 <= page <= pages:
            raise Fault(DAMAGED)
        pdf.init_forms()  # what was filled in is part of the page
        width, height = pdf[page - 1].get_size()
        if math.ceil(width * DOTS) * math.ceil(height * DOTS) > pixels:
            raise Fault(TOO_MANY_PIXELS)
        return pdf[page - 1].render(scale=DOTS).to_pil().convert("RGB"), pages
    except pypdfium2.PdfiumError as refusal:
        raise Fault(LOCKED if refusal.err_code == raw.FPDF_ERR_PASSWORD else DAMAGED) from refusal

"""The parts of a tall capture, or one page of a PDF, drawn to be looked at.

Another way into the sealed process. Standard output gets one line of JSON, then each drawing as PNG.
"""

import json
import os
import warnings
from collections.abc import Sequence
from mmap import ACCESS_READ, mmap

from . import DAMAGED, LOCKED, NO_MEMORY, PDF, PICTURES, Fault
from .child import HEAD, bound, expect, find_in, load, report, seal
from .parts import parts_of, shown_width
from .pixels import picture
from .rendering import encoded, render


def main(arguments: Sequence[str]) -> None:
    """Draw standard input. Arguments: limits of memory, time, output, pixels; a PDF's page, from 1; folders."""
    memory, cpu, output, pixels, page = map(int, arguments[:5])
    bound(memory, cpu, output)
    find_in(arguments[5:])
    data = mmap(0, 0, access=ACCESS_READ)
    mime = expect(data[:HEAD])
    load(mime, data, preview=True)
    seal()
    fault, drawings = "", list[bytes]()
    try:
        drawings = leaves(mime, data, pixels, page)
    except Fault as found:
        fault = str(found)
    except MemoryError:
        fault = NO_MEMORY
    except Exception:  # noqa: BLE001  whatever is wrong with the file, it is only not drawn
        fault = DAMAGED
    report(json.dumps({"fault": fault, "images": [len(png) for png in drawings]}), *drawings)
    os._exit(0)


def leaves(mime: str, data: mmap, pixels: int, page: int) -> list[bytes]:
    """Return the drawings of a file. Raises `Fault`, MemoryError."""
    if mime == PDF:
        return [printed(data, page)]
    if mime not in PICTURES:
        raise Fault(DAMAGED)
    return divided(mime, data, pixels)


def printed(data: mmap, page: int) -> bytes:
    """Return one page of a PDF as its first page is drawn for the preview. Raises `Fault`."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        pdf = pypdfium2.PdfDocument(bytes(data))
        pdf.init_forms()  # what was filled in is part of the page
        if not 1 <= page <= len(pdf):
            raise Fault(DAMAGED)
        return encoded(render(pdf[page - 1]))
    except pypdfium2.PdfiumError as refusal:
        raise Fault(LOCKED if refusal.err_code == raw.FPDF_ERR_PASSWORD else DAMAGED) from refusal


def divided(mime: str, data: mmap, pixels: int) -> list[bytes]:
    """Return the parts of a picture, from its top to its bottom. Raises `Fault`, MemoryError."""
    from PIL import ImageFile
    from PIL.Image import Resampling

    ImageFile.LOAD_TRUNCATED_IMAGES = True  # what was cut short is shown as far as it goes, as its preview is
    warnings.simplefilter("error")
    image = picture(mime, data, pixels)
    width = shown_width(image.width)
    found = []
    for top, bottom in parts_of(image.width, image.height):
        part = image.crop((0, top, image.width, bottom))
        if width < image.width:
            part = part.resize((width, max(1, round(part.height * width / image.width))), Resampling.HAMMING)
        found.append(encoded(part))
    return found

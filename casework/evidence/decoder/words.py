"""What a file says: the text layer of a PDF, or else its pages and pictures drawn for reading; and the file's own date.

Another way into the sealed process. Standard output gets one line of JSON, then the text, then each drawing as PNG.
"""

import codecs
import json
import math
import os
import warnings
from collections.abc import Sequence
from importlib import import_module
from mmap import ACCESS_READ, mmap

from . import PDF, PICTURES
from .child import HEAD, bound, expect, find_in, load, report, seal
from .rendering import encoded, opened

DOTS = 150 / 72  # pixels to a point of a PDF
MOST_TEXT = 1 << 20  # letters
EXIF, TAKEN, CHANGED = 0x8769, 0x9003, 0x0132  # EXIF tags


def main(arguments: Sequence[str]) -> None:
    """Read standard input. Arguments: limits of memory, time, output, pixels, pages; folders."""
    memory, cpu, output, pixels, pages = map(int, arguments[:5])
    bound(memory, cpu, output)
    find_in(arguments[5:])
    data = mmap(0, 0, access=ACCESS_READ)
    mime = expect(data[:HEAD])
    load(mime, data, preview=True)
    codecs.lookup("utf-16-le")  # in which a PDF's text comes; no file can be opened later
    if mime in PICTURES:
        import_module("PIL.ImageOps")
        import_module("PIL.TiffImagePlugin")  # EXIF is read as TIFF
    seal()
    text, own_date, drawings = "", "", list[bytes]()
    read = False
    try:
        if mime == PDF:
            text, own_date, drawings = document(data, pixels, pages)
        elif mime in PICTURES:
            own_date, drawings = picture(mime, data, pixels)
        read = mime == PDF or mime in PICTURES
    except Exception:  # noqa: BLE001, S110  whatever is wrong with the file, it is only not read
        pass
    letters = text[:MOST_TEXT].encode("utf-8", "replace")
    told = {
        "read": read,
        "own_date": own_date[:40],
        "text": len(letters),
        "images": [len(png) for png in drawings],
    }
    report(json.dumps(told), letters, *drawings)
    os._exit(0)


def picture(mime: str, data: mmap, pixels: int) -> tuple[str, list[bytes]]:
    """Return a picture's own date and, drawn upright in greys on white, what there is to read."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = pixels // 2
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", module=r"PIL\.TiffImagePlugin")
    image: Image.Image = opened(mime, data)
    if image.width * image.height > pixels:
        raise ValueError(image.size)
    image.load()
    exif = image.getexif()
    own_date = str(exif.get_ifd(EXIF).get(TAKEN) or exif.get(CHANGED) or "")
    image = ImageOps.exif_transpose(image)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    return own_date, [encoded(image.convert("L"))]


def document(data: mmap, pixels: int, most: int) -> tuple[str, str, list[bytes]]:
    """Return the text layer of a PDF and its own date; where there is no such layer, its first pages as pictures."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(bytes(data))
    own_date = str(pdf.get_metadata_value("CreationDate"))
    count = min(len(pdf), most)
    text = "\n\n".join(pdf[number].get_textpage().get_text_bounded().strip() for number in range(count))
    if text.strip():
        return text, own_date, []
    drawings = []
    for number in range(count):
        page = pdf[number]
        width, height = page.get_size()
        scale = min(DOTS, math.sqrt(pixels / max(1, width * height)))
        drawings.append(encoded(page.render(scale=scale, grayscale=True).to_pil().convert("L")))
    return "", own_date, drawings

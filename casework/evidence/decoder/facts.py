"""What a file says of itself besides what it shows: where and with what a picture was taken, remarks, who made a PDF.

Another way into the sealed process. Standard output gets one line of JSON: names and values, cut to a length.
"""

import codecs
import json
import os
import warnings
from collections.abc import Iterator, Sequence
from importlib import import_module
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING

from . import PDF, PICTURES
from .child import HEAD, bound, expect, find_in, load, report, seal
from .rendering import opened

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

MOST, NAME, VALUE = 200, 60, 300  # facts, and letters of each
DIRECTORIES = {
    0x8769: "",
    0x8825: "GPS ",
    0xA005: "",
    1: "Thumbnail ",
}  # EXIF's own, and what stands before each name
POINTERS = frozenset({0x8769, 0x8825, 0xA005, 0x0201})
THUMBNAIL_BYTES = 0x0202
SIZED = {"icc_profile": "Colour profile", "photoshop": "Photoshop’s own"}  # said by their size
DRAWING = frozenset(  # how it is drawn, and EXIF, which was told before
    "dpi jfif jfif_version jfif_unit jfif_density gamma transparency background duration loop progression "
    "progressive interlace adobe adobe_transform srgb chromaticity default_image version extension timestamp bbox "
    "compression exif".split()
)

Fact = tuple[str, str]


def main(arguments: Sequence[str]) -> None:
    """Read standard input. Arguments: limits of memory, time, output; folders."""
    memory, cpu, output = map(int, arguments[:3])
    bound(memory, cpu, output)
    find_in(arguments[3:])
    data = mmap(0, 0, access=ACCESS_READ)
    mime = expect(data[:HEAD])
    load(mime, data, preview=True)
    codecs.lookup("utf-16-le")  # in which a PDF's words come; no file can be opened later
    if mime in PICTURES:
        import_module("PIL.TiffImagePlugin")  # EXIF is read as TIFF
        import_module("PIL.ExifTags")
    seal()
    found, read = list[Fact](), True
    try:
        for name, value in told(mime, data):
            found.append((name[:NAME], value if len(value) <= VALUE else value[:VALUE] + "…"))
            if len(found) > MOST:
                break
    except Exception:  # noqa: BLE001  what was read before stays
        read = False
    report(json.dumps({"read": read, "facts": found}))
    os._exit(0)


def told(mime: str, data: mmap) -> Iterator[Fact]:
    """Yield what a file says of itself, by name."""
    if mime == PDF:
        yield from of_document(data)
    elif mime in PICTURES:
        warnings.simplefilter("ignore")
        image = opened(mime, data)
        yield from of_exif(image)
        yield from of_remarks(image)


def of_exif(image: "ImageFile") -> Iterator[Fact]:
    """Yield what the camera recorded: make, serial numbers, place, times."""
    from PIL.ExifTags import GPSTAGS, TAGS

    exif = image.getexif()
    for tag, value in exif.items():
        if tag not in POINTERS:
            yield TAGS.get(tag, f"Tag {tag:#06x}"), plain(value)
    for directory, before in DIRECTORIES.items():
        names = GPSTAGS if before == "GPS " else TAGS
        for tag, value in exif.get_ifd(directory).items():
            if tag not in POINTERS or directory == 0x8825:
                name = names.get(tag, f"Tag {tag:#06x}")
                yield before + name.removeprefix("GPS"), plain(value)
            if directory == 1 and tag == THUMBNAIL_BYTES:
                yield "Small picture inside", "It may show what was cut off from the large one."


def of_remarks(image: "ImageFile") -> Iterator[Fact]:
    """Yield remarks and what programs left, in the file's own words."""
    image.load()  # what stands behind the picture is known only then
    for key, value in image.info.items():
        name = str(key)
        if name == "xmp":
            yield "XMP", plain(value)
        elif name in SIZED:
            yield SIZED[name], f"{len(value):,} bytes"
        elif name not in DRAWING:
            yield name, plain(value)


def of_document(data: mmap) -> Iterator[Fact]:
    """Yield what a PDF says of its making, and the names of what is attached to it."""
    import pypdfium2
    from pypdfium2 import raw

    pdf = pypdfium2.PdfDocument(bytes(data))
    for name, value in pdf.get_metadata_dict(skip_empty=True).items():
        yield name, plain(value)
    for number in range(min(raw.FPDFDoc_GetAttachmentCount(pdf), MOST)):
        yield "Attached", plain(pdf.get_attachment(number).get_name())


def plain(value: object) -> str:
    """Return a value in letters; of bytes what can be read."""
    if isinstance(value, bytes):
        return value[: 4 * VALUE].decode("utf-8", "replace").replace("\0", "").strip()
    if isinstance(value, tuple | list):
        return ", ".join(plain(each) for each in value[:20])
    return str(value)[: 2 * VALUE].replace("\0", "").strip()

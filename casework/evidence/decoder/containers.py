"""Where each kind of file ends, told from its frame alone, without decoding what is in it.

A file that stops before its end was cut short on the way; bytes behind the end may be the rest of an earlier
picture (as in CVE-2023-21036) or another file. Each function returns the place of the end, or None where the
file stops before it.
"""

import re
import struct
import zlib
from collections.abc import Callable
from mmap import mmap

from . import DAMAGED, JPEG, PDF, PNG, WEBP, Fault

Bytes = bytes | mmap

PNG_OPTIONAL = (
    0x20  # this bit of the name's first letter makes it small, and the chunk one that may be left out
)
PIECE = 1 << 20  # bytes that are unpacked at once, and dropped
JPEG_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # no stuffing, filling or restart
JPEG_END, JPEG_BARE = 0xD9, {0x01, 0xD8}  # bare markers carry no length
DIRECTORY_END, DIRECTORY_END_SIZE = b"PK\x05\x06", 22


def end_of_png(data: Bytes) -> int | None:
    """Walk the chunks to IEND. A chunk of the picture that fails its checksum is `Fault` DAMAGED."""
    place = 8
    while place + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        end = int(place + 12 + length)
        if end > len(data):
            return None
        checksum = zlib.crc32(data[place + 4 : end - 4])
        if not kind[0] & PNG_OPTIONAL and checksum != struct.unpack_from(">I", data, end - 4)[0]:
            raise Fault(DAMAGED)
        if kind == b"IEND":
            return end
        place = end
    return None


def behind_the_rows(data: Bytes) -> int:
    """Return how many bytes of a PNG's data chunks lie behind the end of what they unpack to: nobody sees them."""
    place, unpacker, behind = 8, zlib.decompressobj(), 0
    while place + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        packed = data[place + 8 : place + 8 + length] if kind == b"IDAT" else b""
        behind += len(packed) if unpacker.eof else _left(unpacker, packed)
        place += 12 + length
    return behind


def _left(unpacker: "zlib._Decompress", packed: bytes) -> int:
    """Unpack bytes, drop what comes out, and return how many were left when that ended."""
    try:
        while packed and not unpacker.eof:
            unpacker.decompress(packed, PIECE)
            packed = unpacker.unconsumed_tail
    except zlib.error:  # a checksum that is wrong: a decoder that did not mind has drawn it all the same
        return 0
    return len(unpacker.unused_data)


def end_of_jpeg(data: Bytes) -> int | None:
    """Walk the segments and scans to the first picture's end-of-image marker."""
    place = 2
    while found := JPEG_MARKER.search(data, place):
        place = found.end()
        kind = data[place - 1]
        if kind == JPEG_END:
            return place
        if kind not in JPEG_BARE:
            if place + 2 > len(data):
                break
            place += struct.unpack_from(">H", data, place)[0]
    return (
        len(data) if data[-2:] == b"\xff\xd9" else None
    )  # odd inside, yet with an end: the decoder will say


def end_of_webp(data: Bytes) -> int | None:
    """Read the length that the RIFF header states."""
    if len(data) < 12:
        return None
    length = struct.unpack_from("<I", data, 4)[0]
    end = 8 + int(length)
    return end if end <= len(data) else None


def end_of_gif(data: Bytes) -> int | None:
    """Walk the blocks of a GIF (GIF89a, 17 to 27) to its trailer."""
    if len(data) < 13:
        return None
    place = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while place < len(data):
        mark = data[place]
        if mark == 0x3B:
            return place + 1
        if mark == 0x2C and place + 10 <= len(data):  # an image: its own colours, then the size of its codes
            flags = data[place + 9]
            place += 11 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
        elif mark == 0x21:
            place += 2
        else:
            return len(data)  # odd inside: the decoder will say
        while place < len(data) and data[place]:
            place += 1 + data[place]
        place += 1
    return None


def end_of_pdf(data: Bytes) -> int | None:
    """Find the last end-of-file mark, with nothing begun behind it.

    A PDF made for the web has such a mark near its beginning too, but states its whole length there.
    """
    stated = re.search(rb"/Linearized\b[^>]{0,200}?/L\s+(\d+)", data[:1024])
    if stated and int(stated[1]) > len(data):
        return None
    mark = data.rfind(b"%%EOF")
    if mark < 0:
        return len(data) if re.search(rb"startxref\s+\d+\s*\Z", data[-64:]) else None
    if re.search(rb"\b\d+ \d+ obj\b", data[mark:]):
        return None
    return mark + 5


def end_of_boxes(data: Bytes) -> int | None:
    """Walk the boxes of an ISO base media file: HEIC, AVIF, MP4, QuickTime."""
    place = 0
    while place + 8 <= len(data):
        length = struct.unpack_from(">I", data, place)[0]
        if length == 0:  # to the end of the file
            return len(data)
        if length == 1 and place + 16 <= len(data):
            length = struct.unpack_from(">Q", data, place + 8)[0]
        if length < 8:
            return place
        place += length
    return place if place <= len(data) else None


def end_of_zip(data: Bytes) -> int | None:
    """Find the end of the central directory: DOCX, XLSX and ZIP alike."""
    mark = data.rfind(DIRECTORY_END)
    return mark + DIRECTORY_END_SIZE if 0 <= mark <= len(data) - DIRECTORY_END_SIZE else None


ENDS: dict[str, Callable[[Bytes], int | None]] = {
    PNG: end_of_png,
    JPEG: end_of_jpeg,
    WEBP: end_of_webp,
    "image/gif": end_of_gif,
    PDF: end_of_pdf,
    "image/heic": end_of_boxes,
    "image/heif": end_of_boxes,
    "image/avif": end_of_boxes,
    "video/mp4": end_of_boxes,
    "video/quicktime": end_of_boxes,
    "application/zip": end_of_zip,
}

"""The process itself: it bounds and seals itself off, and only then reads its standard input.

Standard output gets two lines of JSON, the type first, so that the type is known even where the decoding
dies, and then the bytes of the preview and of the thumbnail.
"""

import contextlib
import ctypes
import json
import os
import re
import resource
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from mmap import ACCESS_READ, mmap

from . import (
    GIF,
    HEIC_TOO,
    HEICS,
    JPEG,
    NO_MEMORY,
    PDF,
    PICTURES,
    PNG,
    TIFF,
    TRUNCATED,
    WEBP,
    Fault,
    Findings,
)
from .containers import ENDS, behind_the_rows
from .parcels import office
from .rendering import document, picture

HEAD = 1 << 20  # bytes that the type is told from
OPENING = 1 << 16  # of them, those in which markup says what it draws
SIGNATURES = (  # unmistakable beginnings, and all there is to go by where libmagic is not installed
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"\xff\xd8\xff", JPEG),
    (8, b"WEBP", WEBP),
    (0, b"%PDF-", PDF),
    (0, b"GIF8", GIF),
    (0, b"II*\0", TIFF),
    (0, b"MM\0*", TIFF),
    (0, b"II+\0", TIFF),  # of over 4 GB, or as some scanners write every one
    (0, b"MM\0+", TIFF),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftyp", "video/mp4"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"MZ", "application/x-dosexec"),
)

DECODERS = {
    PNG: "PIL.PngImagePlugin",
    JPEG: "PIL.JpegImagePlugin",
    WEBP: "PIL.WebPImagePlugin",
    GIF: "PIL.GifImagePlugin",
    TIFF: "PIL.TiffImagePlugin",
    PDF: "pypdfium2",
}
OUTLOOK, COMPOUND = "application/vnd.ms-outlook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROPERTY = b"\0".join(b"%c" % letter for letter in b"__substg1.0_")  # a stream's name begins so, in UTF-16
OOXML = "application/vnd.openxmlformats-officedocument."
OFFICE = {  # libmagic knows these by the order of their parts, which not every program keeps
    b"word/document.xml": OOXML + "wordprocessingml.document",
    b"xl/workbook.xml": OOXML + "spreadsheetml.sheet",
    b"ppt/presentation.xml": OOXML + "presentationml.presentation",
}
SAVED_PAGE = re.compile(rb"(?mi)^(?:Snapshot-Content-Location:|From: *\W*Saved by )")  # by Chromium, others
DRAWING = re.compile(rb"<(?:\w{1,20}:)?svg[\s>]")
MAGIC_MIME_TYPE = 0x10  # magic.h
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000  # sched.h
PR_SET_NO_NEW_PRIVS = 38  # linux/prctl.h
LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF = 444, 446  # the same on every architecture

Magic = Callable[[bytes], str]


def main(arguments: Sequence[str]) -> None:
    """Decode standard input. Arguments: limits of memory, time, output, pixels; preview or not; folders."""
    memory, cpu, output, pixels, preview = map(int, arguments[:5])
    bound(memory, cpu, output)
    find_in(arguments[5:])

    data = mmap(0, 0, access=ACCESS_READ)  # mapped, so that the parent's place in the file does not move
    head = data[:HEAD]
    expected = expect(head)
    load(expected, data, preview=bool(preview))
    magic = libmagic()
    barriers = seal()

    mime = OUTLOOK if is_outlook(data) else type_of(head, expected, magic)
    report(json.dumps({"mime": mime, "barriers": barriers, "libmagic": magic is not None}))
    found = Findings()
    try:
        examine(mime, data, found, pixels, preview=bool(preview))
    except Fault as fault:
        found.fault = str(fault)
    except MemoryError:
        found.fault = NO_MEMORY
    images = found.images
    report(json.dumps({**vars(found), "images": [len(image) for image in images]}), *images)
    os._exit(0)  # without tearing down libraries that have just parsed hostile bytes


def find_in(folders: Sequence[str]) -> None:
    """Have decoders looked for in folders, and a phone's photographs drawn where that is among them."""
    if HEIC_TOO in folders:
        PICTURES.update(HEICS)
        DECODERS.update(dict.fromkeys(HEICS, "pillow_heif.as_plugin"))
    sys.path[:] = [*sys.path, *(folder for folder in folders if folder != HEIC_TOO)]


def report(line: str, *images: bytes) -> None:
    """Write a line, and images behind it, to standard output at once."""
    sys.stdout.buffer.write(line.encode() + b"\n" + b"".join(images))
    sys.stdout.buffer.flush()


def bound(memory: int, cpu: int, output: int) -> None:
    """Bound what this process may use: bytes of memory, seconds of processor, bytes of output."""
    for what, amount in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (amount, amount))


def expect(head: bytes) -> str:
    """Return what the first bytes say the file is, or nothing."""
    for place, signature, mime in SIGNATURES:
        if head[place : place + len(signature)] == signature:
            return mime
    return PDF if b"%PDF-" in head[:1024] else ""


def load(mime: str, data: mmap, *, preview: bool) -> None:
    """Import what this type will need, and no more, while files can still be opened."""
    if mime == "application/zip":
        import_module("zipfile")
        import_module("encodings.cp437")  # what its names are written in
    if mime not in DECODERS:
        return
    import_module("PIL.PngImagePlugin")  # every preview is written as PNG
    import_module(DECODERS[mime])
    if mime == GIF:
        import_module("copy")  # for the palette of each frame
    if mime in PICTURES:
        if any(data.find(mark) >= 0 for mark in (b"Exif\0\0", b"eXIf", b"EXIF", b"Raw profile")):
            import_module("PIL.TiffImagePlugin")
        if preview and any(data.find(mark) >= 0 for mark in (b"ICC_PROFILE", b"iCCP", b"ICCP")):
            with contextlib.suppress(ImportError):
                import_module("PIL.ImageCms")


def libmagic() -> Magic | None:
    """Return a function from bytes to their MIME type, or None where libmagic is not installed.

    Called directly: python-magic first asks the linker for it in processes of its own, which costs 40 ms.
    """
    for folder in (*(f"{place}/pylibmagic/" for place in sys.path), ""):
        with contextlib.suppress(OSError):
            library = ctypes.CDLL(f"{folder}libmagic.so.1")
            library.magic_open.restype = ctypes.c_void_p
            library.magic_load.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
            library.magic_buffer.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
            library.magic_buffer.restype = ctypes.c_char_p
            cookie = library.magic_open(MAGIC_MIME_TYPE)
            if library.magic_load(cookie, f"{folder}magic.mgc".encode() if folder else None) == 0:
                return lambda head: (library.magic_buffer(cookie, head, len(head)) or b"").decode("latin-1")
    return None


def seal() -> list[str]:
    """Give up the network and the files of this machine as far as its kernel allows, and say which.

    Network: a namespace of one's own, without interfaces. Files: a Landlock ruleset that grants nothing, so
    that no path can be opened or run any more, and from its fourth version no port either.
    """
    libc, barriers = ctypes.CDLL(None), []
    if leave_network():
        barriers.append("network")
    version = libc.syscall(LANDLOCK_CREATE_RULESET, None, 0, 1)
    if version >= 1:
        files = (1 << 13) - 1 | (version >= 2) << 13 | (version >= 3) << 14 | (version >= 5) << 15
        ports, scopes = 0b11, 0b11
        rights = (ctypes.c_uint64 * 3)(files, ports, scopes)
        size = 8 if version < 4 else 16 if version < 6 else 24  # a kernel refuses fields it does not know
        ruleset = libc.syscall(LANDLOCK_CREATE_RULESET, rights, ctypes.c_size_t(size), 0)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if ruleset >= 0 and libc.syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0:
            barriers.append("files")
    return barriers


def leave_network() -> bool:
    """Move to a network of one's own, without interfaces, and say whether the kernel allows it."""
    libc = ctypes.CDLL(None)
    return bool(libc.unshare(CLONE_NEWNET) == 0 or libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)


def type_of(head: bytes, expected: str, magic: Magic | None) -> str:
    """Return the MIME type of a file that begins with `head`."""
    if expected in PICTURES or not magic:  # a picture's few first bytes tell it even where it is cut short
        return expected or "application/octet-stream"
    mime = magic(head)
    if mime in {"application/octet-stream", "application/zip"} and head.startswith(b"PK\x03\x04"):
        return next((office for part, office in OFFICE.items() if part in head), "application/zip")
    if mime in {"text/xml", "text/plain"} and is_drawing(head[:OPENING]):
        return "image/svg+xml"
    if (mime.startswith("text/") and is_message(head)) or mime == "message/rfc822":
        return "multipart/related" if SAVED_PAGE.search(head.partition(b"\r\n\r\n")[0]) else "message/rfc822"
    return mime


def is_drawing(opening: bytes) -> bool:
    """Whether text is markup with a drawing in it, in UTF-16 too: libmagic gives up where a long remark comes first."""
    letters = opening.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\t\r\n ")
    return letters.startswith(b"<") and DRAWING.search(letters) is not None


def is_outlook(data: mmap) -> bool:
    """Whether a compound file is an Outlook message: libmagic knows it in one order of its directory only."""
    return data[:8] == COMPOUND and data.find(PROPERTY) >= 0


def is_message(head: bytes) -> bool:
    """Whether text begins as an e-mail does, whichever header comes first."""
    headers = re.match(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+(?:\r?\n|\Z)", head)
    names = set(re.findall(rb"(?m)^([a-z-]+):", headers[0].lower())) if headers else set()
    return b"from" in names and bool(names & {b"to", b"subject", b"date", b"message-id"})


def examine(mime: str, data: mmap, found: Findings, pixels: int, *, preview: bool) -> None:
    """Read the file as what it is. Raises `Fault`, MemoryError."""
    start = data[:1024].lower()
    if mime != PDF and b"%pdf-" in start:
        found.note("also_pdf")
    if mime != "text/html" and (b"<html" in start or b"<script" in start):
        found.note("also_html")
    end = ENDS[family(mime)](data) if family(mime) in ENDS else len(data)
    if end is None:
        if mime in PICTURES:
            found.fault = TRUNCATED  # what there is of it is drawn all the same
        elif mime in DECODERS:
            raise Fault(TRUNCATED)
        else:
            found.note("ends_early")
    elif mime in DECODERS and (behind := len(data[end:].strip(b"\0\r\n\t "))):
        found.note("trailing_bytes", behind)
    if mime == PDF:
        document(data, found, preview=preview)
    elif data[:4] == b"PK\3\4":
        office(data, found)
    elif mime in PICTURES:
        picture(mime, data, found, pixels, preview=preview)
        unseen = behind_the_rows(data) if mime == PNG and not found.fault else 0
        found.add("trailing_bytes", unseen)


def family(mime: str) -> str:
    """Return the type whose frame this type has: Office files are ZIP files."""
    return "application/zip" if mime.startswith("application/vnd.openxmlformats") else mime

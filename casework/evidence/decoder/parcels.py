"""What may do harm in an Office document, a ZIP file of parts: programs, what it fetches, what it unpacks to."""

import re
from mmap import mmap
from typing import TYPE_CHECKING

from . import Findings

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

PARTS, UNPACKED, RATIO = (
    5_000,
    400 << 20,
    100,
)  # more parts, or more bytes at more than so many times their size
READ = 1 << 20  # bytes of a list of relations that are read
MACROS = ("vbaproject.bin", "vbadata.xml")
FETCHED = re.compile(rb"<Relationship\b[^>]*>")


def office(data: mmap, found: Findings) -> None:
    """Note macros, links that are followed on opening (not those one clicks), and a bomb. Nothing is unpacked whole."""
    import zipfile

    try:
        archive = zipfile.ZipFile(Seekable(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, AttributeError, OSError):
        return
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        return
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > PARTS or (unpacked > UNPACKED and unpacked > RATIO * len(data)):
        found.note("office_bomb")
        return
    for part in parts:
        name = part.filename.lower()
        if name.endswith(MACROS):
            found.note("macros")
        if name.endswith(".rels") and fetches(archive, part):
            found.note("fetches")


def fetches(archive: "ZipFile", part: "ZipInfo") -> bool:
    """Whether a list of relations names something outside that is fetched on opening."""
    try:
        with archive.open(part) as relations:
            words = relations.read(READ)
    except Exception:  # noqa: BLE001 - damaged or locked: then nothing opens it either
        return False
    return any(
        b'TargetMode="External"' in each and b"/hyperlink" not in each for each in FETCHED.findall(words)
    )


class Seekable:
    """A file over mapped bytes, as zipfile wants one: a map is none to it in every version of Python."""

    def __init__(self, data: mmap) -> None:
        self._data = data

    def read(self, size: int = -1) -> bytes:
        return self._data.read(size if size >= 0 else None)

    def seek(self, place: int, whence: int = 0) -> int:
        length = len(self._data)
        target = place if whence == 0 else (self._data.tell() if whence == 1 else length) + place
        if target < 0:
            raise OSError(target)  # as a file does: zipfile looks before the beginning, and expects that
        self._data.seek(min(target, length))
        return self._data.tell()

    def tell(self) -> int:
        return self._data.tell()

    def seekable(self) -> bool:
        return True

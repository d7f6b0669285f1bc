"""A ZIP file read so strictly that no two readers can find different things in it (PKWARE, APPNOTE 6.3).

The format says most things twice: in the list at the end and in front of each file. Readers differ in which of the two
they believe, so a file of which the two differ is refused, as is a byte that belongs to neither. `verifier.html` reads
by the same rules, in the same order and with the same words: change both together.
"""

import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os import SEEK_END
from typing import IO, NamedTuple

CHUNK = 1 << 20
STORED, DEFLATED = 0, 8
ENCRYPTED, DESCRIBED_BEHIND = 1, 8
FLAGS = 0x080E  # that change nothing: how hard it was deflated, sizes behind the file, names in UTF-8
NEWEST = 45  # the version of the format that a reader must know: this one has files over 4 GB
NO_ROOM, NO_ROOM_SHORT = 0xFFFFFFFF, 0xFFFF  # a number that stands in the field for large files instead
LARGE = 0x0001
RENAMING = {0x7075, 0x6375}  # Info-ZIP's Unicode path and comment: what some readers show instead
FOLDER_OF_DOS = 0x10
LONGEST_LIST = 64 << 20  # bytes of a list of names
FARTHEST = 1 << 62  # a place that no file has, and that every computer can look at
MARK_BEHIND = b"PK\x07\x08"
WITH_MARK = {16, 24}  # bytes of what stands behind a file

END = struct.Struct("<4s4H2LH")
LARGE_END = struct.Struct("<4sQ2H2L4Q")
LARGE_END_PLACE = struct.Struct("<4sLQL")
LISTED = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
FIELD = struct.Struct("<2H")

CUT = "It does not end as a ZIP file does: it may be cut short, or bytes were added after its end."
DAMAGED = "Its list of files is damaged, or bytes were added in front of it."
TOO_LONG = "Its list of files is longer than that of any pack."
OTHER_LETTERS = "A name in its list of files is not in UTF-8."
UNCOMMON = "packed in a way that not every reader knows"
TWO_HEADERS = "its two headers differ"
MISMATCHED = "its header is damaged"


class NotZipped(ValueError):
    """The file is no ZIP file that every reader would read alike, for the reason given in a sentence."""


class Numbers(NamedTuple):
    """What a header says of a file: its CRC-32, its bytes packed, and unpacked."""

    crc: int
    packed: int
    whole: int


@dataclass(slots=True)
class Entry:
    """A file in a ZIP file. `start`: of its header; `held`: of its packed bytes. `fault`: why it is not read."""

    name: str
    flags: int
    method: int
    numbers: Numbers
    start: int
    marked: int
    remark: bool
    renamed: bool
    fault: str = ""
    held: int = 0

    @property
    def end(self) -> int:
        """Where its packed bytes end."""
        return self.held + self.numbers.packed

    @property
    def plain(self) -> bool:
        """Whether it is a file, or an empty folder, for every reader: some go by the name, others by the mark."""
        kind, folder = stat.S_IFMT(self.marked >> 16), self.name.endswith("/")
        if folder:
            return kind in {0, stat.S_IFDIR} and not self.numbers.whole
        return kind in {0, stat.S_IFREG} and not self.marked & FOLDER_OF_DOS


def entries_of(file: IO[bytes]) -> tuple[list[Entry], bool]:
    """Return every file in a ZIP file, in the order of its list, and whether bytes of it belong to none of them.

    Raises NotZipped where there is no such list. An entry that readers could take in two ways has a `fault`.
    """
    count, length, at, after = _end(file)
    if length > LONGEST_LIST:
        raise NotZipped(TOO_LONG)
    listing, entries = _at(file, at, length), []
    if len(listing) != length:
        raise NotZipped(DAMAGED)
    place = 0
    while place < length:
        entry, place = _listed(listing, place)
        entries.append(entry)
    if len(entries) != count:
        raise NotZipped(DAMAGED)
    for entry in entries:
        _match(file, entry)
    return entries, at + length != after or _loose(file, entries, at)


def _end(file: IO[bytes]) -> tuple[int, int, int, int]:
    """Return what the end says of the list: its files, bytes and place; and where the end itself starts."""
    after = file.seek(0, SEEK_END) - END.size
    if after < 0:
        raise NotZipped(CUT)
    mark, disk, first, here, count, length, at, remark = END.unpack(_at(file, after, END.size))
    if mark != b"PK\x05\x06" or remark:
        raise NotZipped(CUT)
    if disk or first or here != count:
        raise NotZipped(DAMAGED)
    large = _large_end(file, after)
    if large is None:
        if count == NO_ROOM_SHORT or NO_ROOM in {length, at}:
            raise NotZipped(DAMAGED)
        return count, length, at, after
    said, room = (count, length, at), (NO_ROOM_SHORT, NO_ROOM, NO_ROOM)
    if any(one not in {other, none} for one, other, none in zip(said, large, room, strict=True)):
        raise NotZipped(DAMAGED)
    return *large, after - LARGE_END_PLACE.size - LARGE_END.size


def _large_end(file: IO[bytes], after: int) -> tuple[int, int, int] | None:
    """Return what the end of a ZIP file over 4 GB says of the list, or None for a smaller one."""
    at = after - LARGE_END_PLACE.size - LARGE_END.size
    if at < 0:
        return None
    held = _at(file, at, LARGE_END.size + LARGE_END_PLACE.size)
    mark, disk, place, disks = LARGE_END_PLACE.unpack(held[LARGE_END.size :])
    if mark != b"PK\x06\x07":
        return None
    own, size, _made, needed, here, first, files, count, length, start = LARGE_END.unpack(
        held[: LARGE_END.size]
    )
    fits = own == b"PK\x06\x06" and size == LARGE_END.size - 12 and needed <= NEWEST and place == at
    if not fits or disk or disks != 1 or here or first or files != count:
        raise NotZipped(DAMAGED)
    return count, length, start


def _at(file: IO[bytes], place: int, length: int) -> bytes:
    file.seek(min(place, FARTHEST))
    return file.read(length)


def _listed(listing: bytes, place: int) -> tuple[Entry, int]:
    """Return the entry of the list that starts at `place`, and where the next one does."""
    if len(listing) - place < LISTED.size:
        raise NotZipped(DAMAGED)
    (
        mark, _made, needed, flags, method, _time, _day, crc, packed, whole,
        name, extra, remark, disk, _text, marked, start,
    ) = LISTED.unpack_from(listing, place)  # fmt: skip
    ends = [place + LISTED.size + each for each in (name, name + extra, name + extra + remark)]
    if mark != b"PK\x01\x02" or ends[-1] > len(listing):
        raise NotZipped(DAMAGED)
    written = listing[place + LISTED.size : ends[0]]
    fields = _fields(listing[ends[0] : ends[1]])
    numbers, fault = Numbers(crc, packed, whole), ""
    large = _large([whole, packed, start], fields)
    if large is None:
        fault = MISMATCHED
    else:
        numbers, start = Numbers(crc, large[1], large[0]), large[2]
    entry = Entry(
        _name(written), flags, method, numbers, start, marked, bool(remark), _renames(fields), fault
    )
    entry.fault = _uncommon(entry, needed, disk, ascii_only=written.isascii()) or fault
    return entry, ends[2]


def _name(written: bytes) -> str:
    try:
        return written.decode()
    except UnicodeDecodeError:
        raise NotZipped(OTHER_LETTERS) from None


def _uncommon(entry: Entry, needed: int, disk: int, *, ascii_only: bool) -> str:
    """Say what of an entry not every reader knows, or not every reader takes in the same way."""
    if entry.flags & ENCRYPTED:
        return "encrypted"
    plain = entry.method == DEFLATED or (
        entry.method == STORED
        and entry.numbers.packed == entry.numbers.whole
        and not (entry.flags & DESCRIBED_BEHIND and entry.numbers.whole)
    )
    named = ascii_only or entry.flags & 0x800
    common = plain and named and not entry.flags & ~FLAGS and needed <= NEWEST and not disk
    return "" if common else UNCOMMON


def _fields(extra: bytes) -> list[tuple[int, bytes]] | None:
    """Return the kind and content of each extra field of a header, or None where they do not fit."""
    found, place = [], 0
    while place < len(extra):
        if len(extra) - place < FIELD.size:
            return None
        kind, length = FIELD.unpack_from(extra, place)
        place += FIELD.size + length
        found.append((kind, extra[place - length : place]))
    return found if place == len(extra) else None


def _renames(fields: Sequence[tuple[int, bytes]] | None) -> bool:
    """Say whether a field of a header gives its file another name: other readers would go by that."""
    return any(kind in RENAMING for kind, _ in fields or ())


def _large(
    numbers: Sequence[int], fields: Sequence[tuple[int, bytes]] | None, *, in_full: bool = False
) -> list[int] | None:
    """Return the numbers with those that had no room taken from the field for them; None where it does not fit.

    `in_full`: the field has them all, as in front of a file.
    """
    if fields is None:
        return None
    lacking = [n for n, each in enumerate(numbers) if each == NO_ROOM]
    held = [content for kind, content in fields if kind == LARGE]
    if not held:
        return None if lacking else list(numbers)
    wanted = range(len(numbers)) if in_full else lacking
    if len(held) > 1 or not wanted or len(held[0]) != 8 * len(wanted):
        return None
    found = dict(zip(wanted, struct.unpack(f"<{len(wanted)}Q", held[0]), strict=True))
    if any(numbers[n] not in {NO_ROOM, number} for n, number in found.items()):
        return None
    return [found.get(n, each) for n, each in enumerate(numbers)]


def _match(file: IO[bytes], entry: Entry) -> None:
    """Find where an entry's bytes stand; note where the header in front of them says something else than the list."""
    head = _at(file, entry.start, LOCAL.size)
    if len(head) < LOCAL.size or not head.startswith(b"PK\x03\x04"):
        entry.held = entry.start
        entry.fault = entry.fault or MISMATCHED
        return
    _mark, needed, flags, method, _time, _day, crc, packed, whole, name, extra = LOCAL.unpack(head)
    entry.held = entry.start + LOCAL.size + name + extra
    behind = _at(file, entry.start + LOCAL.size, name + extra)
    fields = _fields(behind[name:])
    entry.renamed = entry.renamed or _renames(fields)
    large = _large([whole, packed], fields, in_full=True)
    if large is None or len(behind) < name + extra or needed > NEWEST:
        entry.fault = entry.fault or MISMATCHED
        return
    said = {entry.numbers, Numbers(0, 0, 0)} if flags & DESCRIBED_BEHIND else {entry.numbers}
    same = behind[:name] == entry.name.encode() and (flags, method) == (entry.flags, entry.method)
    if not same or Numbers(crc, large[1], large[0]) not in said:
        entry.fault = entry.fault or TWO_HEADERS


def _loose(file: IO[bytes], entries: Sequence[Entry], at: int) -> bool:
    """Say whether the files do not stand one directly after the other, from the first byte to the list."""
    place = 0
    ordered = sorted(entries, key=lambda entry: entry.start)
    for entry, after in zip(ordered, [*(each.start for each in ordered[1:]), at], strict=False):
        behind = after - entry.end
        if entry.start != place or behind < 0:
            return True
        if entry.flags & DESCRIBED_BEHIND:
            if not _describes(_at(file, entry.end, min(behind, 25)), entry.numbers):
                return True
        elif behind:
            return True
        place = after
    return place != at


def _describes(behind: bytes, numbers: Numbers) -> bool:
    """Say whether what stands behind a file is its CRC and sizes, in one of the four forms that there are."""
    if len(behind) in WITH_MARK:
        if not behind.startswith(MARK_BEHIND):
            return False
        behind = behind[len(MARK_BEHIND) :]
    form = {12: "<3L", 20: "<L2Q"}.get(len(behind))
    return bool(form) and struct.unpack(form or "", behind) == numbers


def pieces(file: IO[bytes], entry: Entry) -> Iterator[bytes]:
    """Yield the bytes of an entry, unpacked, a piece at a time.

    Raises ValueError where it has a fault, or its bytes are not those that its headers promise.
    """
    if entry.fault:
        raise ValueError(entry.fault)
    crc = size = 0
    for piece in _unpacked(file, entry):
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        if size > entry.numbers.whole:
            raise ValueError("larger than it says")
        yield piece
    if (crc, size) != (entry.numbers.crc, entry.numbers.whole):
        raise ValueError("not what its header says")


def _packed(file: IO[bytes], entry: Entry) -> Iterator[bytes]:
    place = entry.held
    while place < entry.end:
        piece = _at(file, place, min(CHUNK, entry.end - place))
        if not piece:
            raise ValueError("cut short")
        place += len(piece)
        yield piece


def _unpacked(file: IO[bytes], entry: Entry) -> Iterator[bytes]:
    if entry.method == STORED:
        yield from _packed(file, entry)
        return
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in _packed(file, entry):
            rest = piece
            while rest and not stream.eof:
                yield stream.decompress(rest, CHUNK)
                rest = stream.unconsumed_tail
            if stream.unused_data or (stream.eof and rest):
                raise ValueError("bytes behind the end")
        while not stream.eof and (more := stream.decompress(b"", CHUNK)):
            yield more
    except zlib.error as odd:
        raise ValueError("packed wrongly") from odd
    if not stream.eof:
        raise ValueError("cut short")

"""Outlook messages (MS-OXMSG): a compound file (MS-CFB) whose streams are the properties of a message."""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from mmap import mmap

from .compound import Tree, compound
from .letters import LONGEST_NAME, text_of

SECTOR_LIMIT = 0xFFFFFFF0  # from here on, numbers of sectors are marks
STORAGE = 1
SUBJECT, SENDER, SENDER_MAIL, TO, BODY = "0037", "0C1A", "5D01", "0E04", "1000"
LONG_NAME, SHORT_NAME, SHOWN_NAME = "3707", "3704", "3001"
DATA, MESSAGE = (
    "__substg1.0_37010102",
    "__substg1.0_3701000D",
)  # PidTagAttachDataBinary, PidTagAttachDataObject
NAMES_OF_NAMED, PROPERTIES = "__nameid_version1.0", "__properties_version1.0"
SENT, FIRST_TICK = (0x0040, 0x0039), datetime(1601, 1, 1, tzinfo=UTC)  # PidTagClientSubmitTime, in FILETIME
HEADER, HEADER_INSIDE = 32, 24  # bytes before the properties of a message by itself, and of one in another
UNICODE, OCTETS = "001F", "001E"
MOST_ENTRIES = 100_000
DEEPEST = 64  # storages in storages that are followed; each message in a message takes two


class Rebuilt(bytes):
    """A file that was nobody's before: written from the parts of a message that lies in another."""


class Compound:
    """A compound file: named streams in named storages, in chains of sectors."""

    def __init__(self, data: mmap) -> None:
        self.data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError(shift)
        self.sector = 1 << shift
        directory, self.cutoff = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 56)[0]
        mini, _, more, more_count = struct.unpack_from("<4I", data, 60)
        tables = [number for number in struct.unpack_from("<109I", data, 76) if number < SECTOR_LIMIT]
        for _ in range(min(more_count, len(data) // self.sector)):
            if more >= SECTOR_LIMIT:
                break
            *listed, more = struct.unpack(f"<{self.sector // 4}I", self._sector(more))
            tables += [number for number in listed if number < SECTOR_LIMIT]
        self.next = [
            number
            for table in tables
            for number in struct.unpack(f"<{self.sector // 4}I", self._sector(table))
        ]
        self.entries = self._entries(self._chain(directory))
        mini_table = self._chain(mini)
        self.mini_next = struct.unpack(f"<{len(mini_table) // 4}I", mini_table)
        self.mini = self._chain(self.entries[0][2]) if self.entries else b""

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.sector
        content = self.data[start : start + self.sector]
        if not content:
            raise ValueError(number)
        return content.ljust(self.sector, b"\0")

    def _chain(self, number: int) -> bytes:
        found, seen = [], set()
        while number < SECTOR_LIMIT:
            if number in seen:
                raise ValueError(number)
            seen.add(number)
            found.append(self._sector(number))
            number = self.next[number]
        return b"".join(found)

    @staticmethod
    def _entries(directory: bytes) -> list[tuple[str, int, int, int, tuple[int, int, int]]]:
        """Return (name, kind, first sector, size, (left, right, child)) of each entry."""
        found = []
        for place in range(0, min(len(directory), 128 * MOST_ENTRIES), 128):
            length, kind = struct.unpack_from("<HB", directory, place + 64)
            name = directory[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            family = struct.unpack_from("<3I", directory, place + 68)
            first, size = struct.unpack_from("<II", directory, place + 116)
            found.append((name, kind, first, size, family))
        return found

    def within(self, entry: int) -> dict[str, int]:
        """Return {name: entry} of what a storage holds."""
        found, waiting, seen = {}, [self.entries[entry][4][2]], set[int]()
        while waiting:
            number = waiting.pop()
            if number >= len(self.entries) or number in seen:
                continue
            seen.add(number)
            name, _, _, _, (left, right, _) = self.entries[number]
            found[name] = number
            waiting += [left, right]
        return found

    def content(self, entry: int) -> bytes:
        """Return the bytes of a stream."""
        _, _, first, size, _ = self.entries[entry]
        if size >= self.cutoff:
            return self._chain(first)[:size]
        found, number, steps = [], first, 0
        while number < SECTOR_LIMIT and steps <= size // 64:
            found.append(self.mini[64 * number : 64 * number + 64])
            number, steps = self.mini_next[number], steps + 1
        return b"".join(found)[:size]


def outlook(data: mmap) -> tuple[str, Iterator[tuple[str, bytes | str]]]:
    """Return headers and words of an Outlook message as text, and its attachments."""
    try:
        file = Compound(data)
        top = file.within(0)
        headers = [
            ("From", " ".join(filter(None, (words(file, top, SENDER), words(file, top, SENDER_MAIL))))),
            ("To", words(file, top, TO)),
            ("Date", sent(file, top)),
            ("Subject", words(file, top, SUBJECT)),
        ]
        return text_of(headers, words(file, top, BODY)), attached(file, top)
    except (struct.error, ValueError, IndexError):
        return "", iter([("", "damaged")])


def words(file: Compound, storage: dict[str, int], prop: str) -> str:
    """Return a property in words, or nothing."""
    for kind, encoding in ((UNICODE, "utf-16-le"), (OCTETS, "cp1252")):
        if (entry := storage.get(f"__substg1.0_{prop}{kind}")) is not None:
            return file.content(entry).decode(encoding, "replace").rstrip("\0")
    return ""


def sent(file: Compound, top: dict[str, int]) -> str:
    """Return when a message says that it was sent, in UTC, or nothing: a fixed property (MS-OXMSG, 2.4.2.1)."""
    held = file.content(top[PROPERTIES]) if PROPERTIES in top else b""
    for place in range(HEADER, len(held) - 15, 16):
        kind, number, ticks = struct.unpack_from("<HH4xQ", held, place)
        if (kind, number) == SENT and ticks:
            try:
                return f"{FIRST_TICK + timedelta(microseconds=ticks // 10):%d %b %Y %H:%M:%S} UTC"
            except OverflowError:
                return ""
    return ""


def attached(file: Compound, top: dict[str, int]) -> Iterator[tuple[str, bytes | str]]:
    """Yield the attachments, by name. A message attached as such gets a file of its own, written from its parts."""
    for name in sorted(name for name in top if name.startswith("__attach_version1.0_#")):
        called = name
        try:
            inside = file.within(top[name])
            called = words(file, inside, LONG_NAME) or words(file, inside, SHORT_NAME)
            if (entry := inside.get(MESSAGE)) is not None:
                yield (
                    letter_name(file, entry, called or words(file, inside, SHOWN_NAME)),
                    letter(file, entry, top),
                )
            elif (entry := inside.get(DATA)) is not None:
                yield called or name, file.content(entry)
            else:
                yield called or name, "damaged"
        except (struct.error, ValueError, IndexError):
            yield called or name, "damaged"


def letter_name(file: Compound, entry: int, called: str) -> str:
    """Return the name of a message in another: what it is called there, else its subject."""
    said = called or words(file, file.within(entry), SUBJECT)
    plain = " ".join(said.replace("/", " ").replace("\\", " ").split())[:LONGEST_NAME]
    return plain if plain.lower().endswith(".msg") else f"{plain or 'message'}.msg"


def letter(file: Compound, entry: int, top: dict[str, int]) -> Rebuilt:
    """Return a message that lies in another as a file of its own (MS-OXMSG, 2.2). Raises ValueError where it cannot."""
    tree = Storages(file).tree(entry)
    properties = tree.get(PROPERTIES)
    if isinstance(properties, bytes):
        tree[PROPERTIES] = properties[:HEADER_INSIDE] + bytes(8) + properties[HEADER_INSIDE:]
    if (names := top.get(NAMES_OF_NAMED)) is not None and file.entries[names][1] == STORAGE:
        tree.setdefault(NAMES_OF_NAMED, Storages(file).tree(names))
    return Rebuilt(compound(tree))


class Storages:
    """What storages hold, gone through once each: one that holds itself, or more than the file can, is at fault."""

    def __init__(self, file: Compound) -> None:
        self.file, self.seen, self.left = file, set[int](), len(file.data)

    def tree(self, entry: int, deepest: int = DEEPEST) -> Tree:
        """Return the streams and storages in a storage, by name. Raises ValueError for one at fault."""
        if entry in self.seen or not deepest:
            raise ValueError(entry)
        self.seen.add(entry)
        return {
            name: self.tree(number, deepest - 1)
            if self.file.entries[number][1] == STORAGE
            else self.bytes(number)
            for name, number in self.file.within(entry).items()
        }

    def bytes(self, entry: int) -> bytes:
        content = self.file.content(entry)
        self.left -= len(content)
        if self.left < 0:
            raise ValueError(entry)
        return content

"""Outlook messages (MS-OXMSG): a compound file (MS-CFB) whose streams are the properties of a message."""

import struct
from collections.abc import Iterator
from mmap import mmap

from .letters import text_of

SECTOR_LIMIT = 0xFFFFFFF0  # from here on, numbers of sectors are marks
STORAGE, ROOT = 1, 5
SUBJECT, SENDER, SENDER_MAIL, TO, BODY = "0037", "0C1A", "5D01", "0E04", "1000"
LONG_NAME, SHORT_NAME, DATA = "3707", "3704", "37010102"
UNICODE, OCTETS = "001F", "001E"
MOST_ENTRIES = 100_000


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


def attached(file: Compound, top: dict[str, int]) -> Iterator[tuple[str, bytes | str]]:
    """Yield the attachments, by name; another message attached as such has no bytes of its own to take out."""
    for name in sorted(name for name in top if name.startswith("__attach_version1.0_#")):
        try:
            inside = file.within(top[name])
            called = words(file, inside, LONG_NAME) or words(file, inside, SHORT_NAME) or name
            entry = inside.get(f"__substg1.0_{DATA}")
            yield called, file.content(entry) if entry is not None else "damaged"
        except (struct.error, ValueError, IndexError):
            yield name, "damaged"

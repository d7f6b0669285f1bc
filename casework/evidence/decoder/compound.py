"""Writing a compound file (MS-CFB): how a message that lies in another Outlook message gets a file of its own.

The same streams give the same bytes, whoever takes them out, and when.
"""

import struct

Tree = dict[str, "bytes | Tree"]  # storages hold by name; streams are bytes
SECTOR, SMALL, CUTOFF = 512, 64, 4096
FREE, END, TABLE, TABLES = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
ROOT, STORAGE, STREAM = 5, 1, 2
MESSAGE = bytes.fromhex("0b0d020000000000c000000000000046")  # the class of a message, as Outlook writes it
IN_HEADER, IN_TABLE = 109, SECTOR // 4


class Chains:
    """Sectors of one size, and the table that says which follows which."""

    def __init__(self, size: int) -> None:
        self.size, self.parts, self.follows = size, list[bytes](), list[int]()

    def add(self, content: bytes) -> int:
        """Keep the bytes in a chain of sectors, and return the first one's number."""
        first, count = len(self.follows), -(-len(content) // self.size)
        if not count:
            return END
        self.parts.append(content.ljust(count * self.size, b"\0"))
        self.follows += [*range(first + 1, first + count), END]
        return first


class Written:
    """A compound file on its way: its entries, and where their bytes lie."""

    def __init__(self) -> None:
        self.entries: list[bytes] = []
        self.large, self.small = Chains(SECTOR), Chains(SMALL)

    def place(self, tree: Tree) -> int:
        """Write the entries of a storage, and return the number of the one from which the others are reached."""
        order = sorted(tree, key=lambda name: (len(name), name.upper()))
        numbers = {name: len(self.entries) + place for place, name in enumerate(order)}
        self.entries += [b""] * len(order)

        def rooted(names: list[str]) -> int:
            if not names:
                return FREE
            middle = len(names) // 2
            left, right = rooted(names[:middle]), rooted(names[middle + 1 :])
            self._settle(numbers[names[middle]], names[middle], tree[names[middle]], left, right)
            return numbers[names[middle]]

        return rooted(order)

    def _settle(self, number: int, name: str, content: "bytes | Tree", left: int, right: int) -> None:
        if isinstance(content, dict):
            self.entries[number] = entry(name, STORAGE, (left, right, self.place(content)), 0, 0)
            return
        chains = self.small if len(content) < CUTOFF else self.large
        self.entries[number] = entry(name, STREAM, (left, right, FREE), chains.add(content), len(content))


def entry(name: str, kind: int, kin: tuple[int, int, int], first: int, size: int) -> bytes:
    """Return an entry of the directory: its name, what it is, (left, right, child), and where its bytes begin."""
    letters = name[:31].encode("utf-16-le")
    class_of = MESSAGE if kind == ROOT else bytes(16)
    return struct.pack(
        "<64sHBB3I16s20xIQ", letters, len(letters) + 2, kind, 1, *kin, class_of, first, size
    )  # black, all: what is balanced by halves needs no other colour


def compound(tree: Tree) -> bytes:
    """Return a compound file that holds these streams and storages."""
    written = Written()
    written.entries.append(b"")
    child = written.place(tree)
    small = b"".join(written.small.parts)
    in_small = written.large.add(small)
    written.entries[0] = entry("Root Entry", ROOT, (FREE, FREE, child), in_small, len(small))
    directory = written.large.add(
        b"".join(written.entries).ljust(-(-len(written.entries) // 4) * SECTOR, b"\0")
    )
    small_table = struct.pack(f"<{len(written.small.follows)}I", *written.small.follows)
    padded = small_table + struct.pack("<I", FREE) * (-len(written.small.follows) % IN_TABLE)
    follows = written.large.add(padded)
    return _framed(written.large, directory, follows, len(padded) // SECTOR)


def _framed(large: Chains, directory: int, small_table: int, small_tables: int) -> bytes:
    """Return header, sectors and their table; and where the header has no room for it, the table of the table."""
    used, tables, more = len(large.follows), 0, 0
    while used + tables + more > tables * IN_TABLE:
        tables += 1
        more = max(0, -(-(tables - IN_HEADER) // (IN_TABLE - 1)))
    follows = [*large.follows, *[TABLE] * tables, *[TABLES] * more]
    follows += [FREE] * (tables * IN_TABLE - len(follows))
    listed = [*range(used, used + tables)]
    first_more = used + tables if more else END
    behind = b""
    for number in range(more):
        start = IN_HEADER + number * (IN_TABLE - 1)
        numbers = listed[start : start + IN_TABLE - 1]
        numbers += [FREE] * (IN_TABLE - 1 - len(numbers))
        following = first_more + number + 1 if number + 1 < more else END
        behind += struct.pack(f"<{IN_TABLE}I", *numbers, following)
    in_header = listed[:IN_HEADER] + [FREE] * (IN_HEADER - min(IN_HEADER, tables))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<5H6xI", 0x3E, 3, 0xFFFE, 9, 6, 0)
    header += struct.pack(
        "<8I", tables, directory, 0, CUTOFF, small_table, small_tables, first_more, more
    ) + struct.pack(f"<{IN_HEADER}I", *in_header)
    return header + b"".join(large.parts) + struct.pack(f"<{len(follows)}I", *follows) + behind

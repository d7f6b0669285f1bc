"""ZIP files as nobody's software writes them: each says one thing twice, and not the same."""

import struct
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tests.support.packs import BASE, members_of

UTF8, BEHIND, DEFLATED, STORED = 0x800, 8, 8, 0
MOST, MOST_SHORT = 0xFFFFFFFF, 0xFFFF
LISTED, LOCAL = "<4s6H3L5H2L", "<4s5H3L2H"
FIELDS = ("needed", "flags", "method", "crc", "packed", "whole")


@dataclass(frozen=True)
class Part:
    """A file, and what its two headers say other than the truth. `listed`, `local`: {field: value}."""

    name: str
    content: bytes
    method: int = STORED
    flags: int = 0
    packed: bytes | None = None
    listed: Mapping[str, int] = field(default_factory=dict)
    local: Mapping[str, int] = field(default_factory=dict)
    local_name: str | None = None
    listed_extra: bytes = b""
    local_extra: bytes = b""
    before: bytes = b""
    behind: bytes = b""
    marked: int = 0
    remark: bytes = b""

    @property
    def bytes_packed(self) -> bytes:
        if self.packed is not None:
            return self.packed
        return raw(self.content) if self.method == DEFLATED else self.content

    def says(self, other: Mapping[str, int]) -> list[int]:
        held = self.bytes_packed
        truth = dict(
            zip(
                FIELDS,
                (20, self.flags, self.method, zlib.crc32(self.content), len(held), len(self.content)),
                strict=True,
            )
        )
        return [{**truth, **other}[name] for name in FIELDS]


def raw(content: bytes) -> bytes:
    """Return bytes deflated without a frame."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def zipped(
    parts: Sequence[Part],
    *,
    unlisted: Sequence[Part] = (),
    shared: Mapping[int, int] | None = None,
    count: int | None = None,
    shift: int = 0,
    before_list: bytes = b"",
    before_end: bytes = b"",
    large: bytes | None = None,
) -> bytes:
    """Write a ZIP file of the parts, as they say. `shared`: {number: number of the part whose bytes it shows}.

    `unlisted` stand before the list and not in it; `shift` is added to the place of the list; `large` is
    put before the end, which then has no numbers of its own.
    """
    file, starts = bytearray(), []
    for part in [*parts, *unlisted]:
        file += part.before
        starts.append(len(file))
        needed, flags, method, crc, packed, whole = part.says(part.local)
        name = (part.local_name or part.name).encode()
        head = (b"PK\x03\x04", needed, flags, method, 0, 33, crc, packed, whole)
        file += struct.pack(LOCAL, *head, len(name), len(part.local_extra)) + name + part.local_extra
        file += part.bytes_packed + part.behind
    file += before_list
    at = len(file) + shift
    for number, part in enumerate(parts):
        start = starts[(shared or {}).get(number, number)]
        name = part.name.encode()
        rest = (len(name), len(part.listed_extra), len(part.remark), part.listed.get("disk", 0), 0)
        needed, flags, method, crc, packed, whole = part.says(part.listed)
        first = (b"PK\x01\x02", 3 << 8 | 20, needed, flags, method, 0, 33, crc, packed, whole)
        place = part.listed.get("start", start)
        file += (
            struct.pack(LISTED, *first, *rest, part.marked, place) + name + part.listed_extra + part.remark
        )
    length = len(file) + shift - at
    file += before_end
    files = len(parts) if count is None else count
    if large is not None:
        end = len(file)
        own = (b"PK\x06\x06", 44, 45, 45, 0, 0, files, files, length, at)
        file += struct.pack("<4sQ2H2L4Q", *own) + struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1) + large
        files, length, at = MOST_SHORT, MOST, MOST
    return bytes(file + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, files, files, length, at, 0))


def parts_of(pack: bytes, change: Mapping[str, object] | None = None, of: str = "case.json") -> list[Part]:
    """Return the parts of a pack, and `change` of the file `of`."""
    parts = [Part(name, content) for name, content in members_of(pack).items()]
    return [replace(each, **(change or {})) if each.name.endswith(of) else each for each in parts]  # type: ignore[arg-type]


def described(part: Part, form: str, *, lie: int = 0) -> bytes:
    """Return what stands behind a part whose sizes were not known before it: `form` as struct has it."""
    numbers = (zlib.crc32(part.content) ^ lie, len(part.bytes_packed), len(part.content))
    return struct.pack(form, *((b"PK\x07\x08",) if "s" in form else ()), *numbers)


def large_field(*numbers: int) -> bytes:
    """Return the field of a header for files over 4 GB."""
    return struct.pack(f"<2H{len(numbers)}Q", 1, 8 * len(numbers), *numbers)


def streamed(pack: bytes, form: str, **more: object) -> list[Part]:
    """Return the parts as a program writes them that cannot go back."""
    unknown = {"crc": 0, "packed": 0, "whole": 0}
    parts = [replace(each, method=DEFLATED, flags=BEHIND, local=unknown) for each in parts_of(pack)]
    return [replace(each, behind=described(each, form), **more) for each in parts]  # type: ignore[arg-type]


def honest(pack: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the pack as some honest programs write it, so that the forgeries below differ in their lie alone."""
    yield "as the forger's tool writes it", zipped(parts_of(pack))
    for form in ("<3L", "<4s3L", "<L2Q", "<4sL2Q"):
        yield f"sizes behind each file as {form}", zipped(streamed(pack, form))
    yield "with the end of a large file", zipped(parts_of(pack), large=b"")
    sizes = {"packed": MOST, "whole": MOST}
    each = [
        replace(
            part,
            local=sizes,
            listed=sizes,
            local_extra=large_field(len(part.content), len(part.content)),
            listed_extra=large_field(len(part.content), len(part.content)),
        )
        for part in parts_of(pack)
    ]
    yield "each file as a large one", zipped(each, large=b"")
    times = struct.pack("<2HBL", 0x5455, 5, 1, 0)
    yield "with the times that Info-ZIP adds", zipped(parts_of(pack, {"local_extra": times}))


def headers(pack: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield packs of which the two headers of a file say different things, or what not every reader knows."""
    for name in ("case.json", "public-key.pem", "tagmanifest-sha256.txt.sig", "bagit.txt"):
        for where in ("listed", "local"):
            for what, value in (
                ("crc", 1), ("flags", 1), ("flags", 0x20), ("flags", 0x2000), ("flags", 2), ("method", 8),
                ("method", 12), ("packed", 1), ("packed", 1 << 20), ("whole", 1), ("whole", 1 << 20), ("needed", 63),
            ):  # fmt: skip
                yield (
                    f"{what} {value} {where} for {name}",
                    zipped(parts_of(pack, {where: {what: value}}, name)),
                )
    yield "encrypted, say both", zipped(parts_of(pack, {"flags": 1}))
    yield "another name in front", zipped(parts_of(pack, {"local_name": f"{BASE}/data/false.json"}))
    yield "on another disk", zipped(parts_of(pack, {"listed": {"disk": 1}}))
    yield "far behind the end", zipped(parts_of(pack, {"listed": {"start": 1 << 31}}))
    for what, marked in {"of DOS": 0x10, "of Unix": 0o040755 << 16}.items():
        yield f"a file marked as a folder {what}", zipped(parts_of(pack, {"marked": marked}))
    for what, extra in {
        "cut short": b"\x55\x54\x09", "that is longer than its room": b"\x55\x54\x09\x00\x01",
        "for large files, another size": large_field(1, 1), "for large files, twice": large_field(2, 2) * 2,
    }.items():  # fmt: skip
        for where in ("listed_extra", "local_extra"):
            yield f"a field {what}, {where}", zipped(parts_of(pack, {where: extra}))
    far = {"listed": {"whole": MOST}, "listed_extra": large_field(1 << 63)}
    yield "larger than any file", zipped(parts_of(pack, far))
    yield (
        "behind every place",
        zipped(parts_of(pack, {"listed": {"start": MOST}, "listed_extra": large_field((1 << 64) - 1)})),
    )


def streams(pack: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield packs with a file whose packed bytes are more or fewer than it says."""
    told = b"label\nMO/7\n"
    deflated = {"method": DEFLATED, "packed": raw(told)}
    changes: dict[str, dict[str, object]] = {
        "bytes behind the stream": {"packed": raw(told) + b"more"},
        "a second stream behind it": {"packed": raw(told) + raw(b"EVIL,ROW")},
        "a size too large": {"listed": {"whole": 99}, "local": {"whole": 99}},
        "a size far too large": {"listed": {"whole": 2 << 30}, "local": {"whole": 2 << 30}},
        "a size too small": {"listed": {"whole": 3}, "local": {"whole": 3}},
        "a longer stream": {"packed": raw(told + b"EVIL,ROW")},
        "a stream cut short": {"packed": raw(told)[:-2]},
        "no stream": {"packed": b""},
        "no deflated bytes": {"packed": b"\xff" * 9},
        "stored, called deflated": {"packed": told},
    }
    for what, change in changes.items():
        yield what, zipped(parts_of(pack, {**deflated, **change}, "exhibits.csv"))
    lie = streamed(pack, "<4s3L")
    for what, behind in {
        "another CRC behind": described(lie[-1], "<4s3L", lie=1),
        "another mark behind": b"MZ" + described(lie[-1], "<4s3L")[2:],
        "nothing behind": b"",
        "too much behind": described(lie[-1], "<4s3L") + b"x",
    }.items():
        yield what, zipped([*lie[:-1], replace(lie[-1], behind=behind)])
    stored = [replace(each, method=STORED) for each in lie]
    yield "stored, and its size behind it", zipped([replace(e, behind=described(e, "<4s3L")) for e in stored])


def places(pack: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield packs with more in them than their list says, or the same bytes under two names."""
    parts, more = parts_of(pack), Part(f"{BASE}/data/hidden.txt", b"hidden")
    yield "a file that is in no list", zipped(parts, unlisted=[more])
    yield "a ZIP file in front", zipped([more]) + pack
    yield "a ZIP file in front, places mended", zipped([replace(parts[0], before=zipped([more])), *parts[1:]])
    yield "a ZIP file behind", pack + zipped([more])
    yield "bytes between two files", zipped([parts[0], replace(parts[1], before=b"MZ"), *parts[2:]])
    yield "bytes before the list", zipped(parts, before_list=b"MZ")
    yield "bytes behind the list", zipped(parts, before_end=b"MZ")
    yield "a list that starts elsewhere", zipped(parts, shift=1)
    for count in (0, len(parts) - 1, len(parts) + 1, MOST_SHORT):
        yield f"a list of {count}, it says", zipped(parts, count=count)
    yield "two files of the same bytes", zipped(parts, shared={len(parts) - 1: len(parts) - 2})
    yield "bytes in the end of a large file", zipped(parts, large=b"MZ")
    yield "no file at all", zipped([])
    yield "cut in two", pack[: len(pack) // 2]
    yield "nothing", b""
    yield "no ZIP file", b"not a ZIP file, though it is long enough to be one"


def names(pack: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield packs in which two names are one to some computers."""
    parts = parts_of(pack)
    for what, pair in {
        "in capitals": ("data/CASE.JSON",),
        "with a dot behind": ("data/case.json.",),
        "in two forms of Unicode": tuple(
            unicodedata.normalize(form, "data/caf\u00e9.txt") for form in ("NFC", "NFD")
        ),
        "a file where others need a folder": ("data",),
        "a folder of its name": ("data/case.json/",),
        "in a folder of its name": ("data/case.json/x",),
    }.items():
        flagged = [Part(f"{BASE}/{name}", b"", flags=0 if name.isascii() else UTF8) for name in pair]
        yield f"another name {what}", zipped([*parts, *flagged])
    yield "letters that no flag announces", zipped([*parts, Part(f"{BASE}/data/caf\u00e9.txt", b"")])
    latin = zipped([*parts, Part(f"{BASE}/data/cafXY.txt", b"")]).replace(b"cafXY", b"caf\xe9\xe9")
    yield "a name that is not in UTF-8", latin


def forged(pack: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield every forgery of the ZIP file itself: the bytes of the files are the ones that were signed."""
    for each in (headers, streams, places, names):
        yield from each(pack)

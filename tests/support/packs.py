"""Packs for tests, and every way to spoil one."""

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from casework.evidence.packs.bag import Member, text_member, write_bag
from casework.evidence.packs.signing import Signer, load_signer

BASE = "SMC-2026-0042-full"
TEXTS = {"exhibits.csv": "label\nMO/7\n", "originals/MO-7.txt": "the very words", "case.json": "{}"}


def signer_in(folder: Path) -> Signer:
    """Return the key of a folder, made at first use."""
    return load_signer(folder)[0]


def members() -> list[Member]:
    """Return the members of a small pack."""
    return [text_member(path, text) for path, text in TEXTS.items()]


def small_pack(signer: Signer, payload: list[Member] | None = None) -> bytes:
    """Return a small pack."""
    sink = BytesIO()
    write_bag(
        sink,
        BASE,
        members() if payload is None else payload,
        [("External-Identifier", "SMC/2026/0042")],
        signer,
    )
    return sink.getvalue()


def names_in(pack: bytes) -> list[str]:
    """Return the names of everything in a pack."""
    with ZipFile(BytesIO(pack)) as archive:
        return archive.namelist()


def flipped_on_disk(pack: bytes, name: str) -> bytes:
    """Return the pack with one bit in the middle of a member's bytes changed, as a failing disk does."""
    with ZipFile(BytesIO(pack)) as archive:
        entry = archive.getinfo(name)
        place = entry.header_offset + 30 + len(name) + entry.file_size // 2
    return pack[:place] + bytes([pack[place] ^ 1]) + pack[place + 1 :]


def packed_anew(
    pack: bytes,
    change: Callable[[str, bytes], bytes | None],
    more: dict[str, bytes] | None = None,
    *,
    deflate: bool = False,
) -> bytes:
    """Return the pack as a forger writes it anew: `change` gives a member's new bytes, or None to leave it out."""
    sink = BytesIO()
    with ZipFile(BytesIO(pack)) as old, ZipFile(sink, "w", ZIP_DEFLATED if deflate else ZIP_STORED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return sink.getvalue()


def _forged(name: str, at: str, content: bytes) -> bytes:
    if at != name:
        return content
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def _without(name: str, at: str, content: bytes) -> bytes | None:
    return None if at == name else content


def as_it_was(_name: str, content: bytes) -> bytes:
    """Change nothing."""
    return content


def spoilt(pack: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield every way to spoil a pack, one at a time, with what was done."""
    for name in names_in(pack):
        yield f"one bit of {name} on the disk", flipped_on_disk(pack, name)
        yield f"one bit of {name}, packed anew", packed_anew(pack, partial(_forged, name), deflate=True)
        yield (
            f"{name} left out",
            packed_anew(pack, partial(_without, name)),
        )
    yield "a file added", packed_anew(pack, as_it_was, {f"{BASE}/data/more.txt": b"more"})
    yield (
        "a file beside the bag",
        packed_anew(pack, as_it_was, {"read-me-first.txt": b"more"}),
    )
    yield (
        "a signature too many",
        packed_anew(pack, as_it_was, {f"{BASE}/signatures/other.sig": b"more"}),
    )
    yield "bytes before", b"MZ" * 40 + pack
    yield "bytes after", pack + b"more" * 40

"""A bag (RFC 8493, BagIt) in a ZIP file, of which the same contents always give the same bytes.

Everything that two runs could differ in is fixed: the order, the times, the modes, and no compression, whose result
depends on the library. Nothing is held in memory but lists of names.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO, FileIO
from typing import IO, BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from casework.evidence.packs.layout import (
    BAG_INFO,
    BAGIT,
    BAGIT_TEXT,
    MANIFEST,
    PAYLOAD,
    PUBLIC_KEY,
    SIGNATURE,
    TAG_MANIFEST,
)
from casework.evidence.packs.signing import Signer

CHUNK = 1 << 20
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP file can name: it stands for "no time"
PLAIN_FILE = 0o100644 << 16
UNIX = 3
Progress = Callable[[int], None]


class Changed(Exception):
    """A member's bytes were not those that its hash promised."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is not what its hash says")
        self.path = path


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the payload: `path` below data/, `size` in bytes, its SHA-256, and how to open it."""

    path: str
    size: int
    sha256: str
    open: Callable[[], BinaryIO]


def text_member(path: str, text: str) -> Member:
    """Return a member that holds `text` as UTF-8."""
    content = text.encode()
    return Member(path, len(content), hashlib.sha256(content).hexdigest(), lambda: BytesIO(content))


def file_member(path: str, file: IO[bytes]) -> Member:
    """Return a member that holds an open file, from its first byte; whoever opened it closes it after the pack."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(CHUNK):
        digest.update(piece)
        size += len(piece)

    def from_its_start() -> BinaryIO:
        file.seek(0)
        return FileIO(os.dup(file.fileno()))

    return Member(path, size, digest.hexdigest(), from_its_start)


def write_bag(
    sink: IO[bytes],
    base: str,
    members: Iterable[Member],
    info: Sequence[tuple[str, str]],
    signer: Signer,
    progress: Progress = lambda _written: None,
) -> None:
    """Write the bag `base` to `sink`, which must be seekable. `progress` is told the bytes of each piece written.

    Raises Changed where a member's bytes are not those promised, ValueError for two members of one path.
    """
    payload = sorted(members, key=lambda member: member.path)
    if len({member.path for member in payload}) != len(payload):
        raise ValueError("two members of a pack have the same path")
    tags = {
        BAGIT: BAGIT_TEXT.encode(),
        BAG_INFO: _info(info, payload).encode(),
        MANIFEST: "".join(f"{each.sha256}  {PAYLOAD}{each.path}\n" for each in payload).encode(),
    }
    listed = "".join(f"{hashlib.sha256(held).hexdigest()}  {name}\n" for name, held in sorted(tags.items()))
    tags[TAG_MANIFEST] = listed.encode()
    tags[SIGNATURE] = signer.sign(listed.encode())
    tags[PUBLIC_KEY] = signer.public_pem
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        for name, held in tags.items():
            archive.writestr(_entry(f"{base}/{name}", len(held)), held)
        for member in payload:
            _write(archive, f"{base}/{PAYLOAD}{member.path}", member, progress)


def _info(info: Sequence[tuple[str, str]], payload: Sequence[Member]) -> str:
    octets = sum(member.size for member in payload)
    lines = [*info, ("Payload-Oxum", f"{octets}.{len(payload)}")]
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in lines)


def _entry(name: str, size: int) -> ZipInfo:
    entry = ZipInfo(name, FIRST_DAY)
    entry.create_system, entry.external_attr, entry.file_size = UNIX, PLAIN_FILE, size
    return entry


def _write(archive: ZipFile, name: str, member: Member, progress: Progress) -> None:
    digest = hashlib.sha256()
    with closing(member.open()) as source, archive.open(_entry(name, member.size), "w") as sink:
        while piece := source.read(CHUNK):
            digest.update(piece)
            sink.write(piece)
            progress(len(piece))
    if digest.hexdigest() != member.sha256:
        raise Changed(member.path)

"""Check an evidence pack: `python -m casework.evidence.verify_pack FILE [--signer FINGERPRINT]`.

Needs Python and `cryptography`, and nothing else of Casework than this file and the names beside it. Ends with 0 where
the pack is whole and its signer is the one named; 3 where it is whole but no signer was named to compare; 1 where
anything is wrong; 2 where the file cannot be read as a pack.
"""

import argparse
import hashlib
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from os import SEEK_CUR, SEEK_END
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as DeflateError  # noqa: N812  zlib calls it `error`

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from casework.evidence.packs.layout import (
    BAG_INFO,
    BAGIT,
    MANIFEST,
    PAYLOAD,
    PUBLIC_KEY,
    SIGNATURE,
    TAG_MANIFEST,
)

CHUNK = 1 << 20
LOCAL_HEADER, LOCAL_LENGTHS, LISTED_HEADER, END_RECORD = 30, 26, 46, 22  # bytes, as the ZIP format has them
SIZES_FOLLOW, DESCRIPTOR = 8, 24  # the flag that sizes stand after a file, and the most bytes that they take
RENAMING = {0x7075, 0x6375}  # Info-ZIP's Unicode path and comment: what some readers show instead
FIELD_HEAD = 4  # bytes
LARGE_END = 76  # what a ZIP file over 4 GB has more at its end
LONGEST_LIST = 64 << 20  # bytes of a list of names
UNREADABLE = (BadZipFile, DeflateError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
NEEDED = (BAGIT, BAG_INFO, MANIFEST)
OUTSIDE = (TAG_MANIFEST, SIGNATURE, PUBLIC_KEY)
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
LINE = re.compile(r"([0-9a-f]{64})  ([^\\:]+)")  # of a list: a hash, two spaces, a path with plain slashes
MOST_NAMED = 20  # of the files of one kind of fault: more would hide the sentences


class NotAPack(Exception):
    """The file cannot be read as a pack at all."""


@dataclass
class Verdict:
    """What a check found. `signature`: valid, False, or None where there is none; `fingerprint` of its key."""

    listed: int = 0
    altered: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    signature: bool | None = None
    fingerprint: str = ""
    wanted: str = ""

    @property
    def whole(self) -> bool:
        """Whether every file is there, unaltered, alone, and under a valid signature."""
        return self.signature is True and not (self.altered or self.missing or self.extra)

    @property
    def signer_known(self) -> bool | None:
        """Whether the key is the one named; None where none was named, or nothing valid was signed."""
        return self.fingerprint == self.wanted if self.wanted and self.signature else None

    @property
    def exit_code(self) -> int:
        """What the command ends with."""
        if not self.whole or self.signer_known is False:
            return 1
        return 0 if self.signer_known else 3


def check(file: IO[bytes] | Path, signer: str = "") -> Verdict:
    """Check a pack against the fingerprint `signer` (hexadecimal digits, spaces and capitals as they come).

    Raises NotAPack where it cannot be read as one.
    """
    try:
        with ZipFile(file) as archive:
            return _check(archive, plain(signer))
    except (BadZipFile, OSError, ValueError) as error:
        raise NotAPack(f"This file cannot be read as a ZIP file: {error}.") from None


def plain(fingerprint: str) -> str:
    """Return a fingerprint without the spaces, colons and capitals that it may be written with."""
    return "".join(fingerprint.split()).replace(":", "").lower()


def _check(archive: ZipFile, wanted: str) -> Verdict:
    base = _base(archive)
    entries = {
        entry.filename.removeprefix(base): entry
        for entry in archive.infolist()
        if entry.filename.startswith(base)
    }
    verdict = Verdict(wanted=wanted)
    verdict.extra = _strange(archive, base)
    listed: dict[str, str] = {}
    for name, prefixes in ((TAG_MANIFEST, None), (MANIFEST, PAYLOAD)):
        lines = _lines(archive, entries, name, verdict)
        listed |= {path: sha256 for path, sha256 in lines if not prefixes or path.startswith(prefixes)}
        verdict.altered += [
            f"{name}: {path}" for path, _ in lines if prefixes and not path.startswith(prefixes)
        ]
    verdict.missing += [name for name in (*NEEDED, *OUTSIDE) if name not in entries and name not in listed]
    verdict.listed = len(listed)
    for path, sha256 in sorted(listed.items()):
        if path not in entries:
            verdict.missing.append(path)
        elif _hash(archive, entries[path]) != sha256:
            verdict.altered.append(path)
    verdict.altered += [name for name in NEEDED if name in entries and name not in listed]
    known = {*listed, *OUTSIDE, *NEEDED}
    verdict.extra += [name for name, entry in entries.items() if not _known(name, entry, known)]
    _check_signature(archive, entries, verdict)
    for found in (verdict.altered, verdict.missing, verdict.extra):
        found[:] = sorted(set(found))
    return verdict


def _known(name: str, entry: ZipInfo, known: set[str]) -> bool:
    """Say whether an entry is listed, or is an empty folder on the way to one that is."""
    folder = entry.is_dir() and not entry.file_size
    return name in known or (folder and any(path.startswith(name) for path in known))


def _base(archive: ZipFile) -> str:
    """Return the folder that the bag stands in, with its slash; "" where it stands bare."""
    for name in archive.namelist():
        folder, _, rest = name.rpartition(BAGIT)
        if not rest and folder.count("/") == (1 if folder else 0) and name == folder + BAGIT:
            if folder and not _is_safe(folder[:-1]):
                raise NotAPack(
                    "The folder in this ZIP file has a name that leads elsewhere. Do not unpack it."
                )
            return folder
    raise NotAPack(f"This ZIP file is no evidence pack: it holds no {BAGIT}.")


def _strange(archive: ZipFile, base: str) -> list[str]:
    """Name what a reader of the lists would never meet: names given twice or outside the bag, and loose bytes."""
    names = archive.namelist()
    found = [f"{name.removeprefix(base)} (twice)" for name, count in Counter(names).items() if count > 1]
    found += [name for name in names if not name.startswith(base)]
    found += [
        f"{entry.filename.removeprefix(base)} (not a plain file)"
        for entry in archive.infolist()
        if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}
    ]
    found += [f"{name.removeprefix(base)} (with a second name)" for name in _renamed(archive)]
    if _loose(archive) or any(entry.comment for entry in archive.infolist()):
        found.append("bytes of the ZIP file that belong to no file in it")
    return found


def _renamed(archive: ZipFile) -> list[str]:
    """Name the entries to which a field of their headers gives another name: other readers would go by that."""
    file: IO[bytes] = archive.fp  # type: ignore[assignment]
    found = []
    for entry in archive.infolist():
        file.seek(entry.header_offset + LOCAL_LENGTHS)
        name, extra = (int.from_bytes(file.read(2), "little") for _ in range(2))
        file.seek(name, SEEK_CUR)
        if RENAMING & {*_fields(entry.extra), *_fields(file.read(extra))}:
            found.append(entry.filename)
    return found


def _fields(extra: bytes) -> Iterator[int]:
    """Yield the kinds of a header's extra fields."""
    while len(extra) >= FIELD_HEAD:
        yield int.from_bytes(extra[:2], "little")
        extra = extra[FIELD_HEAD + int.from_bytes(extra[2:4], "little") :]


def _loose(archive: ZipFile) -> bool:
    """Say whether bytes stand before, between or after the files of a ZIP file: other readers may see more there."""
    file: IO[bytes] = archive.fp  # type: ignore[assignment]
    place = room = 0
    for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        if not 0 <= entry.header_offset - place <= room:
            return True
        file.seek(entry.header_offset + LOCAL_LENGTHS)
        lengths = int.from_bytes(file.read(2), "little") + int.from_bytes(file.read(2), "little")
        place = entry.header_offset + LOCAL_HEADER + lengths + entry.compress_size
        room = DESCRIPTOR if entry.flag_bits & SIZES_FOLLOW else 0
    listing = sum(
        LISTED_HEADER + len(entry.orig_filename.encode()) + len(entry.extra) + len(entry.comment)
        for entry in archive.infolist()
    )
    over = file.seek(0, SEEK_END) - place - listing - END_RECORD
    return over not in {*range(room + 1), *range(LARGE_END, LARGE_END + room + 1)}


def _lines(
    archive: ZipFile, entries: dict[str, ZipInfo], name: str, verdict: Verdict
) -> list[tuple[str, str]]:
    """Return (path, SHA-256) of each line of a list. One that has a line of another form counts as altered."""
    if name not in entries:
        return []
    try:
        text = _read(archive, entries[name]).decode()
    except UNREADABLE:
        verdict.altered.append(name)
        return []
    lines = text.removesuffix("\n").split("\n") if text else []
    read = [found.groups() for line in lines if (found := LINE.fullmatch(line)) and _is_safe(found[2])]
    if len(read) < len(lines) or len({path for _, path in read}) < len(read):
        verdict.altered.append(name)
    return [(path, sha256) for sha256, path in read]


def _is_safe(path: str) -> bool:
    """Say whether a path stays in the folder that a pack is unpacked in, and says what it seems to say."""
    return path.isprintable() and "\\" not in path and not {"", ".", ".."} & set(path.split("/"))


def _check_signature(archive: ZipFile, entries: dict[str, ZipInfo], verdict: Verdict) -> None:
    if not all(name in entries for name in OUTSIDE):
        return
    verdict.signature = False
    try:
        signed, signature, pem = (_read(archive, entries[name]) for name in OUTSIDE)
        key = load_pem_public_key(pem)
        alone = pem.count(b"-----BEGIN") == 1 and pem.startswith(b"-----BEGIN")  # others may read another
        if isinstance(key, Ed25519PublicKey) and alone:
            der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            key.verify(signature, signed)
            verdict.signature, verdict.fingerprint = True, hashlib.sha256(der).hexdigest()
    except (InvalidSignature, *UNREADABLE):
        return


def _opened(archive: ZipFile, entry: ZipInfo) -> IO[bytes]:
    """Open an entry. Raises ValueError where other readers could find other bytes in it, or none."""
    stored = entry.compress_type == ZIP_STORED
    if entry.compress_type != ZIP_DEFLATED and not (stored and entry.compress_size == entry.file_size):
        raise ValueError("packed in a way that not every reader knows")
    return archive.open(entry)


def _pieces(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    with _opened(archive, entry) as source:
        while piece := source.read(CHUNK):
            yield piece


def _hash(archive: ZipFile, entry: ZipInfo) -> str:
    digest = hashlib.sha256()
    try:
        for piece in _pieces(archive, entry):
            digest.update(piece)
    except UNREADABLE:
        return ""
    return digest.hexdigest()


def _read(archive: ZipFile, entry: ZipInfo) -> bytes:
    with _opened(archive, entry) as source:
        content = source.read(LONGEST_LIST + 1)
    if len(content) > LONGEST_LIST:
        raise ValueError("too long for a list")
    return content


def sentences(verdict: Verdict) -> list[str]:
    """Return the verdict in plain sentences, the gravest first to last."""
    told = [
        _told(
            verdict.altered, "Altered", "is", "are", "not what the pack says it was", "Nothing was altered."
        ),
        _told(verdict.missing, "Missing", "is", "are", "listed and not there", "Nothing is missing."),
        _told(verdict.extra, "Extra", "is", "are", "there and not listed", "Nothing was added."),
    ]
    if not (verdict.altered or verdict.missing or verdict.extra):
        told.insert(0, f"Complete: all {verdict.listed} files that the pack lists are in it, unaltered.")
    return [*told, _told_of_signature(verdict), _told_of_signer(verdict)]


def _told(names: Sequence[str], word: str, one: str, many: str, why: str, none: str) -> str:
    if not names:
        return none
    count = f"1 file {one}" if len(names) == 1 else f"{len(names)} files {many}"
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{word}: {count} {why}: {', '.join(shown(name) for name in names[:MOST_NAMED])}{more}."


def shown(name: str) -> str:
    """Return a name without anything that could move the cursor, turn the line or stand for a sentence of ours."""
    return "".join(each if each.isprintable() else f"\\u{{{ord(each):x}}}" for each in name)


def _told_of_signature(verdict: Verdict) -> str:
    if verdict.signature:
        return "Signature valid: the list of hashes is the one that was signed."
    if verdict.signature is None:
        return "No signature: anybody could have made this pack. Do not rely on it."
    return "Signature not valid: the list of hashes is not the one that was signed. Do not rely on this pack."


def _told_of_signer(verdict: Verdict) -> str:
    if not verdict.signature:
        return "Signer not known, as no signature was found valid."
    if verdict.signer_known:
        return "Signer known: it is the key whose fingerprint you gave."
    shown = " ".join(verdict.fingerprint[start : start + 4] for start in range(0, 64, 4))
    if verdict.signer_known is False:
        return f"Signer not known: the key is not the one whose fingerprint you gave. It is {shown}."
    return (
        f"Signer not compared: the key’s fingerprint is {shown}. Compare it with the one that the council publishes, "
        "got from the council itself and not with the pack."
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the file named on the command line, and return the exit code."""
    parser = argparse.ArgumentParser(prog="verify_pack", description="Check an evidence pack.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--signer", default="", help="the fingerprint that the council publishes")
    given = parser.parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may lack a letter of a name
    if given.signer and not FINGERPRINT.fullmatch(plain(given.signer)):
        print("A fingerprint is 64 of the digits 0 to 9 and the letters a to f. What you gave is not.")  # noqa: T201
        return 2
    try:
        verdict = check(given.file, given.signer)
    except NotAPack as error:
        print(shown(str(error)))  # noqa: T201  it speaks to the terminal
        return 2
    print("\n".join(sentences(verdict)))  # noqa: T201
    return verdict.exit_code


if __name__ == "__main__":
    sys.exit(main())

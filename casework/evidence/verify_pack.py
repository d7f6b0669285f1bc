"""Check an evidence pack: `python -m casework.evidence.verify_pack FILE [--signer FINGERPRINT]`.

Needs Python and `cryptography`, and nothing else of Casework than this file and the two beside it that it imports. Ends
with 0 where the pack is whole and its signer is the one named; 3 where it is whole but no signer was named to compare;
1 where anything is wrong; 2 where the file cannot be read as a pack. No file of the pack is held in memory.
"""

import argparse
import hashlib
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import IO

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
from casework.evidence.packs.zipped import LONGEST_LIST, Entry, NotZipped, entries_of, pieces

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

    Raises NotAPack, with why in a sentence, where it cannot be read as one.
    """
    try:
        if not isinstance(file, Path):
            return _check(file, plain(signer))
        with file.open("rb") as opened:
            return _check(opened, plain(signer))
    except NotZipped as error:
        raise NotAPack(str(error)) from None
    except OSError as error:
        raise NotAPack(f"It cannot be opened: {error.strerror or error}.") from None


def plain(fingerprint: str) -> str:
    """Return a fingerprint without the spaces, colons and capitals that it may be written with."""
    return "".join(fingerprint.split()).replace(":", "").lower()


def _check(file: IO[bytes], wanted: str) -> Verdict:
    every, loose = entries_of(file)
    base = _base([entry.name for entry in every])
    entries = {entry.name.removeprefix(base): entry for entry in every if entry.name.startswith(base)}
    verdict = Verdict(wanted=wanted, extra=_strange(every, base))
    if loose or any(entry.remark for entry in every):
        verdict.extra.append("bytes of the ZIP file that belong to no file in it")
    listed: dict[str, str] = {}
    for name, prefixes in ((TAG_MANIFEST, None), (MANIFEST, PAYLOAD)):
        lines = _lines(file, entries, name, verdict)
        listed |= {path: sha256 for path, sha256 in lines if not prefixes or path.startswith(prefixes)}
        verdict.altered += [
            f"{name}: {path}" for path, _ in lines if prefixes and not path.startswith(prefixes)
        ]
    verdict.missing += [name for name in (*NEEDED, *OUTSIDE) if name not in entries and name not in listed]
    verdict.missing += [path for path in listed if path not in entries]
    verdict.listed = len(listed)
    for path, entry in entries.items():
        found = _hash(file, entry)
        if found != listed.get(path, found) or not found:
            verdict.altered.append(f"{path} ({entry.fault})" if entry.fault else path)
    verdict.altered += [name for name in NEEDED if name in entries and name not in listed]
    known = {*listed, *OUTSIDE, *NEEDED}
    verdict.extra += [name for name, entry in entries.items() if not _known(name, entry, known)]
    _check_signature(file, entries, verdict)
    for told in (verdict.altered, verdict.missing, verdict.extra):
        told[:] = sorted(set(told))
    return verdict


def _known(name: str, entry: Entry, known: set[str]) -> bool:
    """Say whether an entry is listed, or is an empty folder on the way to one that is."""
    folder = name.endswith("/") or not name
    empty = folder and not entry.numbers.whole
    return name in known or (empty and any(path.startswith(name) for path in known))


def _base(names: Sequence[str]) -> str:
    """Return the folder that the bag stands in, with its slash; "" where it stands bare."""
    for name in names:
        folder, _, rest = name.rpartition(BAGIT)
        if not rest and folder.count("/") == (1 if folder else 0) and name == folder + BAGIT:
            if folder and not _is_safe(folder[:-1]):
                raise NotAPack("The folder in it has a name that leads elsewhere. Do not unpack it.")
            return folder
    raise NotAPack(f"It is a ZIP file and no evidence pack: it holds no {BAGIT}.")


def _strange(entries: Sequence[Entry], base: str) -> list[str]:
    """Name what a reader of the lists would never meet, or another reader would meet as something else."""
    names = [entry.name for entry in entries]
    counted = Counter(names)
    odd = {
        "twice": [name for name in names if counted[name] > 1],
        "one name with another, to some computers": _clashing(list(counted)),
        "not a plain file": [entry.name for entry in entries if not entry.plain],
        "with a second name": [entry.name for entry in entries if entry.renamed],
    }
    found = [name for name in names if not name.startswith(base)]
    return found + [f"{name.removeprefix(base)} ({what})" for what, each in odd.items() for name in each]


def _clashing(names: Sequence[str]) -> list[str]:
    """Name those that some computers take for one file, or for a file where another needs a folder.

    They may take capitals, the forms of Unicode, and dots and spaces at the end of a part for no difference.
    """
    keys = [_key(name) for name in names]
    counted = Counter(keys)
    files = {key for key, name in zip(keys, names, strict=True) if not name.endswith("/")}
    found = []
    for key, name in zip(keys, names, strict=True):
        parts = key.split("/")
        above = {"/".join(parts[:depth]) for depth in range(1, len(parts))}
        if counted[key] > 1 or above & files:
            found.append(name)
    return found


def _key(name: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).upper().lower())
    return "/".join(part.rstrip(". ") for part in folded.removesuffix("/").split("/"))


def _lines(file: IO[bytes], entries: dict[str, Entry], name: str, verdict: Verdict) -> list[tuple[str, str]]:
    """Return (path, SHA-256) of each line of a list. One that has a line of another form counts as altered."""
    if name not in entries:
        return []
    try:
        text = _read(file, entries[name]).decode()
    except ValueError:
        verdict.altered += [] if entries[name].fault else [name]
        return []
    lines = text.removesuffix("\n").split("\n") if text else []
    read = [found.groups() for line in lines if (found := LINE.fullmatch(line)) and _is_safe(found[2])]
    if len(read) < len(lines) or len({path for _, path in read}) < len(read):
        verdict.altered.append(name)
    return [(path, sha256) for sha256, path in read]


def _is_safe(path: str) -> bool:
    """Say whether a path stays in the folder that a pack is unpacked in, and says what it seems to say."""
    return path.isprintable() and "\\" not in path and not {"", ".", ".."} & set(path.split("/"))


def _check_signature(file: IO[bytes], entries: dict[str, Entry], verdict: Verdict) -> None:
    if not all(name in entries for name in OUTSIDE):
        return
    verdict.signature = False
    try:
        signed, signature, pem = (_read(file, entries[name]) for name in OUTSIDE)
        key = load_pem_public_key(pem)
        alone = pem.count(b"-----BEGIN") == 1 and pem.startswith(b"-----BEGIN")  # others may read another
        if isinstance(key, Ed25519PublicKey) and alone:
            der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            key.verify(signature, signed)
            verdict.signature, verdict.fingerprint = True, hashlib.sha256(der).hexdigest()
    except (InvalidSignature, ValueError):
        return


def _hash(file: IO[bytes], entry: Entry) -> str:
    """Return the SHA-256 of an entry, or "" where its bytes are not what its headers promise."""
    digest = hashlib.sha256()
    try:
        for piece in pieces(file, entry):
            digest.update(piece)
    except ValueError:
        return ""
    return digest.hexdigest()


def _read(file: IO[bytes], entry: Entry) -> bytes:
    if entry.numbers.whole > LONGEST_LIST:
        raise ValueError("too long for a list")
    return b"".join(pieces(file, entry))


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
        print("This file cannot be read as an evidence pack.", shown(str(error)))  # noqa: T201  it speaks to the terminal
        return 2
    print("\n".join(sentences(verdict)))  # noqa: T201
    return verdict.exit_code


if __name__ == "__main__":
    sys.exit(main())

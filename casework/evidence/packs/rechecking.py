"""A finished pack is opened again, as a stranger would, before it is offered to anybody."""

from collections.abc import Collection, Iterator
from typing import IO
from zipfile import ZipFile

from casework.evidence import verify_pack
from casework.evidence.packs.layout import MANIFEST, ORIGINALS
from casework.evidence.packs.workflow import Profile
from casework.evidence.redaction.words import shown

TEXTS = (".txt", ".csv", ".json", ".jsonl")
CHUNK = 1 << 20
SHORTEST = 4  # letters: a shorter name turns up in compressed pictures by chance


def faults(
    pack: IO[bytes],
    profile: Profile,
    *,
    fingerprint: str,
    originals: Collection[str],
    protected: Collection[str],
) -> list[str]:
    """Return what is wrong with a finished pack, in sentences; empty where it can be offered.

    `originals`: the SHA-256 of every original of the case. `protected`: names and contacts. Both are looked for in
    what is not for investigators: among the hashes and names, in every text, and in the bytes of every other file.
    """
    verdict = verify_pack.check(pack, fingerprint)
    found = [] if verdict.exit_code == 0 else verify_pack.sentences(verdict)
    if profile is Profile.FULL:
        return found
    with ZipFile(pack) as archive:
        for name in archive.namelist():
            if f"/{ORIGINALS}" in name:
                found.append(f"{name} stands among originals.")
            if name.endswith(f"/{MANIFEST}"):
                hashes = {line[:64] for line in archive.read(name).decode().splitlines()}
                found += [
                    f"It holds the original with the SHA-256 {each}."
                    for each in sorted(hashes & set(originals))
                ]
            if _shows(archive, name, protected):
                found.append(f"{name} holds a protected name or contact.")
    return found


def _shows(archive: ZipFile, name: str, protected: Collection[str]) -> bool:
    if any(word.casefold() in name.casefold() for word in protected if len(word) >= SHORTEST):
        return True
    if name.endswith(TEXTS):
        return bool(shown(protected, archive.read(name).decode()))
    wanted = [
        word.encode(code) for word in protected if len(word) >= SHORTEST for code in ("utf-8", "utf-16-le")
    ]
    return any(word in piece for piece in _overlapping(archive, name, wanted) for word in wanted)


def _overlapping(archive: ZipFile, name: str, wanted: Collection[bytes]) -> Iterator[bytes]:
    """Yield a member in pieces that overlap by the longest word, so that none is missed between two."""
    kept, keep = b"", max(map(len, wanted), default=0)
    with archive.open(name) as source:
        while piece := source.read(CHUNK):
            yield kept + piece
            kept = (kept + piece)[-keep:] if keep else b""

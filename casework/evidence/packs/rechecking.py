"""A finished pack is opened again, as a stranger would, before it is offered to anybody."""

import hashlib
import shutil
from collections.abc import Collection, Iterator
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZipFile

from casework.evidence import verify_pack
from casework.evidence.packs.layout import BUNDLE, MANIFEST, ORIGINALS, PAYLOAD, REDACTED
from casework.evidence.packs.pdf import raster_of
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
        bundles = [name for name in archive.namelist() if name.endswith(f"/{PAYLOAD}{BUNDLE}")]
        found += [fault for name in bundles for fault in _faults_of_bundle(archive, name, protected)]
    return found


def _faults_of_bundle(archive: ZipFile, bundle: str, protected: Collection[str]) -> list[str]:
    """Return what the pages of a bundle show and must not: protected words, and pictures that are no redacted copy.

    The bundle is our own work of a moment ago: no stranger's bytes are decoded here.
    """
    from pypdfium2 import PdfDocument, raw

    released = {
        hashlib.sha256(raster_of(archive.read(name)).data).hexdigest()
        for name in archive.namelist()
        if f"/{REDACTED}" in name and name.endswith(".png")
    }
    found = []
    with TemporaryFile() as copy:
        with archive.open(bundle) as source:
            shutil.copyfileobj(source, copy, CHUNK)
        pdf = PdfDocument(copy)
        told = [*pdf.get_metadata_dict().values(), *(mark.get_title() for mark in pdf.get_toc())]
        pictures: set[str] = set()
        for page in pdf:
            told.append(page.get_textpage().get_text_bounded())
            for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
                pictures.add(hashlib.sha256(each.get_data(decode_simple=False)).hexdigest())
            page.close()
        if shown(protected, "\n".join(told)):
            found.append(f"A page or bookmark of {BUNDLE} holds a protected name or contact.")
        if pictures - released:
            found.append(f"{BUNDLE} shows a picture that is not one of the redacted copies.")
        pdf.close()
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

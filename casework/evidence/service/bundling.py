"""The bundle of a pack: which pictures stand in it, and from where."""

import hashlib
import struct
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import IO

from casework.errors import NotPossible
from casework.evidence import upright
from casework.evidence.decoder import MOST_PAGES
from casework.evidence.packs.bag import Changed
from casework.evidence.packs.bundle import Bundle, Entry, Leaf, Unshown, write_bundle
from casework.evidence.packs.contents import CaseFacts, ExhibitFacts, Held, Selection
from casework.evidence.packs.pdf import Raster, raster_of, raster_of_rgb
from casework.evidence.packs.workflow import Profile
from casework.evidence.vault import vault

IHDR = slice(16, 24)  # of a PNG: its width and height
Told = Callable[[int], None]


def lay_out(
    sink: IO[bytes], facts: CaseFacts, chosen: Selection, words: Mapping[int, str], progress: Told
) -> int:
    """Write the bundle of what was chosen, and return its pages. `progress` is told the bytes of each exhibit.

    `words`: {exhibit id: text}; only a full bundle holds them. Raises Changed where a picture is not what it was.
    """
    entries = [entry for exhibit, held in chosen.taken for entry in _entries(exhibit, held, chosen, words)]
    sizes = {exhibit.label: sum(each.size for each in held) for exhibit, held in chosen.taken}
    bundle = Bundle(
        f"{facts.reference}, {chosen.profile.value}",
        _told(facts, chosen),
        entries,
        [line for exhibit, _ in chosen.taken for line in _reasons(exhibit, chosen)],
    )
    return write_bundle(sink, bundle, lambda entry: progress(sizes.pop(entry.label, 0)))


def _told(facts: CaseFacts, chosen: Selection) -> list[str]:
    left = ", ".join(label for label, _ in chosen.left_out)
    return [
        f"From {facts.council}. {chosen.profile.label}.",
        f"{len(chosen.taken)} of {len(facts.exhibits)} exhibits."
        + (f" Left out: {left}; left-out.csv in this pack says why." if left else ""),
        "The pages show pictures, to read and to refer to. What can be checked are the files in the pack.",
    ]


def _entries(
    exhibit: ExhibitFacts, held: Sequence[Held], chosen: Selection, words: Mapping[int, str]
) -> list[Entry]:
    if chosen.profile is Profile.FULL:
        return [_as_received(exhibit, words.get(exhibit.id, ""))]
    return [_redacted(exhibit, certificate, held) for certificate in exhibit.certificates]


def _as_received(exhibit: ExhibitFacts, words: str) -> Entry:
    original, leaves = exhibit.original, list[Leaf]()
    notes = [f"page picture of {exhibit.values['kind']}"]
    if exhibit.picture and exhibit.is_document:
        shown = range(1, min(exhibit.pages, MOST_PAGES) + 1)
        leaves = [Leaf((0, 0), partial(_drawn, original, page)) for page in shown]
        if exhibit.pages > MOST_PAGES:
            notes.append(f"the first {MOST_PAGES} of {exhibit.pages} pages; all are in the file")
    elif exhibit.picture:
        leaves = [_leaf(exhibit.picture)]
        if exhibit.pages > 1:
            notes.append(f"moving or of several pages: some of {exhibit.pages} pictures, side by side")
    shows = exhibit.values["title"] or _kind(exhibit)
    return Entry(exhibit.label, shows, original.path, original.sha256, leaves, notes, words)


def _redacted(exhibit: ExhibitFacts, certificate: Mapping[str, object], held: Sequence[Held]) -> Entry:
    """Return a redacted copy: its description passed with it, and nothing else that was typed goes along."""
    files = certificate["files"]
    pages = [each for each in held if isinstance(files, Mapping) and each.path in files]
    return Entry(
        exhibit.label,
        str(certificate["shows"]) or _kind(exhibit),
        pages[0].path,
        pages[0].sha256,
        [_leaf(each) for each in pages],
        ("redacted copy",),
    )


def _kind(exhibit: ExhibitFacts) -> str:
    kind = exhibit.values["kind"]
    return kind[:1].upper() + kind[1:]


def _reasons(exhibit: ExhibitFacts, chosen: Selection) -> list[str]:
    if chosen.profile is Profile.FULL:
        return []
    return [
        f"{exhibit.label}. {reason}."
        for certificate in exhibit.certificates
        for reason in certificate["reasons"] or ["Nothing was covered in this copy"]
    ]


def _leaf(held: Held) -> Leaf:
    with vault().open(held.sha256) as source:
        head = source.read(IHDR.stop)
    width, height = struct.unpack(">II", head[IHDR]) if len(head) == IHDR.stop else (0, 0)
    return Leaf((width, height), partial(_picture, held))


def _picture(held: Held) -> Raster:
    with vault().open(held.sha256) as source:
        content = source.read()
    if hashlib.sha256(content).hexdigest() != held.sha256:
        raise Changed(held.path)
    try:
        return raster_of(content)
    except ValueError as odd:
        raise Unshown(f"This picture cannot be printed; it is in the pack as {held.path}.") from odd


def _drawn(original: Held, page: int) -> Raster:
    """Return a page of a document, drawn by the sealed decoder."""
    try:
        with vault().open(original.sha256) as source:
            drawn = upright.draw(source, page).page
    except NotPossible as why:
        raise Unshown(f"{why.message} It is in the pack as {original.path}.") from why
    return raster_of_rgb(drawn.width, drawn.height, drawn.rgb)

"""The bundle: every exhibit of a pack on numbered pages, with an index that leads to them.

Pages are numbered as courts ask (General guidance on electronic court bundles, 2021): from 1 on the first page, the
index included, so that the number printed is the one that the reader shows; index and bookmarks lead to the page.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import shorten
from typing import IO

from casework.evidence.decoder import TALL
from casework.evidence.packs.pdf import Document, Page, Raster, length, wrapped, written

UPRIGHT = (595, 842)  # A4, in points
MARGIN, TOP, FOOT = 40, 76, 44
NATURAL = 72 / 96  # points to a pixel: a small picture is not blown up
STRIP, OVERLAP, MOST_STRIPS = 200, 36, 40  # points: a long capture stands as wide as a phone in the hand
LINE, ROW_GAP, SIZE = 12, 5, 9.5
LABEL, SHOWS, HASH, PAGE = 40, 112, 420, 555  # where the columns of the index stand
UNSEEN_LINE = 90  # letters


class Unshown(Exception):
    """This page cannot be shown, for the reason given."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One picture to lay on a page, or on several where it is very tall: `size` in pixels, 0 where not known yet.

    `load` may raise Unshown.
    """

    size: tuple[int, int]
    load: Callable[[], Raster]


@dataclass(frozen=True, slots=True)
class Entry:
    """An exhibit in the bundle. `notes` stand under its label on its first page; `words` are found, not seen."""

    label: str
    shows: str
    path: str
    sha256: str
    leaves: Sequence[Leaf] = ()
    notes: Sequence[str] = ()
    words: str = ""

    @property
    def pages(self) -> int:
        """On how many pages it stands: one at least, which says why there is no picture."""
        return sum(strips(leaf.size)[0] for leaf in self.leaves) or 1


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle is made from. `told`: sentences at its front; `schedule`: what was covered, and why, at its end."""

    reference: str
    told: Sequence[str]
    entries: Sequence[Entry]
    schedule: Sequence[str] = field(default=())


def strips(size: tuple[int, int]) -> tuple[int, float]:
    """Return over how many pages a picture goes, and points to a pixel where it is more than one."""
    width, height = size
    if not width or height < TALL * width:
        return 1, 0
    room = UPRIGHT[1] - TOP - FOOT
    most = MOST_STRIPS * (room - OVERLAP) + OVERLAP
    scale = min(STRIP / width, most / height, NATURAL)
    return max(1, math.ceil((height * scale - OVERLAP) / (room - OVERLAP) - 1e-9)), scale


def write_bundle(sink: IO[bytes], bundle: Bundle, done: Callable[[Entry], None] = lambda _entry: None) -> int:
    """Write the bundle to `sink`, and return its pages. `done` is told each exhibit that was laid out."""
    front = len(list(_index(bundle, [0] * len(bundle.entries))))
    starts, at = [], front
    for entry in bundle.entries:
        starts.append(at)
        at += entry.pages
    behind = list(_schedule(bundle)) if bundle.schedule else []
    whole = at + len(behind)
    pdf = Document(sink, whole)

    def add(page: Page) -> None:
        foot = f"{pdf.done + 1}"
        page.text(MARGIN, 22, bundle.reference, 8)
        page.text_to(page.width / 2 + length(foot, 10) / 2, 22, foot, 10)
        pdf.add(page)

    for page in _index(bundle, starts):
        add(page)
    for entry in bundle.entries:
        for page in _pages(entry):
            add(page)
        done(entry)
    for page in behind:
        add(page)
    pdf.finish(f"Evidence bundle, {bundle.reference}", _bookmarks(bundle, starts, at))
    return whole


def _bookmarks(bundle: Bundle, starts: Sequence[int], behind: int) -> dict[int, str]:
    marks = {0: "Index, page 1"}
    for entry, start in zip(bundle.entries, starts, strict=True):
        marks[start] = f"{entry.label}: {shorten(entry.shows, 100, placeholder='…')}, page {start + 1}"
    if bundle.schedule:
        marks[behind] = f"What was covered, and why, page {behind + 1}"
    return marks


def _index(bundle: Bundle, starts: Sequence[int]) -> Iterator[Page]:
    """Yield the index: a row for each exhibit, which leads to its first page."""
    page, y = _headed(f"Evidence bundle, {bundle.reference}", bundle.told)
    y = _columns(page, y)
    for entry, start in zip(bundle.entries, starts, strict=True):
        lines = wrapped(entry.shows, HASH - SHOWS - 10, SIZE) or [""]
        high = len(lines) * LINE + ROW_GAP
        if y - high < FOOT:
            yield page
            page, y = _headed("Index, continued")
            y = _columns(page, y)
        page.text(LABEL, y - LINE, entry.label, SIZE, bold=True)
        for number, line in enumerate(lines, 1):
            page.text(SHOWS, y - number * LINE, line, SIZE)
        page.text(HASH, y - LINE, entry.sha256[:12], SIZE)
        page.text_to(PAGE, y - LINE, str(start + 1), SIZE)
        page.links.append(((LABEL, y - high, PAGE, y), start))
        page.rule(y - high + 1, MARGIN)
        y -= high
    yield page


def _columns(page: Page, y: float) -> float:
    for x, words in ((LABEL, "Exhibit"), (SHOWS, "What it shows"), (HASH, "SHA-256 begins")):
        page.text(x, y - LINE, words, SIZE, bold=True)
    page.text_to(PAGE, y - LINE, "Page", SIZE)
    page.rule(y - LINE - ROW_GAP, MARGIN)
    return y - LINE - 2 * ROW_GAP


def _headed(title: str, paragraphs: Sequence[str] = ()) -> tuple[Page, float]:
    page = Page(*UPRIGHT)
    y = page.height - MARGIN - 16
    for line in wrapped(title, page.width - 2 * MARGIN, 16, bold=True):
        page.text(MARGIN, y, line, 16, bold=True)
        y -= 20
    for paragraph in paragraphs:
        for line in wrapped(paragraph, page.width - 2 * MARGIN, 10):
            page.text(MARGIN, y, line, 10)
            y -= 13
        y -= 4
    return page, y - 4


def _schedule(bundle: Bundle) -> Iterator[Page]:
    """Yield the pages that say what was covered, and why."""
    page, y = _headed("What was covered, and why")
    for paragraph in bundle.schedule:
        for line in wrapped(paragraph, page.width - 2 * MARGIN, SIZE):
            if y - LINE < FOOT:
                yield page
                page, y = _headed("What was covered, and why, continued")
            page.text(MARGIN, y - LINE, line, SIZE)
            y -= LINE
        y -= ROW_GAP
    yield page


def _pages(entry: Entry) -> Iterator[Page]:
    if not entry.leaves:
        yield _slip(entry)
        return
    number = 1
    for leaf in entry.leaves:
        try:
            picture = leaf.load()
        except Unshown as why:
            yield _labelled(Page(*UPRIGHT), entry, number, str(why))
            number += 1
            continue
        for page in _laid(picture, leaf.size):
            yield _labelled(page, entry, number)
            number += 1


def _slip(entry: Entry) -> Page:
    """Return a page that stands for what has no picture."""
    page = _labelled(Page(*UPRIGHT), entry, 1)
    y = page.height - TOP - 40
    for part in (
        "There is no picture of it to print.",
        f"In this pack: {entry.path}",
        f"SHA-256 {entry.sha256}",
    ):
        for line in wrapped(part, page.width - 2 * MARGIN, 10):
            page.text(MARGIN, y, line, 10)
            y -= 16
    return page


def _labelled(page: Page, entry: Entry, number: int, why: str = "") -> Page:
    """Return the page with the exhibit's label on it, read before all else, and what stands beneath the label."""
    laid, page.marks = page.marks, []
    page.text(MARGIN, page.height - 34, f"{entry.label}, page {number} of {entry.pages}", 12, bold=True)
    room = page.width - 2 * MARGIN
    lines = [entry.shows, " · ".join((f"{entry.path}, SHA-256 {entry.sha256[:12]}…", *entry.notes))]
    for place, line in enumerate(lines):
        fitting = wrapped(line, room - 8, 8)
        shown = (fitting[:1] or [""])[0] + ("…" if len(fitting) > 1 else "")
        page.text(MARGIN, page.height - 48 - 11 * place, shown, 8)
    if why:
        page.text(MARGIN, page.height - TOP - 40, written(why), 10)
    if number == 1 and entry.words:
        page.unseen(MARGIN, page.height - TOP, _unseen(entry.words))
    page.marks += laid
    return page


def _unseen(words: str) -> list[str]:
    lines = [" ".join(line.split()) for line in words.splitlines()]
    return [line[start : start + UNSEEN_LINE] for line in lines for start in range(0, len(line), UNSEEN_LINE)]


def _laid(picture: Raster, size: tuple[int, int]) -> Iterator[Page]:
    """Yield the pages that a picture stands on, as many as its `size` was counted for."""
    count, scale = strips(size)
    if count == 1:
        yield _whole(picture)
        return
    room = UPRIGHT[1] - TOP - FOOT
    for number in range(count):
        page, above = Page(*UPRIGHT), number * (room - OVERLAP)
        high = min(room, picture.height * scale - above)
        across = picture.width * scale
        page.paint(picture, ((page.width - across) / 2, page.height - TOP - high, across, high), scale, above)
        if number:
            _mark_overlap(page, across)
        yield page


def _mark_overlap(page: Page, across: float) -> None:
    """Draw a line beside the part that stood at the foot of the page before."""
    x, y = (page.width - across) / 2 - 6, page.height - TOP
    page.marks.append(f"0.4 G 1 w {x:.2f} {y:.2f} m {x:.2f} {y - OVERLAP:.2f} l S 0 G")
    page.text(MARGIN, y - 10, "Also at the foot of", 7)
    page.text(MARGIN, y - 19, "the page before", 7)


def _whole(picture: Raster) -> Page:
    """Return a page with a whole picture: on its side where the picture is wider than high and needs the room."""
    lies = picture.width > picture.height and picture.width * NATURAL > UPRIGHT[0] - 2 * MARGIN
    page = Page(*(UPRIGHT[::-1] if lies else UPRIGHT))
    room = (page.width - 2 * MARGIN, page.height - TOP - FOOT)
    scale = min(NATURAL, room[0] / picture.width, room[1] / picture.height)
    across, high = picture.width * scale, picture.height * scale
    page.paint(picture, ((page.width - across) / 2, page.height - TOP - high, across, high), scale, 0)
    return page

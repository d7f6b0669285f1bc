"""Plain text → paragraphs: joins wrapped lines, and sets page numbers and running headers apart."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from casework.codes.markers import Marker, Sequences, Style, split_marker
from casework.codes.paragraphs import Paragraph, Reading, is_finished, leading, squeeze, starts_lower

_PAGE_NUMBER = re.compile(r"[-–—\s]*(page )?\d{1,3}( ?(of|/) ?\d{1,3})?[-–—\s]*", re.IGNORECASE)
_PAGE_OF_PAGES = re.compile(r"page \d{1,3}( ?(of|/) ?\d{1,3})?", re.IGNORECASE)
_CUT_AT_HYPHEN = re.compile(r"[^\W\d_]- (?!(and|or|nor|to)\b)[^\W\d_A-Z].*")
_EDGE = 2  # lines at the head and foot of a page where its furniture stands
_FURNITURE_AT_MOST = 100
_MARGIN_AT_MOST = 160
_RAGGED = 8  # how far short of the margin a converter may cut a line that had room for one more word
_CENTRED = 8
_STRAY = 0.05


@dataclass(frozen=True)
class _Line:
    text: str
    indent: int
    page: int
    gap_before: bool

    @property
    def end(self) -> int:
        return self.indent + len(self.text)


def read_plain_text(text: str) -> Reading:
    """Return the paragraphs of `text` in order, and the page furniture taken from between them."""
    lines = tuple(_lines(text))
    furniture = _furniture(lines)
    kept = [line for number, line in enumerate(lines) if number not in furniture]
    return Reading(tuple(_paragraphs(kept)), tuple(lines[number].text for number in sorted(furniture)))


def _lines(text: str) -> Iterator[_Line]:
    for page, page_text in enumerate(text.split("\f")):
        gap = True
        for raw in page_text.splitlines():
            words = squeeze(raw)
            if words:
                yield _Line(words, leading(raw), page, gap)
            gap = not words


def _furniture(lines: Sequence[_Line]) -> set[int]:
    """Return the places of page numbers, and of lines that head or foot more than one page alike."""
    edges = _page_edges(lines)
    repeated = Counter(_less_digits(lines[place].text) for place in edges)
    found: set[int] = set()
    for place, line in enumerate(lines):
        pattern = _PAGE_NUMBER if place in edges else _PAGE_OF_PAGES
        alike = _less_digits(line.text)
        # On the first page it may be the document's title: only from the second on is it a running header.
        is_repeat = (
            place in edges and repeated[alike] > 1 and line.page > 0 and line.end <= _FURNITURE_AT_MOST
        )
        if pattern.fullmatch(line.text) or is_repeat:
            found.add(place)
    return found


def _page_edges(lines: Sequence[_Line]) -> set[int]:
    if not lines or lines[-1].page == 0:
        return set()
    pages: dict[int, list[int]] = {}
    for place, line in enumerate(lines):
        pages.setdefault(line.page, []).append(place)
    return {place for page in pages.values() for place in page[:_EDGE] + page[-_EDGE:]}


def _less_digits(text: str) -> str:
    return re.sub(r"\d+", "", text).casefold()


def _paragraphs(lines: Sequence[_Line]) -> Iterator[Paragraph]:
    margin = _margin(lines)
    sequences = Sequences()
    current: Paragraph | None = None
    previous: _Line | None = None
    for line in lines:
        runs_on = bool(current and previous and _runs_on(current, previous, line, margin))
        marker, rest = _marked(
            line, sequences, running_on=runs_on and current is not None and bool(current.text)
        )
        if current and runs_on and marker is None:
            current = replace(current, text=_joined(current.text, line.text))
        else:
            if current:
                yield from _with_words(current)
            current = Paragraph(rest, marker, line.indent, gap_before=line.gap_before)
        previous = line
    if current:
        yield from _with_words(current)


def _joined(text: str, line: str) -> str:
    """Join a wrapped line: where the margin cut "common-sense" without a space, where it cut "pre- and" with one."""
    return f"{text}{line}" if _CUT_AT_HYPHEN.fullmatch(f"{text[-2:]} {line}") else f"{text} {line}".lstrip()


def _marked(line: _Line, sequences: Sequences, *, running_on: bool) -> tuple[Marker | None, str]:
    readings, rest = split_marker(line.text)
    marker = sequences.choose(readings, rest, running_on=running_on)
    return (marker, rest) if marker else (None, line.text)


def _with_words(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Pass a paragraph on; a bullet that nothing follows is no item, a number that nothing follows is a word."""
    if paragraph.text:
        yield paragraph
    elif paragraph.marker and paragraph.marker.style is not Style.BULLET:
        yield replace(paragraph, text=paragraph.marker.printed, marker=None)


def _runs_on(current: Paragraph, previous: _Line, line: _Line, margin: int | None) -> bool:
    """Whether `line` carries on the paragraph, going by its first letter and by how full the line before it is."""
    if not current.text:
        return True  # a converter put the bullet on a line of its own
    full = margin is not None and previous.end + 1 + len(line.text.split()[0]) > margin - _RAGGED
    if line.gap_before:
        broken_off = full or current.marker is not None or line.page != previous.page
        return broken_off and starts_lower(line.text) and not is_finished(current.text)
    if starts_lower(line.text) or (current.marker and line.indent > current.indent):
        return not is_finished(current.text) or full
    centred = current.marker is None and abs(line.indent - previous.indent) > _CENTRED
    return full and not centred


def _margin(lines: Sequence[_Line]) -> int | None:
    """Return the column at which lines were cut, or None where each is a whole paragraph.

    Only a line that breaks off before a small letter was cut for certain, so only such lines tell. Where longer
    lines are more than a stray address, somebody broke those few by hand, and there is no margin.
    """
    cut = [
        line.end
        for line, following in pairwise(lines)
        if not following.gap_before and starts_lower(following.text) and not is_finished(line.text)
    ]
    margin = max((end for end in cut if end <= _MARGIN_AT_MOST), default=0)
    beyond = sum(line.end > margin + _RAGGED for line in lines)
    return margin if cut and beyond <= _STRAY * len(lines) else None

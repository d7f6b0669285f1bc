"""Paragraphs → sections, items and sub-items. A blank line, a page break or a page number never splits a list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from casework.codes.headings import front_matter, is_heading, split_number
from casework.codes.markers import Marker, Style
from casework.codes.paragraphs import Paragraph, Role

_JOINING = {"and", "or", "and/or"}
_DEEPEST = 5  # levels; deeper nesting is a fault of layout, and is read as more of the fifth
_SLACK = 1  # columns by which items of one list may be out of line
_COUNTED = (Style.NUMBER, Style.DECIMAL, Style.LABEL, Style.CAPITAL)
_SECOND_BULLETS = {"o", "▪", "◦", "○", "▫", "□"}


@dataclass
class Entry:
    """An item as found. `intro` is the paragraph that brings its list in; `indent` the column of its marker."""

    marker: Marker
    indent: int
    paragraphs: list[str]
    intro: str
    entries: list["Entry"] = field(default_factory=list)

    @property
    def wording(self) -> str:
        """The item's own words, its paragraphs parted by a blank line."""
        return "\n\n".join(self.paragraphs)

    def walk(self) -> Iterator["Entry"]:
        """Yield the entry and everything under it, in order."""
        yield self
        for entry in self.entries:
            yield from entry.walk()


@dataclass
class Part:
    """A section as found: context paragraphs and items in the order of the document."""

    title: str
    number: str
    blocks: list[str | Entry] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        """The items of the section's first level."""
        return [block for block in self.blocks if isinstance(block, Entry)]


@dataclass
class Outline:
    """A document's shape. `front` is what stands before the first section, the title among it."""

    title: str
    front: list[str]
    parts: list[Part] = field(default_factory=list)


def outline(paragraphs: Sequence[Paragraph]) -> Outline:
    """Return the shape of a document. Every word of every paragraph is in it once, in order."""
    length, title = front_matter(paragraphs)
    found = Outline(title, [paragraph.text for paragraph in paragraphs[:length]])
    nest = _Nest()
    for place in range(length, len(paragraphs)):
        paragraph = paragraphs[place]
        if is_heading(paragraphs, place, inside=nest.indent):
            found.parts.append(_part(paragraph))
            nest = _Nest()
            continue
        if not found.parts:
            found.parts.append(Part("", ""))
        _add(found.parts[-1], paragraph, nest)
    return found


def _part(heading: Paragraph) -> Part:
    if heading.marker:
        return Part(heading.text, heading.marker.printed)
    number, words = split_number(heading.text)
    return Part(words, number)


def _add(part: Part, paragraph: Paragraph, nest: "_Nest") -> None:
    if paragraph.marker and paragraph.role is not Role.ASIDE:
        entry = Entry(paragraph.marker, paragraph.indent, [paragraph.text], nest.intro)
        parent = nest.place(entry)
        (parent.entries if parent else part.blocks).append(entry)
    elif nest.takes(paragraph):
        nest.open[-1].paragraphs.append(paragraph.text)
    else:
        part.blocks.append(paragraph.text)
        nest.close(paragraph.text)


class _Nest:
    """The items still open, outermost first."""

    def __init__(self) -> None:
        self.open: list[Entry] = []
        self.intro = ""

    @property
    def indent(self) -> int | None:
        return self.open[-1].indent if self.open else None

    def close(self, intro: str) -> None:
        """End the list at a paragraph of its own, which may bring in the next one."""
        self.open.clear()
        self.intro = intro

    def takes(self, paragraph: Paragraph) -> bool:
        """Whether an unmarked paragraph belongs to the innermost item: set in under it, or an "and" between two."""
        if not self.open or paragraph.role is Role.ASIDE:
            return False
        return paragraph.indent > self.open[-1].indent or paragraph.text.casefold() in _JOINING

    def place(self, entry: Entry) -> Entry | None:
        """Open the entry and return its parent; None puts it on the first level."""
        while self.open:
            innermost = self.open[-1]
            if _is_under(entry, innermost, self.open[:-1]):
                break
            self.open.pop()
            if _is_beside(entry, innermost, self.open):
                break
        del self.open[_DEEPEST - 1 :]
        parent = self.open[-1] if self.open else None
        self.open.append(entry)
        return parent


def _is_under(entry: Entry, other: Entry, above: Sequence[Entry]) -> bool:
    new, old = entry.marker, other.marker
    if new.style in {Style.DECIMAL, Style.LABEL}:
        # "2.1" goes under "2." unless that is itself somewhere under "1.4".
        outermost = not any(one.marker.style is Style.DECIMAL for one in above)
        under_number = new.style is Style.DECIMAL and old.style is Style.NUMBER and outermost
        same = old.style is new.style or under_number
        return same and len(new.value) > len(old.value) and new.value[: len(old.value)] == old.value
    if new.follows(old) or any(_matches(entry, one) for one in above):
        return False
    deeper = entry.indent - other.indent
    brought_in = other.paragraphs[-1].endswith(":")
    if new.family == old.family:
        return deeper > _SLACK or (deeper > 0 and brought_in)
    return deeper > 0 or (deeper >= -_SLACK and (brought_in or _goes_under(new, old)))


def _is_beside(entry: Entry, other: Entry, above: Sequence[Entry]) -> bool:
    """Whether `entry` stands on the level of `other`, which it is not under."""
    new, old = entry.marker, other.marker
    if new.style in {Style.DECIMAL, Style.LABEL}:
        return old.style is new.style and len(new.value) == len(old.value)
    if new.follows(old):
        return True
    if any(_matches(entry, one) for one in above):
        return False
    return entry.indent >= other.indent - _SLACK


def _matches(entry: Entry, outer: Entry) -> bool:
    """Whether the entry carries on the list of an item further out."""
    if entry.marker.family != outer.marker.family:
        return False
    return entry.marker.follows(outer.marker) or (not entry.marker.value and entry.indent == outer.indent)


def _goes_under(new: Marker, old: Marker) -> bool:
    """Whether lists so marked are by custom set one under the other, even without an indent."""
    if old.style in _COUNTED:
        return new.style in {Style.LETTER, Style.ROMAN, Style.BULLET}
    if old.style is Style.LETTER:
        return new.style in {Style.ROMAN, Style.BULLET}
    return old.style is Style.BULLET and old.printed not in _SECOND_BULLETS and new.printed in _SECOND_BULLETS

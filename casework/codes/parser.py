"""A Code as published → its title, sections, items and sub-items, with every other word kept round them.

Nothing here decides. References, kinds and what is a clause at all are proposals, which an officer corrects before
anything is saved.
"""

import itertools
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from casework.codes.outline import Entry, Part, outline
from casework.codes.paragraphs import Reading, UnreadableCode
from casework.codes.proposals import Proposal, propose
from casework.codes.reading import read
from casework.codes.workflow import ClauseKind
from casework.errors import DomainError

__all__ = ["Correction", "Item", "PublishedCode", "Section", "UnreadableCode", "parse"]

_TITLE_LENGTH = 70
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.()-]{0,19}")
_OF_A_COUNCIL = re.compile(r"\b(councillors?|members?|co-opted|council|conduct)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """One item of a list. `wording` is exact; `marker` is what was printed before it; `level` counts from 0."""

    wording: str
    marker: str
    level: int
    reference: str
    kind: ClauseKind
    is_clause: bool
    why_not: str
    sub_items: tuple["Item", ...] = ()

    def walk(self) -> Iterator["Item"]:
        """Yield the item and all under it, in order."""
        yield self
        for sub in self.sub_items:
            yield from sub.walk()


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it in order: paragraphs of context, and items. The title may be empty."""

    title: str
    number: str
    blocks: tuple[str | Item, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the first level."""
        return tuple(block for block in self.blocks if isinstance(block, Item))

    @property
    def text(self) -> tuple[str, ...]:
        """The paragraphs of context."""
        return tuple(block for block in self.blocks if isinstance(block, str))


@dataclass(frozen=True)
class Correction:
    """What an officer says of one item in place of what was proposed."""

    reference: str
    kind: ClauseKind
    is_clause: bool


@dataclass(frozen=True)
class ProposedClause:
    """A clause as it would be saved, with the reference of the clause that it stands under."""

    reference: str
    parent_reference: str | None
    section: str
    wording: str
    kind: ClauseKind

    @property
    def title(self) -> str:
        """A title to start from: the first sentence, or as much of it as fits a line."""
        sentence = re.split(r"(?<=[.;:!?])\s", self.wording, maxsplit=1)[0].rstrip(".;:")
        return textwrap.shorten(sentence, _TITLE_LENGTH, placeholder="…")


@dataclass(frozen=True)
class PublishedCode:
    """A Code as read. `front` precedes the sections; `furniture` is page numbers and running headers.

    `notices` are for the officer: what in the file was not read, or was read on an assumption.
    """

    title: str
    front: tuple[str, ...]
    sections: tuple[Section, ...]
    furniture: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def items(self) -> Iterator[tuple[Section, Item]]:
        """Yield every item with its section, in order."""
        for section in self.sections:
            for item in section.items:
                for each in item.walk():
                    yield section, each

    def corrected(self, corrections: Mapping[int, Correction]) -> "PublishedCode":
        """Return the Code with an officer's corrections, by an item's place in `items()` from 0.

        Raises DomainError, its `field` "reference-PLACE", where a clause has no fit reference or another clause's.
        """
        places = itertools.count()
        sections = tuple(
            replace(section, blocks=tuple(_corrected(block, places, corrections) for block in section.blocks))
            for section in self.sections
        )
        code = replace(self, sections=sections)
        _check_references(code)
        return code

    def clauses(self) -> tuple[ProposedClause, ...]:
        """Return the items proposed as clauses, in order."""
        return tuple(
            clause
            for section in self.sections
            for item in section.items
            for clause in _clauses(section, item)
        )


def parse(data: bytes) -> PublishedCode:
    """Read the bytes of a published Code (plain text or DOCX).

    Raises UnreadableCode, with `field` "file", when the file is not one: unreadable, or without a single rule in it.
    """
    reading = read(data)
    found = outline(reading.paragraphs)
    proposals = propose(found)
    sections = tuple(_section(part, proposals) for part in found.parts)
    code = PublishedCode(found.title, tuple(found.front), sections, reading.furniture, reading.notices)
    _check_is_code(code, reading)
    return code


def _check_is_code(code: PublishedCode, reading: Reading) -> None:
    if not reading.paragraphs:
        raise UnreadableCode("The file holds no words. Choose the file that holds the Code.")
    if not any(item.is_clause for _, item in code.items()):
        raise UnreadableCode(
            "No rules were found in this file. A Code is read from its lists: items with a bullet or a number, "
            "under headings. If its rules stand in a table or in plain paragraphs, set them as a list and try again."
        )
    if not any(_OF_A_COUNCIL.search(paragraph.text) for paragraph in reading.paragraphs):
        raise UnreadableCode(
            "This file never mentions councillors, members or conduct. Check that it is a Code."
        )


def _section(part: Part, proposals: Mapping[int, Proposal]) -> Section:
    blocks = (block if isinstance(block, str) else _item(block, 0, proposals) for block in part.blocks)
    return Section(part.title, part.number, tuple(blocks))


def _item(entry: Entry, level: int, proposals: Mapping[int, Proposal]) -> Item:
    proposal = proposals[id(entry)]
    return Item(
        wording=entry.wording,
        marker=entry.marker.printed,
        level=level,
        reference=proposal.reference,
        kind=proposal.kind,
        is_clause=not proposal.why_not,
        why_not=proposal.why_not,
        sub_items=tuple(_item(sub, level + 1, proposals) for sub in entry.entries),
    )


def _clauses(section: Section, item: Item, parent: str | None = None) -> Iterator[ProposedClause]:
    """Yield the clause of an item and those under it. What stands under a clause and is none is part of its wording."""
    if item.is_clause:
        wording = "\n".join([item.wording, *_lines_under(item)])
        yield ProposedClause(item.reference, parent, section.title, wording, item.kind)
    for sub in item.sub_items:
        yield from _clauses(section, sub, item.reference if item.is_clause else parent)


def _lines_under(item: Item) -> Iterator[str]:
    for sub in item.sub_items:
        if not sub.is_clause:
            yield f"{sub.marker} {sub.wording}"
            yield from _lines_under(sub)


def _corrected(block: str | Item, places: Iterator[int], corrections: Mapping[int, Correction]) -> str | Item:
    if isinstance(block, str):
        return block
    given = corrections.get(next(places))
    subs = tuple(_corrected(sub, places, corrections) for sub in block.sub_items)
    sub_items = tuple(sub for sub in subs if isinstance(sub, Item))
    if given is None:
        return replace(block, sub_items=sub_items)
    return replace(
        block,
        reference=given.reference.strip(),
        kind=given.kind,
        is_clause=given.is_clause,
        sub_items=sub_items,
    )


def _check_references(code: PublishedCode) -> None:
    met: set[str] = set()
    for place, (_, item) in enumerate(code.items()):
        if not item.is_clause:
            continue
        field = f"reference-{place}"
        if not _REFERENCE.fullmatch(item.reference):
            raise DomainError("Give each clause a short reference, such as A3, G2a or 5.1.", field=field)
        if item.reference in met:
            raise DomainError(
                f"Two clauses have the reference {item.reference}. Give one of them another.", field=field
            )
        met.add(item.reference)

"""A Code as published → its title, sections, items and sub-items, with every other word kept round them.

Nothing here decides. References, kinds and what is a clause at all are proposals, which an officer corrects before
anything is saved.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casework.codes.outline import Entry, Part, outline
from casework.codes.paragraphs import Reading, UnreadableCode
from casework.codes.proposals import Proposal, propose
from casework.codes.reading import read
from casework.codes.workflow import ClauseKind

__all__ = ["Item", "PublishedCode", "Section", "UnreadableCode", "parse"]

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
class ProposedClause:
    """A clause as it would be saved, with the reference of the clause that it stands under."""

    reference: str
    parent_reference: str | None
    section: str
    wording: str
    kind: ClauseKind


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
    """Yield the clause of an item and those under it. Examples under a clause are part of its wording."""
    if item.is_clause:
        examples = [f"{sub.marker} {sub.wording}" for sub in item.sub_items if not sub.is_clause]
        wording = "\n".join([item.wording, *examples])
        yield ProposedClause(item.reference, parent, section.title, wording, item.kind)
    for sub in item.sub_items:
        yield from _clauses(section, sub, item.reference if item.is_clause else parent)

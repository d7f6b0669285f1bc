"""A published Code as an officer looks it through: what is offered for each item, and what they settle of it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casework.codes.library import ShippedClause, ShippedCode, recognise
from casework.codes.parser import Correction, Item, PublishedCode
from casework.codes.workflow import ClauseKind, CodeFamily
from casework.errors import DomainError


@dataclass(frozen=True)
class NewClause:
    """A clause as an officer settled it in the preview, or as it is shipped."""

    reference: str
    section: str
    title: str
    kind: ClauseKind
    parent_reference: str | None = None
    summary: str = ""
    advice: str = ""
    keywords: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    wording: str | None = None


@dataclass(frozen=True)
class NewCode:
    """A Code that the library does not have yet."""

    title: str
    family: CodeFamily
    authority_ids: Collection[int]


@dataclass(frozen=True)
class Source:
    """The file from which clauses were read."""

    name: str
    sha256: str


def facts_of(source: Source | None) -> dict[str, Any]:
    """Return what the audit trail says of the file from which something was read; nothing where there is none."""
    return {"file": source.name, "sha256": source.sha256} if source else {}


@dataclass(frozen=True)
class Offer:
    """One item with what is offered for it. `shipped` holds our own words about the clause, where it is known."""

    place: int
    item: Item
    title: str
    kind: ClauseKind
    shipped: ShippedClause | None

    @property
    def settled(self) -> "Settled":
        """What would be saved if the officer changed nothing."""
        return Settled(Correction(self.item.reference, self.kind, self.item.is_clause), self.title)


@dataclass(frozen=True)
class OfferedSection:
    """A section as read: `place` from 0, and its paragraphs and items, sub-items included, in order."""

    place: int
    title: str
    blocks: tuple[str | Offer, ...]

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The items alone."""
        return tuple(block for block in self.blocks if isinstance(block, Offer))


@dataclass(frozen=True)
class Settled:
    """What an officer says of one item."""

    correction: Correction
    title: str


@dataclass(frozen=True)
class Preview:
    """The whole file, in order. `known`: the shipped Code that it was recognised as."""

    published: PublishedCode
    known: ShippedCode | None
    sections: tuple[OfferedSection, ...]

    def offers(self) -> Iterator[Offer]:
        """Yield every item in order."""
        for section in self.sections:
            yield from section.offers

    def clauses(self, settled: Mapping[int, Settled], titles: Mapping[int, str]) -> list[NewClause]:
        """Return the clauses as settled, by an item's place; what was not settled is as offered.

        `titles`: of sections, by their place. Raises DomainError with `field` "reference-PLACE" or "title-PLACE".
        """
        by_place = {offer.place: settled.get(offer.place, offer.settled) for offer in self.offers()}
        code = self.published.corrected({place: each.correction for place, each in by_place.items()})
        kept = [
            (section, offer)
            for section in self.sections
            for offer in section.offers
            if by_place[offer.place].correction.is_clause
        ]
        if not kept:
            raise DomainError("Nothing is left: mark at least one item as a clause.", "into")
        return [
            NewClause(
                reference=proposed.reference,
                parent_reference=proposed.parent_reference,
                section=titles.get(section.place, section.title),
                title=_titled(by_place[offer.place].title, offer.place),
                kind=proposed.kind,
                wording=proposed.wording,
                **_our_own(offer.shipped),
            )
            for (section, offer), proposed in zip(kept, code.clauses(), strict=True)
        ]


def preview(published: PublishedCode) -> Preview:
    """Return what is offered for a Code as read."""
    known = recognise(published)
    titles = {clause.reference: clause.title for clause in published.clauses()}
    found: list[OfferedSection] = []
    place = 0
    for number, section in enumerate(published.sections):
        blocks: list[str | Offer] = []
        for block in section.blocks:
            if isinstance(block, str):
                blocks.append(block)
                continue
            for item in block.walk():
                blocks.append(_offer(place, item, titles, known))
                place += 1
        found.append(OfferedSection(number, section.title, tuple(blocks)))
    return Preview(published, known, tuple(found))


def _offer(place: int, item: Item, titles: Mapping[str, str], known: ShippedCode | None) -> Offer:
    shipped = known.clause(item.reference) if known and item.is_clause else None
    # An item that is not offered as a clause has a title to start from only where an officer makes it one.
    title = (
        shipped.title if shipped else titles.get(item.reference, "") if item.is_clause else item.wording[:70]
    )
    return Offer(place, item, title, shipped.kind if shipped else item.kind, shipped)


def _titled(title: str, place: int) -> str:
    if not title.strip():
        raise DomainError("Give each clause a title.", f"title-{place}")
    return title.strip()


def _our_own(shipped: ShippedClause | None) -> dict[str, Any]:
    names = ("summary", "advice", "keywords", "paragraphs")
    return {name: getattr(shipped, name) for name in names} if shipped else {}

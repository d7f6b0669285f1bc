"""What follows from what among the requests of a case: a chain in order, with the places of its picture. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.takedowns.workflow import RequestLink, RequestStatus, Route


@dataclass(frozen=True)
class Link:
    """One request as a chain shows it. `outcome`: how it stood when it ended. `parent_id`: what it follows from."""

    id: int
    number: int
    route: Route
    status: RequestStatus
    outcome: RequestStatus | None
    parent_id: int | None
    link: RequestLink | None

    @property
    def name(self) -> str:
        """What it is called within its case: "R2"."""
        return f"R{self.number}"

    @property
    def stands(self) -> str:
        """How it stands, or what came of it and how it ended, in words."""
        if self.outcome is None or self.outcome is self.status:
            return self.status.label
        return f"{self.outcome.label}. {self.status.label}"


@dataclass(frozen=True)
class Placed:
    """A request in its chain: its row and how far in it stands, the row of its parent, and why it follows."""

    it: Link
    row: int
    depth: int
    parent_row: int | None
    because: str


def chain_of(request_id: int, links: Sequence[Link]) -> list[Placed]:
    """Return the whole chain to which a request belongs, each after what it follows from; [] where it is alone."""
    by_id = {each.id: each for each in links}
    first = by_id[request_id]
    while first.parent_id in by_id:
        first = by_id[first.parent_id]
    found: list[Placed] = []
    _place(first, 0, None, links, found)
    return found if len(found) > 1 else []


def chains(links: Sequence[Link]) -> list[list[Placed]]:
    """Return every chain of more than one request, in the order of their first."""
    known = {each.id for each in links}
    return [found for each in links if each.parent_id not in known and (found := chain_of(each.id, links))]


def _place(link: Link, depth: int, parent: Placed | None, links: Sequence[Link], found: list[Placed]) -> None:
    because = f"{link.link.label}, after {parent.it.name}" if link.link and parent else "Asked first"
    placed = Placed(link, len(found), depth, parent.row if parent else None, because)
    found.append(placed)
    for each in sorted(links, key=lambda other: other.number):
        if each.parent_id == link.id:
            _place(each, depth + 1, placed, links, found)


def of_posts(
    placed: Sequence[Sequence[Placed]], posts: Mapping[int, Sequence[str]]
) -> list[tuple[list[str], Sequence[Placed]]]:
    """Return (the posts that it asks about, the chain) for each; `posts`: {request id: how its posts are called}."""
    return [
        (list(dict.fromkeys(post for each in chain for post in posts.get(each.it.id, ()))), chain)
        for chain in placed
    ]

"""How what a report counts falls under values: clauses, platforms, authorities, kinds of complainant."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Breakdown:
    """How the units counted fall under values.

    `several`: one may fall under several, as a case engages clauses. `without`: how many have no value yet.
    `entered`: only those are counted that entered the books in the period; `came` is the word for that.
    """

    title: str
    unit: str
    several: bool
    members: Mapping[str, frozenset[str]]
    without: int = 0
    entered: bool = True
    came: str = "received"

    @property
    def total(self) -> int:
        """How many units have a value, each counted once."""
        return len(frozenset[str]().union(*self.members.values()))

    @property
    def rows(self) -> tuple[tuple[str, int], ...]:
        """Each value that has any, with its number: the most frequent first."""
        counts = ((value, len(units)) for value, units in self.members.items() if units)
        return tuple(sorted(counts, key=lambda row: (-row[1], row[0])))


def gather(
    title: str,
    unit: str,
    values: Mapping[str, Collection[str]],
    *,
    several: bool = False,
    entered: bool = True,
    came: str = "received",
) -> Breakdown:
    """Return the breakdown of units, {what each is called: its values}."""
    members: dict[str, set[str]] = {}
    for counted, found in values.items():
        for value in found:
            members.setdefault(value, set()).add(counted)
    without = sum(not found for found in values.values())
    return Breakdown(
        title,
        unit,
        several,
        {value: frozenset(units) for value, units in members.items()},
        without,
        entered,
        came,
    )

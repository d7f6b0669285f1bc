"""Small numbers in a public report: what is shown, and what is not, so that nothing hidden can be worked out.

The reasoning, and what it does not protect against, is in docs/decisions/0004-small-numbers.md. In short: values
with fewer than the threshold are never named, they stand together with at least one value of a different number,
and nothing else in the report tells hidden values apart. Whoever swaps two of them gets the same report, so no
reader of it can say which has which number, whatever other reports they hold.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casework.errors import DomainError
from casework.reports.breakdowns import Breakdown

LEAST_THRESHOLD = 3  # at 2 the only number to hide is 1, and hiding it would say so


@dataclass(frozen=True)
class Shown:
    """A breakdown as the public may see it.

    `others` counts the units under the values that are not named; None where every value is named.
    A withheld breakdown shows nothing at all.
    """

    rows: tuple[tuple[str, int], ...]
    others: int | None = None
    withheld: bool = False

    @property
    def whole(self) -> bool:
        """Whether every value is there."""
        return self.others is None and not self.withheld


def publish(breakdown: Breakdown, threshold: int) -> Shown:
    """Return what a public report shows of a breakdown: each number 0 (left out) or at least `threshold`.

    How many have no value yet is not shown: it could not change places with any other number.
    Values are treated by their numbers alone, never by what they are; without that the swap would not hold.
    """
    check_threshold(threshold)
    named = list(breakdown.rows)
    pooled = [row for row in named if row[1] < threshold]
    if not pooled:
        return Shown(tuple(named))
    named = named[: -len(pooled)]
    while named and not _safe(breakdown, pooled, threshold):
        least = named[-1][1]
        pooled += [row for row in named if row[1] == least]
        named = [row for row in named if row[1] > least]
    if not named:
        return Shown((), withheld=True)
    return Shown(tuple(named), others=_units(breakdown, pooled))


def _safe(breakdown: Breakdown, pooled: Sequence[tuple[str, int]], threshold: int) -> bool:
    """Pooled values are safe if they differ in number, and the number that stands for them is not small."""
    return len({count for _, count in pooled}) > 1 and _units(breakdown, pooled) >= threshold


def _units(breakdown: Breakdown, pooled: Iterable[tuple[str, int]]) -> int:
    return len(frozenset[str]().union(*(breakdown.members[value] for value, _ in pooled)))


def column_may_be_shown(values: Iterable[str], threshold: int) -> bool:
    """Say whether the case log may have a column of these values, one a case: all of them, or none.

    Each must stand in at least `threshold` rows. The breakdown of the same thing then hides nothing that the rows
    could tell, for it counts each value at least as often.
    """
    check_threshold(threshold)
    return all(count >= threshold for count in Counter(values).values())


def parts_may_be_shown(parts: Iterable[int], whole: int, threshold: int) -> bool:
    """Say whether parts of one total may be shown: all or none.

    Each is 0, or at least `threshold` and no more than `whole`. A part is over the whole where some of it belongs to a
    whole of an earlier period; shown, it would bound what that period's report hid.
    """
    check_threshold(threshold)
    return all(part == 0 or threshold <= part <= whole for part in parts)


def check_threshold(threshold: int) -> None:
    """Raise DomainError where a threshold is too low to hide anything."""
    if threshold < LEAST_THRESHOLD:
        raise DomainError(
            f"Small numbers cannot be hidden with a threshold of {threshold}. Use {LEAST_THRESHOLD} or more.",
            "small_number",
        )

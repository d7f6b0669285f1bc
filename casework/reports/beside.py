"""What a public report must not show because others of overlapping days were issued: they can be subtracted.

Whoever has the report of a year and that of one of its halves has the other half by subtraction. So a breakdown is
shown beside those that overlap only where (docs/decisions/0004-small-numbers.md)

- they name the same values: the same are hidden in each, and can be exchanged in all of them at once;
- and of whatever can be added to and subtracted from the numbers shown, nothing from 1 to threshold − 1 comes out.

Otherwise the later report leaves the whole breakdown out. It has none of the optional columns of the case log,
and where an issued report has one, the breakdown of the same thing is left out too.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

from casework.reports.suppression import Shown, parts_may_be_shown

MOST = 5  # overlapping reports; what so many tell together is not reckoned with, but held back
OTHERS = ""  # stands for the pooled values; no value has an empty name
NOTHING = Shown(())
WITHHELD = Shown((), withheld=True)


@dataclass(frozen=True)
class Published:
    """What a public report shows of numbers that may be small, and by which the next is measured.

    `shown`: breakdowns by title. `parts`: removal requests said to be done and seen gone, None where left out.
    `columns`: what an optional column of the log says of each case, {title: {reference: value}}.
    """

    period: str
    shown: Mapping[str, Shown]
    parts: tuple[int, int] | None
    columns: Mapping[str, Mapping[str, str]]

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept with the issued report."""
        return asdict(self)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Published":
        """Return what was kept."""
        shown = {
            title: Shown(
                tuple((value, count) for value, count in each["rows"]), each["others"], each["withheld"]
            )
            for title, each in kept["shown"].items()
        }
        parts = kept["parts"]
        return cls(kept["period"], shown, (parts[0], parts[1]) if parts else None, kept["columns"])


def breakdown_beside(title: str, shown: Shown, issued: Sequence[Published], threshold: int) -> Shown:
    """Return what may be shown of a breakdown beside the issued reports: all that was to be, or nothing."""
    theirs = [each.shown.get(title, NOTHING) for each in issued]
    told_by_case = any(title in each.columns for each in issued)
    safe = (
        not told_by_case
        and all(_hide_the_same(shown, each) for each in theirs)
        and _nothing_small(_numbers(shown), [_numbers(each) for each in theirs], threshold)
    )
    return shown if safe else WITHHELD


def parts_beside(parts: tuple[int, int], whole: int, issued: Sequence[Published], threshold: int) -> bool:
    """Say whether the parts of a total may be shown beside those of the issued reports."""
    if not parts_may_be_shown(parts, whole, threshold):
        return False
    theirs = [each.parts for each in issued if each.parts is not None]
    return len(theirs) == len(issued) and _nothing_small(
        _numbered(parts), [_numbered(each) for each in theirs], threshold
    )


def told_by_the_log(references: Iterable[str], issued: Sequence[Published], threshold: int) -> list[str]:
    """Return the periods of the issued reports whose log, with that of this report, tells a small number by itself.

    Their column says of each case what it is, and this log which of those cases are in this report.
    """
    here = set(references)
    return [
        each.period
        for each in issued
        if any(
            0 < count < threshold
            for column in each.columns.values()
            for part in (here & column.keys(), column.keys() - here)
            for count in Counter(column[reference] for reference in part).values()
        )
    ]


def _hide_the_same(one: Shown, other: Shown) -> bool:
    if one.withheld or other.withheld:
        return False
    return (one.whole and other.whole) or (
        not one.whole and not other.whole and dict(one.rows).keys() == dict(other.rows).keys()
    )


def _nothing_small(mine: Mapping[str, int], theirs: Sequence[Mapping[str, int]], threshold: int) -> bool:
    """Say whether no sum or difference of the numbers of one value is small, whichever reports are taken together."""
    if len(theirs) > MOST:
        return False
    for signs in product((-1, 0, 1), repeat=len(theirs)):
        for value in set(mine).union(*theirs):
            rest = sum(sign * each.get(value, 0) for sign, each in zip(signs, theirs, strict=True))
            if 0 < abs(mine.get(value, 0) + rest) < threshold:
                return False
    return True


def _numbers(shown: Shown) -> dict[str, int]:
    return dict(shown.rows) | ({} if shown.others is None else {OTHERS: shown.others})


def _numbered(parts: Iterable[int]) -> dict[str, int]:
    return {str(place): part for place, part in enumerate(parts)}

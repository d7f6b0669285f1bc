"""The sum of a report: what was open, what came, what went, what is open, checked case by case."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from casework.cases.workflow import MERGED, ChangeKind
from casework.errors import DomainError
from casework.reports.facts import CaseFact, Period, Standing


class DoesNotAddUp(DomainError):
    """The sum does not come out. The message names the cases whose history contradicts itself."""


@dataclass(frozen=True)
class SumLine:
    """One line of the sum: `sign` is empty, `+`, `−` or `=`."""

    sign: str
    label: str
    count: int


@dataclass(frozen=True)
class Balance:
    """How many cases were open at the start, came, went, and are open at the end."""

    opening: int
    received: int
    reopened: int
    closed: int
    merged: int
    open: int

    @property
    def sum_lines(self) -> tuple[SumLine, ...]:
        """The sum, line by line, as the page and the papers show it."""
        return (
            SumLine("", "Open at the start", self.opening),
            SumLine("+", "Received", self.received),
            SumLine("+", "Reopened", self.reopened),
            SumLine("−", "Closed", self.closed),
            SumLine("−", MERGED, self.merged),
            SumLine("=", "Open at the end", self.open),
        )


def balance_of(facts: Collection[CaseFact], period: Period) -> Balance:
    """Count a period. Raises DoesNotAddUp where the sum does not come out for each case, and so for all."""
    opening = still_open = 0
    flows: Counter[ChangeKind] = Counter()
    wrong = []
    for fact in facts:
        was_open, is_open = (fact.standing(day) is Standing.OPEN for day in (period.eve, period.end))
        moved = Counter(fact.changes_in(period))
        came = moved[ChangeKind.REGISTERED] + moved[ChangeKind.REOPENED]
        if was_open + came - moved[ChangeKind.CLOSED] - moved[ChangeKind.MERGED] != is_open:
            wrong.append(fact.reference)
        opening += was_open
        still_open += is_open
        flows += moved
    if wrong:
        raise DoesNotAddUp(
            f"The figures do not add up: the history of {', '.join(sorted(wrong))} contradicts itself (closed while "
            "not open, reopened while open, or registered twice). Correct the history, then make the report."
        )
    return Balance(
        opening=opening,
        received=flows[ChangeKind.REGISTERED],
        reopened=flows[ChangeKind.REOPENED],
        closed=flows[ChangeKind.CLOSED],
        merged=flows[ChangeKind.MERGED],
        open=still_open,
    )

"""The figures of removal requests: by route, ground, platform and outcome, and what was claimed beside what was seen.

A request counts in the period in which it was sent, whatever came of it later. What came of it is how it stands when
the figures are made: nothing is closed on somebody's word that a post is gone.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from casework.reports.breakdowns import Breakdown, gather
from casework.reports.facts import Period, RemovalFact

WorkingDays = Callable[[date, date], int]
"""Working days after the first date up to and including the second (`working_days.working_days_between`)."""
NO_PLATFORM = "Not known"


@dataclass(frozen=True)
class RequestLine:
    """The requests under one value. The medians are working days from sending, None where there is nothing to count."""

    value: str
    asked: int
    answered: int
    days_to_answer: float | None
    gone: int
    days_until_gone: float | None
    verified: int


@dataclass(frozen=True)
class RequestFigures:
    """What was asked for in a period. `claimed`: of the requests said to be done, how they stand: (outcome, number).

    `routes` is the same count by route as `by_route`, as a breakdown that a public report can hide small numbers of.
    """

    whole: RequestLine
    by_route: tuple[RequestLine, ...]
    by_ground: tuple[RequestLine, ...]
    by_platform: tuple[RequestLine, ...]
    by_outcome: tuple[RequestLine, ...]
    claimed: tuple[tuple[str, int], ...]
    reappeared: int
    routes: Breakdown


def request_figures(
    facts: Iterable[RemovalFact], period: Period, working_days: WorkingDays
) -> RequestFigures:
    """Count the requests sent in the period."""
    sent = [fact for fact in facts if fact.asked in period]

    def lines(values: Callable[[RemovalFact], Collection[str]]) -> tuple[RequestLine, ...]:
        found = {value for fact in sent for value in values(fact)}
        counted = (_line(value, [f for f in sent if value in values(f)], working_days) for value in found)
        return tuple(sorted(counted, key=lambda line: (-line.asked, line.value)))

    said = [fact.outcome for fact in sent if fact.said_done is not None]
    return RequestFigures(
        whole=_line("All", sent, working_days),
        by_route=lines(lambda fact: {fact.route}),
        by_ground=lines(lambda fact: fact.grounds),
        by_platform=lines(lambda fact: fact.platforms or {NO_PLATFORM}),
        by_outcome=lines(lambda fact: {fact.outcome}),
        claimed=tuple(sorted(((o, said.count(o)) for o in set(said)), key=lambda row: (-row[1], row[0]))),
        reappeared=sum(fact.reappeared for fact in sent),
        routes=gather(
            "Route",
            "removal requests",
            {str(number): {route} for number, route in enumerate(sorted(f.route for f in sent))},
            came="sent",
        ),
    )


def _line(value: str, facts: Sequence[RemovalFact], working_days: WorkingDays) -> RequestLine:
    answers = [_days(fact, fact.answered, working_days) for fact in facts if fact.answered]
    gone = [_days(fact, fact.seen_gone, working_days) for fact in facts if fact.seen_gone]
    return RequestLine(
        value,
        len(facts),
        len(answers),
        median(answers) if answers else None,
        len(gone),
        median(gone) if gone else None,
        sum(fact.verified for fact in facts),
    )


def _days(fact: RemovalFact, until: date, working_days: WorkingDays) -> int:
    """Return the working days from sending until a day, less those on which the request rested."""
    rested = sum(
        working_days(max(first, fact.asked), min(last, until))
        for first, last in fact.paused
        if first <= until and last > fact.asked
    )
    return max(working_days(fact.asked, until) - rested, 0)

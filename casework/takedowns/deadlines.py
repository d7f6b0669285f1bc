"""By when a request asks for an answer. Pure."""

from collections.abc import Collection
from datetime import date

from casework.takedowns.workflow import Route
from casework.working_days import add_working_days

OUTSIDE_DAYS = 5  # a platform or another body is given a working week before it is chased
LONGEST_DAYS = 60
_NEAR = frozenset({Route.COUNCILLOR, Route.GROUP_LEADER, Route.PAGE_ADMIN})


def default_days(route: Route, removal_days: int) -> int:
    """Return how many working days are given on a route; `removal_days` is the council's own setting."""
    return removal_days if route in _NEAR else OUTSIDE_DAYS


def deadline(asked_on: date, days: int, closures: Collection[date] = ()) -> date:
    """Return the last day to answer what was asked on a day, which does not count itself."""
    return add_working_days(asked_on, days, closures)


def review_day(done_on: date, closures: Collection[date] = ()) -> date:
    """Return the next working day, on which an urgent request or an approval of one's own is reviewed."""
    return add_working_days(done_on, 1, closures)


def days_in_words(days: int) -> str:
    """Return "2 working days"."""
    return f"{days} working day{'' if days == 1 else 's'}"

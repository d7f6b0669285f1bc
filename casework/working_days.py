"""Working days: Monday to Friday, less the bank holidays of England and Wales and the council's closures.

The day on which something is received is day zero; a period of n working days ends on the nth working day after.
"""

from bisect import bisect_right
from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@lru_cache(maxsize=200)
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England and Wales in `year` (Banking and Financial Dealings Act 1971, s.1)."""
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date, closures: Collection[date] = ()) -> bool:
    """Say whether the council works on `day`."""
    return day.weekday() < SATURDAY and day not in closures and day not in bank_holidays(day.year)


def add_working_days(start: date, days: int, closures: Collection[date] = ()) -> date:
    """Return the last day of a period of `days` working days that follows `start`.

    With 0 days: `start` itself where it is a working day, otherwise the next one. Negative `days`: ValueError.
    """
    if days < 0:
        raise ValueError("a period cannot be shorter than no days")
    day = start
    while days == 0 and not is_working_day(day, closures):
        day += ONE_DAY
    while days:
        day += ONE_DAY
        days -= is_working_day(day, closures)
    return day


def working_days_between(start: date, end: date, closures: Collection[date] = ()) -> int:
    """Return how many working days lie after `start` up to and including `end`; negative where `end` is earlier."""
    if end < start:
        return -working_days_between(end, start, closures)
    off = _weekdays_off(frozenset(closures), start.year, end.year)
    return _weekdays_to(end) - _weekdays_to(start) - (bisect_right(off, end) - bisect_right(off, start))


def _weekdays_to(day: date) -> int:
    """Return how many days from Monday to Friday there were to the end of `day`; day 1 was a Monday."""
    weeks, odd = divmod(day.toordinal(), 7)
    return weeks * SATURDAY + min(odd, SATURDAY)


@lru_cache(maxsize=200)
def _weekdays_off(closures: frozenset[date], first_year: int, last_year: int) -> tuple[date, ...]:
    """Return, in order, the days from Monday to Friday on which the council does not work in these years."""
    off = closures.union(*(bank_holidays(year) for year in range(first_year, last_year + 1)))
    return tuple(sorted(day for day in off if day.weekday() < SATURDAY))


def in_words(due: date, today: date, closures: Collection[date] = ()) -> str:
    """Say how long there is until `due`, or by how much it is overdue, in working days."""
    left = working_days_between(today, due, closures)
    if due == today:
        return "due today"
    if due < today:
        return f"overdue since {due:%A}" if left == 0 else f"{_days(-left)} overdue"
    return "due before the next working day" if left == 0 else f"{_days(left)} left"


def _days(count: int) -> str:
    return f"{count} working day{'' if count == 1 else 's'}"

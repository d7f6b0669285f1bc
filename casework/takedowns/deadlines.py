"""By when a request asks for an answer, when somebody is reminded, and what a pause does to both. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from casework.takedowns.route_facts import RouteFacts
from casework.working_days import add_working_days, working_days_between

LONGEST_DAYS = 60
A_DAY = timedelta(days=1)


def default_days(facts: RouteFacts, days: int, urgent_days: int, *, urgent: bool) -> int:
    """Return how many working days are given: `days`, or for an urgent request near the council its shorter time."""
    return min(days, urgent_days) if urgent and facts.near else days


def deadline(asked_on: date, days: int, closures: Collection[date] = ()) -> date:
    """Return the last day to answer what was asked on a day, which does not count itself."""
    return add_working_days(asked_on, days, closures)


def review_day(done_on: date, closures: Collection[date] = ()) -> date:
    """Return the next working day, on which an urgent request or an approval of one's own is reviewed."""
    return add_working_days(done_on, 1, closures)


def reminder_day(sent_on: date, answer_by: date, day: int, closures: Collection[date] = ()) -> date | None:
    """Return when a reminder is due: the given working day after sending, at the latest the one before `answer_by`.

    None where no reminder is wanted (`day` 0), or there is no working day between the two.
    """
    between = working_days_between(sent_on, answer_by - A_DAY, closures)
    return add_working_days(sent_on, min(day, between), closures) if day and between > 0 else None


def moved(
    day: date, sent_on: date, from_day: date, runs_again_on: date, closures: Collection[date] = ()
) -> date:
    """Return where a pause moves a day that lay in it or after it: by the working days that it took, and no other.

    It took those from its first day to the one before the time runs again; not that of sending, which never counts.
    """
    before = max(from_day - A_DAY, sent_on)
    taken = working_days_between(before, runs_again_on - A_DAY, closures)
    return add_working_days(day, taken, closures) if taken > 0 and day > before else day


def days_in_words(days: int) -> str:
    """Return "2 working days"."""
    return f"{days} working day{'' if days == 1 else 's'}"

"""The only source of time. Stored in UTC; a day, a year and a deadline are those of London."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def telling_of(moment: datetime) -> Iterator[None]:
    """Let it be `moment`: for the demonstration's stories and for tests. No request ever comes near this."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def today() -> date:
    """Return the present day in London."""
    return london_date(now())


def london_date(moment: datetime) -> date:
    """Return the day in London on which an aware `moment` falls."""
    return moment.astimezone(LONDON).date()


def london_time(moment: datetime) -> datetime:
    """Return an aware `moment` as London clocks showed it."""
    return moment.astimezone(LONDON)


def long_date(value: date | datetime | None) -> str:
    """Return a day as it is read everywhere: 27 March 2026; that of London for a moment, and nothing for none."""
    if value is None:
        return ""
    day = london_date(value) if isinstance(value, datetime) else value
    return f"{day.day} {day:%B %Y}"


def from_london(naive: datetime) -> datetime:
    """Return the UTC moment of a naive London clock reading, as an officer types it.

    In the hour that the clocks go back the earlier reading is taken.
    """
    return naive.replace(tzinfo=LONDON).astimezone(UTC)

"""The fields of a day, and of a moment, as a form sends them."""

from datetime import date, timedelta

from casework import clock


def day(name: str, on: date | None = None) -> dict[str, str]:
    """Return the fields of a day: today, unless said otherwise."""
    of = on or clock.today()
    return {f"{name}-day": str(of.day), f"{name}-month": str(of.month), f"{name}-year": str(of.year)}


def later(name: str) -> dict[str, str]:
    """Return the fields of a day in a month's time."""
    return day(name, clock.today() + timedelta(days=30))


def moment(name: str) -> dict[str, str]:
    """Return the fields of this minute."""
    return {**day(name), f"{name}-time": f"{clock.london_time(clock.now()):%H:%M}"}

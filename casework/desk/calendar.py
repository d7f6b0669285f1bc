"""Deadlines as a calendar (RFC 5545). Pure: it holds references, days and addresses, and nothing about anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

PRODUCT = "-//Casework//Deadlines//EN"
READ_AGAIN = timedelta(hours=4)


@dataclass(frozen=True)
class Entry:
    """One deadline. `key`: what tells it from any other, the same at each reading; `url`: where it is dealt with."""

    key: str
    reference: str
    due: date
    url: str


def as_calendar(entries: Sequence[Entry], made_at: datetime) -> bytes:
    """Return the entries as an iCalendar file: each an event of its whole day, which takes up nobody's time."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Casework deadlines")
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{READ_AGAIN // timedelta(hours=1)}H")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@casework")
        event.add("dtstamp", made_at)
        event.add("dtstart", entry.due)
        event.add("dtend", entry.due + timedelta(days=1))
        event.add("summary", f"{entry.reference}: due")
        event.add("url", entry.url)
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())

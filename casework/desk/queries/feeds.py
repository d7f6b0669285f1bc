"""The calendars of deadlines, and whose they are."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from casework.accounts.models import Officer
from casework.accounts.queries import digest
from casework.database import db
from casework.desk.models import CalendarFeed
from casework.desk.queries.items import Item
from casework.desk.queries.work import work_of
from casework.errors import NotFound

MOST = 300  # deadlines of one kind; a calendar program takes in no more with any use


def feed_of(officer: Officer) -> CalendarFeed | None:
    """Return the officer's feed; None where they have none, or revoked it."""
    return db.session.scalar(
        select(CalendarFeed).where(CalendarFeed.officer_id == officer.id, CalendarFeed.revoked_at.is_(None))
    )


def whose(token: str) -> Officer:
    """Return whose feed a token is.

    NotFound alike for one that never was, was revoked, or belongs to an account that is shut or not yet its owner's.
    """
    officer = db.session.scalar(
        select(Officer)
        .join(CalendarFeed, CalendarFeed.officer_id == Officer.id)
        .where(
            CalendarFeed.token_hash == digest(token),
            CalendarFeed.revoked_at.is_(None),
            Officer.active,
            ~Officer.must_choose_password,
        )
    )
    if officer is None:
        raise NotFound
    return officer


def deadlines_of(officer: Officer) -> Iterator[tuple[str, Item]]:
    """Yield what is due from the officer, each with a key: its page, and which of those on that page it is."""
    work = work_of(officer, most=MOST)
    found: Counter[tuple[object, ...]] = Counter()
    for item in (*work.overdue, *work.coming):
        place = (item.view, *sorted(item.values.items()))
        found[place] += 1
        yield digest(repr((officer.id, *place, found[place])))[:32], item

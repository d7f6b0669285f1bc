"""What the desk writes down: that the audit trail was looked through, and addresses of calendars."""

import secrets

from casework import clock
from casework.accounts.models import Officer
from casework.accounts.queries import digest
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.database import command, db, lock
from casework.desk.models import CalendarFeed
from casework.desk.queries import feeds
from casework.errors import NotPossible


@command
def record_export(count: int, *, actor: Officer) -> None:
    """Record that `actor` took away so many rows of the audit trail."""
    record(Verb.AUDIT_EXPORTED, actor=actor, count=count)


@command
def record_check(result: str, *, actor: Officer) -> None:
    """Record that `actor` had the audit trail checked, and what was found."""
    record(Verb.AUDIT_CHECKED, actor=actor, result=result)


@command
def make_calendar(*, actor: Officer) -> str:
    """Make the address of a calendar of the officer's deadlines, and return its token, which is kept nowhere.

    A former address works no longer.
    """
    lock(actor)
    former = feeds.feed_of(actor)
    if former is not None:
        _revoke(former, actor)
        db.session.flush()
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(officer_id=actor.id, token_hash=digest(token), created_at=clock.now())
    db.session.add(feed)
    record(Verb.CALENDAR_MADE, actor=actor, subject=feed)
    return token


@command
def revoke_calendar(*, actor: Officer) -> None:
    """Let the address of the officer's calendar work no longer. Raises NotPossible where there is none."""
    feed = feeds.feed_of(actor)
    if feed is None:
        raise NotPossible("There is no address to revoke: none was made, or you have revoked it.")
    _revoke(lock(feed), actor)


def _revoke(feed: CalendarFeed, actor: Officer) -> None:
    changes = changes_of(feed, revoked_at=clock.now())
    record(Verb.CALENDAR_REVOKED, actor=actor, subject=feed, changes=changes)

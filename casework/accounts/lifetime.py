"""How long a session lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from casework import clock
from casework.accounts.models import OfficerSession
from casework.config import Settings


@dataclass(frozen=True)
class Lifetime:
    """A session ends when it was not used for `idle`, and in any case `absolute` after it began."""

    idle: timedelta
    absolute: timedelta

    @classmethod
    def of(cls, settings: Settings) -> "Lifetime":
        """Return the lifetime that the installation sets."""
        return cls(timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.session_hours))

    def end_of(self, row: OfficerSession) -> datetime:
        """Return when the session ends if it is not used again."""
        return min(row.last_seen_at + self.idle, row.created_at + self.absolute)

    def alive(self, row: OfficerSession) -> bool:
        """Say whether a session is still good: neither ended nor over, and of an active officer."""
        return row.ended_at is None and clock.now() < self.end_of(row) and row.officer.active

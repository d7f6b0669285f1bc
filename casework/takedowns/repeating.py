"""Which looks the letter announced or monitoring allows, and which wait for advice. Pure.

Looking at somebody's pages again and again, when they do not know of it, can be directed surveillance: Part II of the
Regulation of Investigatory Powers Act 2000, and what the Home Office code on covert surveillance says of the internet.
A letter announces a look and a second one a day later, and so does whoever says that it is done. Monitoring allows one
look for each of its days. Any other look stops until the Monitoring Officer has said what they think of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from casework.clock import london_date
from casework.takedowns.workflow import Advice, LookPurpose, Seen

ANNOUNCED = 2
CHECKED_AFTER = (7, 30, 90)  # days
LONGEST_MONITORING = 100  # days: the last check, and time to come to it
COUNTED = frozenset({LookPurpose.ANNOUNCED, LookPurpose.NOT_RECORDED})


class Purposeful(Protocol):
    """A look as these rules need it."""

    @property
    def seen(self) -> Seen: ...
    @property
    def seen_at(self) -> datetime: ...
    @property
    def purpose(self) -> LookPurpose: ...


@dataclass(frozen=True)
class Monitoring:
    """Days from and to which a post may be looked at, on the days of `check_days`."""

    begins: date
    ends: date

    def check_days(self) -> list[date]:
        """Return the days of its checks."""
        days = (self.begins + timedelta(days=after) for after in CHECKED_AFTER)
        return [day for day in days if day <= self.ends]

    def check_at(self, looks: Sequence[Purposeful], day: date) -> date | None:
        """Return the check that a look on this day would be; None where none is due, or it was made."""
        begun = [check for check in self.check_days() if check <= day <= self.ends]
        if not begun or _looked_since(looks, begun[-1]):
            return None
        return begun[-1]

    def next_check(self, looks: Sequence[Purposeful]) -> date | None:
        """Return the first check that nobody has made, and that no later look has made needless."""
        return next((check for check in self.check_days() if not _looked_since(looks, check)), None)


@dataclass(frozen=True)
class Given:
    """Advice on repeat looks. `used`: whether a look at the post was made on it."""

    answer: Advice
    until: date | None
    used: bool

    def allows(self, day: date) -> bool:
        """Say whether it allows a look at the post on this day."""
        if self.answer is Advice.UNTIL:
            return self.until is not None and day <= self.until
        return self.answer is Advice.ONCE and not self.used


def looked(looks: Sequence[Purposeful]) -> list[Purposeful]:
    """Return the looks at which somebody looked at all."""
    return [look for look in looks if look.seen is not Seen.NOT_CHECKED]


def announced(looks: Sequence[Purposeful], said_done: Sequence[date]) -> int:
    """Return how many looks at a post were announced: two, and two for each time they said it is done after a look.

    `said_done`: the days of the answers that say so.
    """
    days = [london_date(look.seen_at) for look in looked(looks)]
    return ANNOUNCED * (1 + (sum(day >= min(days) for day in said_done) if days else 0))


def still_announced(looks: Sequence[Purposeful], said_done: Sequence[date]) -> int:
    """Return how many announced looks at a post are left."""
    made = sum(look.purpose in COUNTED for look in looked(looks))
    return max(announced(looks, said_done) - made, 0)


def purpose_of(
    looks: Sequence[Purposeful],
    *,
    on: date,
    said_done: Sequence[date],
    monitoring: Monitoring | None,
    advice: Sequence[Given],
) -> LookPurpose | None:
    """Return what another look at a post on a day would be for; None where it has to wait for advice.

    `looks`: at this post, earlier ones. `monitoring`: while the request is monitored, when what was announced is over.
    """
    if monitoring is not None:
        if monitoring.check_at(looks, on):
            return LookPurpose.MONITORING
    elif still_announced(looks, said_done):
        return LookPurpose.ANNOUNCED
    return LookPurpose.ADVISED if any(each.allows(on) for each in advice) else None


def _looked_since(looks: Sequence[Purposeful], day: date) -> bool:
    return any(london_date(look.seen_at) >= day for look in looked(looks))

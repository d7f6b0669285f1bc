"""What looks at a post allow one to say. Pure: what was seen is never the same thing as what is concluded.

That a post is gone can only be said after two looks at least a day apart, one of them logged out, each with a capture:
a page may fail to load once, and an account that was blocked sees less than the public does.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Protocol

from casework.takedowns.workflow import Means, RequestAction, Seen

APART = timedelta(hours=24)
MANY = 2  # from the third look on: repeated viewing of a profile may be surveillance (RIPA 2000, Home Office code)
GONE = frozenset({Seen.REMOVED, Seen.REMOVED_BY_AUTHOR, Seen.REMOVED_BY_PLATFORM})
SHOWS_IT = frozenset(
    {Seen.AVAILABLE, Seen.EDITED, Seen.CORRECTED}
)  # a capture of such a look is a picture of the post
ALTERED = frozenset({Seen.EDITED, Seen.CORRECTED, Seen.RESTRICTED})


class Look(Protocol):
    """One look at one post."""

    @property
    def seen(self) -> Seen: ...
    @property
    def means(self) -> Means | None: ...
    @property
    def seen_at(self) -> datetime: ...
    @property
    def captured(self) -> bool: ...


def last(looks: Sequence[Look]) -> Look | None:
    """Return the latest look, of those at which anybody looked at all."""
    looked = [look for look in looks if look.seen is not Seen.NOT_CHECKED]
    return max(looked, key=lambda look: look.seen_at, default=None)


def why_not_gone(looks: Sequence[Look]) -> str | None:
    """Say what is missing before a post may be called removed; None where nothing is."""
    latest = last(looks)
    if latest is None:
        return "nobody has looked yet"
    if latest.seen not in GONE:
        return f"at the last look: {latest.seen.label.lower()}"
    captured = [look for look in looks if look.seen in GONE and look.captured]
    if len(captured) < 2:
        return f"{len(captured)} of 2 looks that found it gone has a capture"
    apart = [pair for pair in combinations(captured, 2) if abs(pair[0].seen_at - pair[1].seen_at) >= APART]
    if not apart:
        return "two looks with a capture have to be at least 24 hours apart"
    if not any(Means.LOGGED_OUT in (first.means, second.means) for first, second in apart):
        return "one of two looks a day apart has to be logged out"
    return None


def why_not(action: RequestAction, posts: Mapping[str, Sequence[Look]]) -> str | None:
    """Say why a finding cannot be recorded of these posts, {how a post is called: looks at it}; None where it can."""
    if not any(posts.values()):
        return "Nobody has recorded a look yet."
    latest = [last(looks) for looks in posts.values()]
    seen = {look.seen for look in latest if look is not None}
    match action:
        case RequestAction.VERIFY_REMOVED:
            missing = [f"{name}: {why}" for name, looks in posts.items() if (why := why_not_gone(looks))]
            return f"Not every post is shown to be gone. {'; '.join(missing)}." if missing else None
        case RequestAction.FIND_AVAILABLE:
            return None if Seen.AVAILABLE in seen else "No post was there at the last look."
        case RequestAction.FIND_CHANGED:
            return None if seen & ALTERED else "No post was edited or restricted at the last look."
        case _:
            return None

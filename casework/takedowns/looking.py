"""What looks at a post allow one to say. Pure: what was seen is never the same thing as what is concluded.

That a post is gone can only be said after two looks at least a day apart, each with a capture, and each by a means that
was shown able to see the post or its account: a page may fail to load once, and an account that was blocked, or a
reader who is not signed in, may see less than the public does.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from casework.clock import london_date
from casework.takedowns.workflow import Able, Means, RequestAction, Seen

APART = timedelta(hours=24)
GONE = frozenset({Seen.REMOVED, Seen.REMOVED_BY_AUTHOR, Seen.REMOVED_BY_PLATFORM})
SHOWS_IT = frozenset(
    {Seen.AVAILABLE, Seen.EDITED, Seen.CORRECTED}
)  # a capture of such a look is a picture of the post
ALTERED = frozenset({Seen.EDITED, Seen.CORRECTED, Seen.RESTRICTED})


class Look(Protocol):
    """One look at one post. `account`: which account of the council; "" where it was none."""

    @property
    def seen(self) -> Seen: ...
    @property
    def means(self) -> Means | None: ...
    @property
    def account(self) -> str: ...
    @property
    def able(self) -> Able: ...
    @property
    def seen_at(self) -> datetime: ...
    @property
    def captured(self) -> bool: ...


L = TypeVar("L", bound=Look)


def last(looks: Sequence[Look]) -> Look | None:
    """Return the latest look, of those at which anybody looked at all."""
    looked = [look for look in looks if look.seen is not Seen.NOT_CHECKED]
    return max(looked, key=lambda look: look.seen_at, default=None)


def saw_it_before(means: Means | None, account: str, seen_at: datetime, looks: Sequence[Look]) -> Look | None:
    """Return the latest look before `seen_at` at which the same means saw the post; None where there is none."""
    found = [
        look
        for look in looks
        if (look.means, look.account) == (means, account) and look.seen in SHOWS_IT and look.seen_at < seen_at
    ]
    return max(found, key=lambda look: look.seen_at, default=None)


def shown_able(look: Look, looks: Sequence[Look]) -> bool:
    """Say whether the means of a look was shown able to see the post or its account."""
    if look.able is not Able.NOT_SHOWN:
        return True
    return saw_it_before(look.means, look.account, look.seen_at, looks) is not None


def since_it_was_there(looks: Sequence[L]) -> list[L]:
    """Return the looks that found it gone after the last at which anybody saw it, the earliest first."""
    there = max((look.seen_at for look in looks if look.seen in SHOWS_IT), default=None)
    found = [look for look in looks if look.seen in GONE and (there is None or look.seen_at > there)]
    return sorted(found, key=lambda look: look.seen_at)


def proving(looks: Sequence[L]) -> list[L]:
    """Return the looks that count towards a removal, the earliest first: gone since, captured, by an able means."""
    return [look for look in since_it_was_there(looks) if look.captured and shown_able(look, looks)]


def shown_gone_on(looks: Sequence[L]) -> date | None:
    """Return the day of the look that, with the first one, showed a post to be gone; None where none did."""
    counted = proving(looks)
    return next(
        (london_date(look.seen_at) for look in counted if look.seen_at - counted[0].seen_at >= APART), None
    )


def second_from(looks: Sequence[L]) -> datetime | None:
    """Return from when on a second look counts, where one found it gone and none did a second time."""
    counted = proving(looks)
    return counted[0].seen_at + APART if len(counted) == 1 else None


def what_it_shows(seen: Seen, able: Able, *, captured: bool) -> str:
    """Say of a look that was recorded just now what keeps it from counting towards a removal; "" where nothing does."""
    if seen not in GONE:
        return ""
    lacks = [] if captured else ["it has no capture"]
    if able is Able.NOT_SHOWN:
        lacks.append("nothing shows that you would have seen the post if it were there")
    return f"It does not count as seen to be gone: {' and '.join(lacks)}." if lacks else ""


def why_not_gone(looks: Sequence[Look]) -> str | None:
    """Say what is missing before a post may be called removed; None where nothing is."""
    latest = last(looks)
    if latest is None:
        return "nobody has looked yet"
    if latest.seen not in GONE:
        return f"at the last look: {latest.seen.label.lower()}"
    captured = [look for look in since_it_was_there(looks) if look.captured]
    if len(captured) < 2:
        unable = len(captured) > len(proving(looks))
        return f"{len(captured)} of 2 looks that found it gone has a capture" + (
            ", and nothing shows that it could have seen the post" if unable else ""
        )
    if captured[-1].seen_at - captured[0].seen_at < APART:
        return "two looks with a capture have to be at least 24 hours apart"
    able = proving(looks)
    if len(able) < 2 or able[-1].seen_at - able[0].seen_at < APART:
        return (
            f"{len(able)} of 2 looks a day apart was by a means shown able to see the post or its account"
            if len(able) < 2
            else "two looks by a means shown able to see it have to be at least 24 hours apart"
        )
    return None


def why_not(
    action: RequestAction, posts: Mapping[str, Sequence[Look]], *, said_done: bool = False
) -> str | None:
    """Say why a finding cannot be recorded of these posts, {how a post is called: looks at it}; None where it can.

    `said_done`: the last answer says that it is done, or partly.
    """
    if action is RequestAction.FIND_REPORTED:
        return _why_not_reported(posts, said_done=said_done)
    if not any(posts.values()):
        return "Nobody has recorded a look yet."
    seen = _seen_last(posts)
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


def _seen_last(posts: Mapping[str, Sequence[Look]]) -> set[Seen]:
    return {look.seen for looks in posts.values() if (look := last(looks)) is not None}


def _why_not_reported(posts: Mapping[str, Sequence[Look]], *, said_done: bool) -> str | None:
    if not said_done:
        return "Their last answer does not say that it is done."
    if _seen_last(posts) & SHOWS_IT:
        return "A post was there at the last look, so that is what was found."
    if posts and not any(why_not_gone(looks) for looks in posts.values()):
        return "Every post is shown to be gone: confirm that it was removed."
    return None


def wanted_on(looks: Sequence[Look], since: date) -> date | None:
    """Return from which day on another look at a post would show more; None where it would not.

    `since`: from when on it is to be looked at, where nobody has looked yet.
    """
    latest = last(looks)
    if latest is None:
        return since
    if latest.seen in GONE and why_not_gone(looks):
        counted = proving(looks) or [latest]
        return london_date(counted[0].seen_at + APART)
    return london_date(latest.seen_at + APART) if latest.seen is Seen.ERROR else None

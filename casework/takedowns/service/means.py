"""By what means somebody looked, and how that was shown able to see the post or its account."""

from datetime import datetime
from typing import TypedDict, Unpack

from casework.cases.models import Post
from casework.council import queries as council
from casework.errors import DomainError
from casework.evidence import queries as evidence
from casework.takedowns import queries
from casework.takedowns.looking import SHOWS_IT
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import Able, Means, Seen


class LookValues(TypedDict, total=False):
    """What a look was besides what was seen. `account`: which of the council's, if any; `able`: how it could see."""

    account: str
    device: str
    able: Able
    able_words: str
    wording: str


def looking_accounts() -> list[str]:
    """Return the accounts of the council by which officers may look, as its settings name them."""
    return [line.strip() for line in council.settings().looking_accounts.splitlines() if line.strip()]


def means_of(
    request: RemovalRequest,
    post: Post,
    seen: Seen,
    means: Means | None,
    seen_at: datetime,
    *,
    captured: bool,
    **values: Unpack[LookValues],
) -> LookValues:
    """Return the values of a look as they are kept; raise DomainError where the means is not a lawful one."""
    kept: LookValues = {
        "account": values.get("account", "").strip(),
        "device": values.get("device", "").strip(),
        "able": values.get("able", Able.NOT_SHOWN),
        "able_words": values.get("able_words", "").strip(),
        "wording": values.get("wording", "").strip(),
    }
    if seen is Seen.NOT_CHECKED:
        return {**kept, "account": "", "able": Able.NOT_SHOWN, "able_words": ""}
    if means is None:
        raise DomainError("Say how you looked: logged out, or with an account of the council.", "means")
    if means is Means.LOGGED_OUT:
        kept["account"] = ""
    elif kept["account"] not in looking_accounts():
        raise DomainError(
            "Choose one of the council’s accounts that its settings name. Never look with your own account, and never "
            "with a false one; where none is named, look logged out.",
            "account",
        )
    kept["able"] = _able(request, post, seen, means, seen_at, kept, captured=captured)
    if kept["able"] is not Able.ACCOUNT:
        kept["able_words"] = ""
    return kept


def _able(
    request: RemovalRequest,
    post: Post,
    seen: Seen,
    means: Means,
    seen_at: datetime,
    kept: LookValues,
    *,
    captured: bool,
) -> Able:
    """Return how the means could see. What the record shows by itself is taken from it, whatever was said."""
    if seen in SHOWS_IT:
        return Able.NOT_SHOWN  # it saw the post itself; later looks of the same means rest on this one
    if queries.saw_it_ever(post, means, kept["account"], seen_at):
        return Able.EARLIER
    if kept["able"] is Able.EARLIER:
        raise DomainError(
            "No earlier look by the same means that saw the post is on record. Choose another answer.", "able"
        )
    if kept["able"] is Able.INTAKE and not _held_before(request, post):
        raise DomainError(
            "No exhibit that shows the post was held before the request was sent, so nothing was seen at intake.",
            "able",
        )
    if kept["able"] is Able.ACCOUNT and not kept["able_words"] and not captured:
        raise DomainError(
            "Say what you saw of the account, such as its name and its newest post, or send a capture that shows it.",
            "able_words",
        )
    return kept["able"]


def _held_before(request: RemovalRequest, post: Post) -> bool:
    """Say whether an exhibit that shows the post was received before the request was approved."""
    return any(
        request.approved_at is None or exhibit.received_at <= request.approved_at
        for exhibit in evidence.of_posts([post.id])[post.id]
    )

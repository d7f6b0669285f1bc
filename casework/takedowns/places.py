"""How a post is called where it has to be found again: by its address, or by what shows where it is."""

from typing import Protocol

from casework.cases.addresses import told_by_address
from casework.members.folding import handle_key
from casework.members.workflow import Platform

OPENING = 90  # characters of a post that is known by its words alone


class Placed(Protocol):
    """A post as these words need it."""

    platform: Platform | None
    platform_name: str
    address: str
    handle: str
    display_name: str
    words: str
    posted_displayed: str


def platform_of(post: Placed) -> str:
    """Return the platform in words; "" where it is not known."""
    if post.platform in {None, Platform.OTHER}:
        return post.platform_name
    return post.platform.label if post.platform else ""


def place(post: Placed) -> str:
    """Return where the post is: its address, else its account and its opening words."""
    if post.address:
        return post.address
    account = post.handle or post.display_name
    said = f"“{_opening(post.words)}”" if post.words else ""
    found = ", ".join(part for part in (platform_of(post), account, said) if part)
    return found or "A post of which no address is known"


def place_in_full(post: Placed) -> str:
    """Return where the post is, with platform, account and date as shown, for somebody who has to find it.

    An account that the address itself names is not said to have been seen: it may only have been read off it.
    """
    if not post.address:
        shown = f"shown there as of “{post.posted_displayed}”" if post.posted_displayed else ""
        return ", ".join(part for part in (place(post), shown) if part)
    about = [platform_of(post)]
    in_address = handle_key(told_by_address(post.address).handle)
    seen = post.handle if post.handle and handle_key(post.handle) != in_address else post.display_name
    if seen:
        about.append(f"shown under the name {seen}")
    if post.posted_displayed:
        about.append(f"dated there “{post.posted_displayed}”")
    about = [part for part in about if part]
    return f"{post.address} ({', '.join(about)})" if about else post.address


def _opening(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= OPENING else f"{flat[:OPENING].rsplit(' ', 1)[0]}…"

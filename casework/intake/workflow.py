"""What can be told without looking further: from the address of a post, and from a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from casework.members.folding import address_key, name_words
from casework.members.workflow import Platform

PLATFORMS = {
    "facebook.com": Platform.FACEBOOK,
    "x.com": Platform.X,
    "wa.me": Platform.WHATSAPP,
    "whatsapp.com": Platform.WHATSAPP,
    "instagram.com": Platform.INSTAGRAM,
    "youtube.com": Platform.YOUTUBE,
    "linkedin.com": Platform.LINKEDIN,
    "tiktok.com": Platform.TIKTOK,
    "nextdoor.com": Platform.NEXTDOOR,
    "nextdoor.co.uk": Platform.NEXTDOOR,
    "bsky.app": Platform.BLUESKY,
    "threads.com": Platform.THREADS,
    "t.me": Platform.TELEGRAM,
    "reddit.com": Platform.REDDIT,
}
NAMES_COME_FIRST = {Platform.X, Platform.TIKTOK, Platform.THREADS}
NO_NAMES = {"i", "home", "search", "explore", "hashtag", "share", "intent"}


class Named(Protocol):
    """Somebody with a name."""

    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


@dataclass(frozen=True)
class Told:
    """What an address says of a post: where it is and, on platforms that put it there, by whose account."""

    platform: Platform | None
    handle: str


def told_by_address(address: str) -> Told:
    """Return what `address` says of its post; nothing where it is not recognised."""
    platform = PLATFORMS.get(address_key(address).partition("/")[0])
    names = [part for part in _path(address).split("/") if part]
    if platform is Platform.BLUESKY and len(names) > 1 and names[0] == "profile":
        return Told(platform, f"@{names[1]}")
    if platform in NAMES_COME_FIRST and len(names) > 1 and names[0].lstrip("@") not in NO_NAMES:
        return Told(platform, f"@{names[0].lstrip('@')}")
    return Told(platform, "")


def _path(address: str) -> str:
    try:
        return urlsplit(address.strip() if "//" in address else f"//{address.strip()}").path
    except ValueError:  # half an IPv6 address
        return ""


def namesakes(officers: Iterable[N], people: Iterable[tuple[str, str]]) -> list[tuple[N, str]]:
    """Return (officer, who it may be) for every officer called like one of `people`, given as (name, what they are)."""
    known = [(name, what) for name, what in people if name]
    return [
        (officer, f"{what}, {name}")
        for officer in officers
        for name, what in known
        if alike(officer.name, name)
    ]


def alike(one: str, other: str) -> bool:
    """Say whether two names may be one person's: every word of the shorter stands in the longer."""
    shorter, longer = sorted((set(name_words(one)), set(name_words(other))), key=len)
    return bool(shorter) and shorter <= longer

"""What can be told from the address of a post without looking further. Pure."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from casework.members.folding import address_key
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

"""Whether words give a person away: their name in the ways in which it is written, and how to reach them. Pure."""

import re
from collections.abc import Collection, Iterator
from unicodedata import category

from casework.folding import fold
from casework.members.folding import ADDRESS, name_words
from casework.outbox.addresses import LIKELY, addresses_in

SHORTEST = 3  # letters of a word of which fewer are not anybody's name
SHORTEST_NUMBER = 6  # digits in a row of which fewer are not anybody's telephone number
NUMBER = re.compile(r"\+?\(?\d[\d \u00a0().+/-]{4,}\d")
BETWEEN_DIGITS = re.compile(r"[\s()+./-]")
ABROAD = re.compile(r"^(?:0044|44(?=\d{9})|0)0?")  # 01632 960777 is +44 1632 960777, and +44 (0)1632 960777
HANDLE = re.compile(r"(?<![\w.])@[\w.]*\w")
WEB = re.compile(r"^(?:https?://)?(?:www\.)?")
# What says how somebody is reached and not who it is: a letter may well say “by e-mail”.
CHANNEL = re.compile(
    r"^(?:(?:by|via|on|in|at|the|her|his|their|own|home|work|office|best|e-?mails?|post|letter|person|(?:tele)?phone|tel|"
    r"mobile|call|text|sms|web|online|form|address|contact|reply|not|none|unknown|known|given|facebook|twitter|x|instagram|"
    r"linkedin|tiktok|whatsapp|messenger|youtube|nextdoor|bluesky|threads)(?![\w@])[\s:.=-]*)+"
)


def gives_away(name: str, contact: str) -> set[str]:
    """Return what must not be read where a person is not to be named, as `names_somebody` takes it."""
    found = {*_names(name), *_contacts(contact)}
    return {each for each in found if len(each) >= SHORTEST}


def _names(name: str) -> Iterator[str]:
    """The name as given, without titles, without middle names, and with the surname first."""
    yield _plain(name)
    words = name_words(name)
    if len(words) > 1:  # “Mrs Smith” without her title is anybody called Smith
        yield " ".join(words)
        yield f"{words[0]} {words[-1]}"
        yield f"{words[-1]}, {' '.join(words[:-1])}"


def _contacts(contact: str) -> Iterator[str]:
    for part in re.split(r"[\n,;]", contact):
        rest = CHANNEL.sub("", _plain(part))
        yield from (rest, WEB.sub("", rest))
    yield from (_plain(each.strip(".:'")) for each in LIKELY.findall(contact))
    yield from addresses_in(contact)  # as a server is told them: other letters, where a domain has an accent
    yield from (_plain(each) for each in HANDLE.findall(contact))
    yield from NUMBER.findall(contact)


def names_somebody(text: str, secrets: Collection[str]) -> bool:
    """Say whether `text` holds any of `secrets`, whatever its spacing, accents and dashes; numbers by digits alone."""
    ways = _ways(text)
    digits = BETWEEN_DIGITS.sub("", _plain(text))
    for secret in secrets:
        before = (
            r"(?<![\w.+])" if "@" in secret[1:] else r"(?<!\w)"
        )  # what stands before an address may be part of it
        found = re.compile(rf"{before}{re.escape(secret)}(?!\w)")
        if any(found.search(each) for each in ways):
            return True
        if NUMBER.fullmatch(secret) and _number(secret) in digits:
            return True
    return False


def _ways(text: str) -> set[str]:
    """Return the text as it reads: what is of no width taken out, or for a space; and its dashes for spaces.

    The last not in web addresses: a post may stand at one that is made of somebody's name, and must be given.
    """
    return {
        _plain(text),
        _plain("".join(" " if category(each) == "Cf" else each for each in text)),
        _plain(_plain(ADDRESS.sub(" ", text)).replace("-", " ")),
    }


def _number(secret: str) -> str:
    digits = re.sub(r"\D", "", secret)
    shorter = ABROAD.sub("", digits)
    return shorter if len(shorter) >= SHORTEST_NUMBER else digits


def _plain(text: str) -> str:
    """Return `text` folded, without apostrophes and what has no width, with one kind of dash and single spaces."""
    kinds = ((each, category(each)) for each in text)
    seen = "".join("-" if kind == "Pd" else each for each, kind in kinds if kind != "Cf")
    return " ".join(fold(seen).replace("'", "").split())

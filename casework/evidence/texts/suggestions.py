"""What the words in a capture suggest of the post: its handle, its words, the date as displayed. Pure.

Suggestions only: an officer accepts each onto a post, or does not. A line is taken for what it looks like.
"""

import re
from dataclasses import dataclass
from itertools import takewhile

from casework.evidence.texts.workflow import Suggested

HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?(?![\w@])")
PROFILE = re.compile(
    r"(?i)(?<![\w.@-])(?:www\.)?(?:facebook\.com|instagram\.com|tiktok\.com|x\.com|twitter\.com|threads\.net)/"
    r"(?!(?:posts?|p|groups?|watch|reels?|share|stories|story|photo|events|pages|permalink|status|hashtag|search|i)\b)"
    r"@?[a-z0-9_](?:[a-z0-9_.-]{0,48}[a-z0-9_])?(?![\w@])"
)
BARE = re.compile(
    r"(?<!\S)[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?!\S)"
)  # cllr_x: no word of a sentence has such a stroke
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
CLOCK = r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?"
DAY = rf"(?:\d{{1,2}}\s{MONTH}(?:,?\s\d{{4}})?|{MONTH}\s\d{{1,2}}(?:,?\s\d{{4}})?|\d{{1,2}}/\d{{1,2}}/\d{{2,4}})"
TIME = re.compile(
    rf"\b(?:{CLOCK}\s?[·•,-]?\s?{DAY}|{DAY}(?:,?\s?(?:at|[·•,-])?\s?{CLOCK})?|[Yy]esterday(?:\sat\s{CLOCK})?"
    r"|\d{1,2}\s?(?:h|hrs?|hours?|m|mins?|minutes?|d|days?)(?:\sago)?\b)"
)
FURNITURE = re.compile(
    r"(?i)^(?:[\d.,]+\s?[km]?\s*)?(?:likes?|comments?|shares?|reposts?|quotes?|views?|repl(?:y|ies)|follow(?:ing)?|"
    r"bookmarks?|reply|share|send|write a comment.*|most relevant.*)(?:\s+[\d.,]+\s?[km]?.*)?$"
)
MOST = 4_000  # letters of the words of one post
SHORT = 24  # letters: a line that holds a date and hardly more tells the date


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that a capture's words suggest of a post."""

    kind: Suggested
    value: str


def suggest(text: str) -> list[Suggestion]:
    """Return what the text suggests, at most one of each kind: the first post that it shows."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    handle = _handle(lines)
    time = next(
        (found[0].strip() for line in lines if (found := TIME.search(line)) and _is_time(line, found[0])), ""
    )
    words = "\n".join(_words(lines, handle))[:MOST]
    return [
        Suggestion(kind, value)
        for kind, value in ((Suggested.HANDLE, handle), (Suggested.WORDS, words), (Suggested.TIME, time))
        if value
    ]


def _handle(lines: list[str]) -> str:
    """Return the first handle with its @; else the first address of a profile; else a name with a stroke in it."""
    for pattern in (HANDLE, PROFILE, BARE):
        for line in lines:
            if found := pattern.search(line):
                return found[0]
    return ""


def _words(lines: list[str], handle: str) -> list[str]:
    """Return the lines from below the handle, or from the top, to the first that is no more of the post."""
    start = next((number + 1 for number, line in enumerate(lines) if handle and handle in line), 0)
    rest = lines[start:]
    while rest and (_tells_time(rest[0]) or FURNITURE.match(rest[0])):
        rest = rest[1:]
    return list(takewhile(lambda line: not (_tells_time(line) or FURNITURE.match(line)), rest))


def _tells_time(line: str) -> bool:
    found = TIME.search(line)
    return found is not None and _is_time(line, found[0])


def _is_time(line: str, time: str) -> bool:
    """Whether a line with a time in it tells when something was posted: around it stands little else."""
    return len(line) - len(time) <= SHORT

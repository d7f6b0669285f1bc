"""How text becomes words that can be found. Pure; both databases are given the same words, and so find the same.

A word is a run of letters and digits, without regard to case or accents: an address or a handle falls into its parts.
Each is written in ASCII and begins with W, so that neither database's own reader of text can divide it further.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casework.errors import DomainError
from casework.folding import fold

WORD = "w"  # begins every word of a text; other letters begin the marks that the index adds to a document
LONGEST = 40  # letters of one word; PostgreSQL takes no document of more than a megabyte
MOST_WORDS = 15_000  # of one document
MOST_TERMS = 12  # of one search
RUN = re.compile(r"[^\W_]+")
CHUNK = re.compile(r'["“”]([^"“”]*)["“”]?|([^\s"“”]+)')
PREAMBLE = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)  # says nothing of where an address leads


@dataclass(frozen=True)
class Term:
    """What a document must hold: one word that begins so, or words side by side."""

    words: tuple[str, ...]
    exact: bool = False


def words(text: str) -> Iterator[str]:
    """Return the words of `text`, in order."""
    for run in RUN.finditer(fold(text)):
        yield (
            WORD
            + "".join(letter if letter.isascii() else f"x{ord(letter):x}x" for letter in run[0])[:LONGEST]
        )


def terms(text: str) -> tuple[Term, ...]:
    """Read what somebody searches for: words, each of which may go on, and words in quotation marks side by side.

    Raises DomainError where there is nothing to look for, or more than a search takes.
    """
    found = tuple(dict.fromkeys(_terms(text)))
    if not found:
        raise DomainError("Enter a word, a name, a reference or an address to search for.", "q")
    if len(found) > MOST_TERMS:
        raise DomainError(f"A search takes up to {MOST_TERMS} words. Leave some out.", "q")
    return found


def _terms(text: str) -> Iterator[Term]:
    for quoted, bare in CHUNK.findall(text):
        if phrase := tuple(words(quoted)):
            yield Term(phrase, exact=True)
        yield from (Term((word,)) for word in words(PREAMBLE.sub("", bare)))


def excerpt(text: str, sought: Iterable[Term], length: int = 200) -> list[tuple[str, bool]]:
    """Return a piece of `text` around the first word found, in parts: (words, whether they are what was sought)."""
    beginnings = tuple({word for term in sought for word in term.words})
    hits = [run.span() for run in RUN.finditer(text) if _is_sought(run[0], beginnings)]
    start = max(0, hits[0][0] - length // 3) if hits else 0
    if start:
        start = text.rfind(" ", 0, start) + 1
    end = (
        len(text)
        if len(text) <= start + length
        else max(text.rfind(" ", start, start + length), start + length // 2)
    )
    parts, at = [("… ", False)] if start else [], start
    for first, last in hits:
        if first >= at and last <= end:
            parts += [(text[at:first], False), (text[first:last], True)]
            at = last
    parts.append((text[at:end] + (" …" if end < len(text) else ""), False))
    return [(piece, sought) for piece, sought in parts if piece]


def _is_sought(run: str, beginnings: tuple[str, ...]) -> bool:
    return any(word.startswith(beginnings) for word in words(run))

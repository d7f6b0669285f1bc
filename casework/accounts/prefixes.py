"""Exhibit prefixes: two to four letters that are one officer's own for good, even after they leave."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import product
from string import ascii_uppercase

from casework.errors import DomainError

PREFIX = re.compile(r"[A-Z]{2,4}")
SHORTEST, LONGEST = 2, 4  # letters


def check_prefix(text: str, taken: Collection[str]) -> str:
    """Return the prefix that an officer asks for, in capitals. Raises `DomainError` where it may not be theirs.

    `taken` are all prefixes ever given, those of officers who have left included.
    """
    prefix = text.strip().upper()
    if not PREFIX.fullmatch(prefix):
        raise DomainError("An exhibit prefix is 2 to 4 letters from A to Z, like MO.", field="prefix")
    if prefix in taken:
        raise DomainError(
            f"The exhibit prefix {prefix} belongs to another officer for good. Choose another.",
            field="prefix",
        )
    return prefix


def propose_prefix(name: str, taken: Collection[str]) -> str:
    """Return a prefix for a new officer: their initials where free, else the nearest that is.

    Raises `DomainError` when every prefix is taken.
    """
    for prefix in _candidates(name):
        if PREFIX.fullmatch(prefix) and prefix not in taken:
            return prefix
    raise DomainError("Every exhibit prefix of 2 to 4 letters is taken.", field="prefix")


def _candidates(name: str) -> Iterator[str]:
    """Yield initials, then fewer of them, then more of the last name, then whatever is left."""
    words = _words(name) or ["EX"]
    first, last = words[0][0], words[-1]
    initials = "".join(word[0] for word in words)[:LONGEST]
    yield from (initials, initials[:SHORTEST])
    stem = first if len(words) > 1 else ""
    yield from (stem + last[:length] for length in range(1, LONGEST + 1))
    for start in (first, ""):
        for length in range(SHORTEST, LONGEST + 1):
            yield from (
                start + "".join(rest) for rest in product(ascii_uppercase, repeat=length - len(start))
            )


def _words(name: str) -> list[str]:
    """Return the words of a name in plain capitals, without accents: O'Neil is one, Smith-Jones two."""
    plain = unicodedata.normalize(
        "NFKD", name.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    )
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"[A-Z]+", letters.upper())

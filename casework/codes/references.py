"""References for the items of a Code: those that it prints, and where it prints none a letter and a number."""

import itertools
import re
from collections.abc import Iterator, Sequence
from string import ascii_uppercase

from casework.codes.markers import Style, letters
from casework.codes.outline import Entry, Part

# Sections as most Codes have them keep the letters that officers know them by.
_KNOWN_SECTIONS = (
    (re.compile(r"\bavoid\b", re.IGNORECASE), "A"),
    (re.compile(r"\bgood practice\b", re.IGNORECASE), "G"),
    (re.compile(r"\bresponsibilit", re.IGNORECASE), "R"),
)
_SMALL_WORDS = {"a", "an", "and", "by", "for", "in", "of", "on", "or", "our", "the", "to", "with", "your"}


class References:
    """Hands out the references of one document, each once."""

    def __init__(self, parts: Sequence[Part], rules: Sequence[Part]) -> None:
        """`rules`: the parts that hold rules, by whose numbering the document is judged."""
        self._prefixes = _prefixes(parts)
        self._plain_numbers_serve = _plain_numbers_serve(rules)
        self._used: set[str] = set()
        self._counts: dict[str, int] = {}

    def for_item(self, entry: Entry, part: Part) -> str:
        """Return the reference of an item of the first level: printed, or the section's letter and a number."""
        own = self._printed(entry, part)
        return self._take(own) if own and own not in self._used else self._next(self._prefixes[id(part)])

    def for_sub_item(self, entry: Entry, parent: str, place: int) -> str:
        """Return the reference of the `place`th item, from 1, under `parent`."""
        wanted = _under(entry, parent, place)
        return self._take(wanted) if wanted not in self._used else self._next(f"{parent}.")

    def _take(self, reference: str) -> str:
        self._used.add(reference)
        return reference

    def _next(self, prefix: str) -> str:
        while True:
            self._counts[prefix] = self._counts.get(prefix, 0) + 1
            reference = f"{prefix}{self._counts[prefix]}"
            if reference not in self._used:
                return self._take(reference)

    def _printed(self, entry: Entry, part: Part) -> str:
        """Return the reference that the document prints, or nothing where it prints none that stands alone."""
        marker = entry.marker
        if marker.style in {Style.DECIMAL, Style.LABEL}:
            return marker.number
        section = part.number.strip("().:")
        if marker.style in {Style.LETTER, Style.ROMAN} and section:
            return f"{section}({marker.number})"
        return marker.number if marker.style is Style.NUMBER and self._plain_numbers_serve else ""


def _under(entry: Entry, parent: str, place: int) -> str:
    """Return "5.1(a)" under a printed number, "G2a" under a letter, "G2a1" under that."""
    if entry.marker.style in {Style.DECIMAL, Style.LABEL}:
        return entry.marker.number
    if parent[:1].isdigit() and entry.marker.value:
        return f"{parent}({entry.marker.number})"
    return f"{parent}{letters(place)}" if parent[-1:].isdigit() else f"{parent}{place}"


def _plain_numbers_serve(rules: Sequence[Part]) -> bool:
    """Whether the rules are numbered 1, 2, 3 through the whole document, so that the number is enough."""
    markers = [entry.marker for part in rules for entry in part.entries]
    numbers = {marker.value for marker in markers if marker.style is Style.NUMBER}
    return len(numbers) == len(markers)


def _prefixes(parts: Sequence[Part]) -> dict[int, str]:
    """Return each section's prefix by its id(): the known ones first, so that no other section takes their letter."""
    listed = [part for part in parts if part.entries]
    chosen: dict[int, str] = {}
    taken: set[str] = set()
    for pattern, letter in _KNOWN_SECTIONS:
        first = next((part for part in listed if pattern.search(part.title) and id(part) not in chosen), None)
        if first:
            chosen[id(first)] = letter
            taken.add(letter)
    for part in listed:
        if id(part) not in chosen:
            prefix = next(prefix for prefix in _candidates(part.title) if prefix not in taken)
            chosen[id(part)] = prefix
            taken.add(prefix)
    return chosen


def _candidates(title: str) -> Iterator[str]:
    """Yield prefixes to try: first letter, initials, first two letters, any other second letter, numbers."""
    words = [
        word
        for word in re.findall(r"[A-Za-z]+", re.sub("['’]", "", title))
        if word.lower() not in _SMALL_WORDS
    ]
    if not words:
        yield ""
        words = ["C"]
    yield words[0][0].upper()
    if len(words) > 1:
        yield "".join(word[0] for word in words[:3]).upper()
    yield words[0][:2].upper()
    yield from (f"{words[0][0]}{letter}".upper() for letter in ascii_uppercase)
    yield from (f"{words[0][0].upper()}{number}." for number in itertools.count(2))

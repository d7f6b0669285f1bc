"""Bullets and numbers at the head of a list item: "-", "•", "5.1", "1.", "(a)", "iv)", "A3"."""

import re
from dataclasses import dataclass
from enum import StrEnum

# The last seven are what Word's Symbol and Wingdings bullets become when a document is saved as plain text.
_BULLETS = "•●○◦▪■□▫‣⁃➢➤►✓✔❖·" + "".join(map(chr, (0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF0A8, 0xF076, 0xF02D)))
# These are letters and dashes too: only white space after them makes them bullets.
_BULLETS_IF_SPACED = "-–—*o§Ø"
_DASHES = "–—"

_BULLET = re.compile(
    rf"(?P<printed>[{re.escape(_BULLETS)}]|[{re.escape(_BULLETS_IF_SPACED)}](?=\s|$)|o(?=[A-Z]))\s*"
)
_NUMBER = re.compile(
    r"""(?P<printed>
        (?P<decimal>\d{1,3}(?:\.\d{1,3}){1,4})[.)]?
      | \(?(?P<number>\d{1,3})[.)]
      | \(?(?P<small>[a-z]{1,5})[.)]
      | \(?(?P<capital>[A-Z])[.)]
      | (?P<label>[A-Z]{1,2}\d{1,3}[a-z]?)[.):]?(?=\s+["'“‘]?[A-Z])
    )(?:\s+|(?=["'“‘]?[A-Z])|$)""",
    re.VERBOSE,
)
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})", re.ASCII)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}


class Style(StrEnum):
    """How a list is marked."""

    BULLET = "bullet"
    DECIMAL = "decimal"
    NUMBER = "number"
    LETTER = "letter"
    CAPITAL = "capital"
    ROMAN = "roman"
    LABEL = "label"


@dataclass(frozen=True)
class Marker:
    """A marker as printed, and where it stands in its sequence: (5, 1) for "5.1", (3,) for "c)", () for a bullet."""

    printed: str
    style: Style
    value: tuple[int, ...] = ()

    @property
    def family(self) -> str:
        """What siblings share: the style, and for bullets the sign itself."""
        return self.printed if self.style is Style.BULLET else self.style

    @property
    def number(self) -> str:
        """The number without the stop or bracket that closes it: "5.1" of "5.1.", "a" of "(a)"."""
        return self.printed.strip("().:")

    def follows(self, other: "Marker") -> bool:
        """Whether this is the next of the same sequence after `other`."""
        if not self.value or self.style is not other.style or len(self.value) != len(other.value):
            return False
        return self.value[:-1] == other.value[:-1] and self.value[-1] == other.value[-1] + 1

    @property
    def is_first(self) -> bool:
        """Whether this begins a sequence: "1.", "(a)", "i", "5.1"; any bullet does."""
        return not self.value or self.value[-1] == 1


def split_marker(line: str) -> tuple[tuple[Marker, ...], str]:
    """Return the readings of the marker that heads `line`, likeliest first, and the rest. No marker: no readings.

    "i." and its like are both a letter and a Roman number: which, only the items before can tell.
    """
    found = _BULLET.match(line)
    if found:
        return (Marker(found["printed"], Style.BULLET),), line[found.end() :]
    found = _NUMBER.match(line)
    readings = _numbered(found) if found else ()
    return (readings, line[found.end() :]) if found and readings else ((), line)


class Sequences:
    """The markers met so far, by which a doubtful one is told from a word: "12." may end a wrapped sentence."""

    def __init__(self) -> None:
        self._last: dict[tuple[Style, int], Marker] = {}

    def choose(self, readings: tuple[Marker, ...], rest: str, *, running_on: bool) -> Marker | None:
        """Return the reading to believe, or None where the line is better taken as plain words.

        `running_on`: the line before, with no blank between, stopped short of the end of its sentence.
        """
        chosen = self._expected(readings) or next(iter(readings), None)
        if chosen is None or not self._believable(chosen, rest, running_on=running_on):
            return None
        self._last[chosen.style, len(chosen.value)] = chosen
        return chosen

    def _expected(self, readings: tuple[Marker, ...]) -> Marker | None:
        return next((reading for reading in readings if self._continues(reading)), None)

    def _continues(self, marker: Marker) -> bool:
        last = self._last.get((marker.style, len(marker.value)))
        return last is not None and marker.follows(last)

    def _believable(self, marker: Marker, rest: str, *, running_on: bool) -> bool:
        in_order = marker.is_first or self._continues(marker)
        if marker.style is Style.DECIMAL or marker.printed in _DASHES:
            return not (running_on and rest[:1].islower())
        if marker.style is Style.BULLET:
            return True
        if marker.style is Style.NUMBER or marker.printed.startswith("("):
            return in_order or not running_on
        return in_order


def letters(place: int) -> str:
    """Return the letters of the `place`th item, from 1: a, b and so on, then aa, bb."""
    times, letter = divmod(place - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def roman(number: int) -> str:
    """Return `number` as a small Roman number, from 1 to 39."""
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return "x" * (number // 10) + ones[number % 10]


def _numbered(found: re.Match[str]) -> tuple[Marker, ...]:
    printed = found["printed"]
    if found["decimal"]:
        return (Marker(printed, Style.DECIMAL, tuple(map(int, found["decimal"].split(".")))),)
    if found["number"]:
        return (Marker(printed, Style.NUMBER, (int(found["number"]),)),)
    if found["capital"]:
        return (Marker(printed, Style.CAPITAL, (_alphabet(found["capital"].lower()),)),)
    if found["label"]:
        return (Marker(printed, Style.LABEL, _label(found["label"])),)
    return _small(printed, found["small"])


def _small(printed: str, word: str) -> tuple[Marker, ...]:
    readings = []
    if _ROMAN.fullmatch(word):
        values = [_ROMAN_DIGITS[digit] for digit in word]
        total = sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))
        readings.append(Marker(printed, Style.ROMAN, (total,)))
    if len(set(word)) == 1:
        readings.append(Marker(printed, Style.LETTER, (_alphabet(word),)))
    if len(word) == 1 and word != "i":
        readings.reverse()
    return tuple(readings)


def _label(label: str) -> tuple[int, ...]:
    """Place a printed reference such as "G2a": its letters, its number, its sub-item."""
    parts = re.fullmatch(r"([A-Z]+)(\d+)([a-z]?)", label)
    prefix, number, sub = parts.groups() if parts else ("", "0", "")
    place = int("".join(f"{_alphabet(letter.lower()):02}" for letter in prefix))
    return (place, int(number), _alphabet(sub)) if sub else (place, int(number))


def _alphabet(word: str) -> int:
    return ord(word[0]) - ord("a") + 1 + 26 * (len(word) - 1)

"""Words made comparable: case, accents, apostrophes and simple endings aside. English only, and deliberately light."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from casework import folding

# Apostrophes and censoring asterisks stay inside a word ("don't", "sh*t"), combining accents with their letter.
_WORD = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f]|['\u2019\u02bc](?=[^\\W_])|\\*(?=\\**[^\\W_]))*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HYPHENS = {"-", "\u2010", "\u2011"}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_VOWEL = re.compile("[aeiouy]")
_SHORTEST_STEM = 4


@dataclass(frozen=True)
class Word:
    """A word with its place in its text. `glued`: a hyphen, or a capital as in "WhatsApp", ties it to the next."""

    start: int
    end: int
    folded: str
    glued: bool


def words(text: str) -> tuple[Word, ...]:
    """Return the words of `text` in order; those inside a web address are not words."""
    text = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    spans = [span for found in _WORD.finditer(text) for span in _parts(found)]
    return tuple(
        Word(start, end, fold(text[start:end]), inner or text[end : after[0]] in _HYPHENS)
        for (start, end, inner), after in zip_longest(spans, spans[1:], fillvalue=(0, 0, False))
    )


def fold(word: str) -> str:
    """Return `word` without case, accents and apostrophes: "Caf\u00e9" as "cafe", "don't" as "dont"."""
    return folding.fold(word).replace("'", "")


def stem(word: str) -> str:
    """Return a folded word without a plural, -ing or -ed, so that "posting", "posted" and "posts" are "post".

    Short words are left alone: of "raped" and "hated" too little would be left to tell from other words.
    """
    word = _without_participle(_without_plural(word))
    if len(word) > _SHORTEST_STEM and word.endswith("e"):
        word = word[:-1]
    return word[:-1] if len(word) > _SHORTEST_STEM and word[-1] == word[-2] else word


def _parts(found: re.Match[str]) -> Iterator[tuple[int, int, bool]]:
    start = found.start()
    for cut in _CAMEL.finditer(found[0]):
        yield start, found.start() + cut.start(), True
        start = found.start() + cut.start()
    yield start, found.end(), False


def _without_plural(word: str) -> str:
    if len(word) < _SHORTEST_STEM or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > _SHORTEST_STEM:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ses", "xes", "zes", "ches", "shes")) else word[:-1]


def _without_participle(word: str) -> str:
    if word.endswith("ied") and len(word) > _SHORTEST_STEM:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= _SHORTEST_STEM and _VOWEL.search(base) and not word.endswith("eed"):
            return base
    return word

"""Which clauses the words of a post or a complaint point to. Keywords only: the officer sees each word that told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from casework.codes.word_forms import Word, stem, words


class Suggestible(Protocol):
    """A clause as this module sees it."""

    @property
    def keywords(self) -> Sequence[str]: ...


C = TypeVar("C", bound=Suggestible)


@dataclass(frozen=True)
class Match:
    """A place in one of the texts: `text[start:end] == words`, found by `keyword`. `source` names the text."""

    source: str
    start: int
    end: int
    words: str
    keyword: str


@dataclass(frozen=True)
class Suggestion(Generic[C]):
    """A clause with the words that suggested it, in the order of the texts. A higher `score` is a stronger pointer."""

    clause: C
    matches: tuple[Match, ...]
    score: int


@dataclass
class _Node:
    """One step of a keyword. `ends` holds the clauses, by place, whose keyword ends here."""

    following: dict[str, "_Node"] = field(default_factory=dict)
    ends: dict[int, str] = field(default_factory=dict)


class KeywordIndex(Generic[C]):
    """The keywords of some clauses, ready to be looked for in many texts."""

    def __init__(self, clauses: Sequence[C]) -> None:
        self._clauses = tuple(clauses)
        self._root = _Node()
        for place, clause in enumerate(self._clauses):
            for keyword in clause.keywords:
                for path in _paths(words(keyword)):
                    self._add(path, place, keyword)

    def suggest(self, texts: Mapping[str, str]) -> tuple[Suggestion[C], ...]:
        """Return the clauses that `texts` (by name) point to, strongest first, ties in the order of the clauses.

        A keyword counts once however often it occurs, and a phrase counts as many words as it has: it says more.
        """
        found: dict[int, list[Match]] = {}
        for source, text in texts.items():
            for place, match in self._matches(source, text):
                found.setdefault(place, []).append(match)
        suggestions = [
            (place, Suggestion(self._clauses[place], matches, _score(matches)))
            for place, matches in ((place, tuple(matches)) for place, matches in found.items())
        ]
        suggestions.sort(key=lambda one: (-one[1].score, one[0]))
        return tuple(suggestion for _, suggestion in suggestions)

    def _add(self, path: tuple[str, ...], place: int, keyword: str) -> None:
        node = self._root
        for step in path:
            node = node.following.setdefault(step, _Node())
        if path:
            node.ends.setdefault(place, keyword)

    def _matches(self, source: str, text: str) -> Iterator[tuple[int, Match]]:
        """Yield each clause's matches; of two that overlap, only the longer."""
        units = words(text)
        covered: dict[int, int] = {}
        hits = [hit for start in range(len(units)) for hit in self._hits(units, start, start, self._root)]
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        for first, last, ends in hits:
            for place, keyword in ends.items():
                if covered.get(place, -1) >= first:
                    continue
                covered[place] = last
                start, end = units[first].start, units[last].end
                yield place, Match(source, start, end, text[start:end], keyword)

    def _hits(
        self, units: Sequence[Word], first: int, at: int, node: _Node
    ) -> Iterator[tuple[int, int, Mapping[int, str]]]:
        for step, after in _steps(units, at):
            following = node.following.get(step)
            if following:
                if following.ends:
                    yield first, after - 1, following.ends
                yield from self._hits(units, first, after, following)


def suggest(texts: Mapping[str, str], clauses: Sequence[C]) -> tuple[Suggestion[C], ...]:
    """Return the clauses that `texts` (by name) point to; see KeywordIndex.suggest."""
    return KeywordIndex(clauses).suggest(texts)


def _score(matches: Sequence[Match]) -> int:
    return sum(len(words(keyword)) for keyword in {match.keyword for match in matches})


def _steps(units: Sequence[Word], at: int) -> Iterator[tuple[str, int]]:
    """Yield the word at `at`, and it run together with what is glued to it: "e-mail" is "e" and also "email"."""
    joined = ""
    for place in range(at, len(units)):
        joined += units[place].folded
        yield stem(joined), place + 1
        if not units[place].glued:
            break


def _paths(units: Sequence[Word]) -> set[tuple[str, ...]]:
    """Return the ways in which a keyword may be written: its hyphens as spaces, or left out."""
    together: list[str] = []
    for place, unit in enumerate(units):
        if place and units[place - 1].glued:
            together[-1] += unit.folded
        else:
            together.append(unit.folded)
    return {tuple(stem(unit.folded) for unit in units), tuple(map(stem, together))}

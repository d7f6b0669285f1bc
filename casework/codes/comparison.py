"""Two versions of a Code side by side: what came, what went, what was reworded, reclassified or mapped anew."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from casework.codes.workflow import ClauseKind

_ALIKE = 0.6  # of the words in the same order: enough to say that one clause became the other


class Comparable(Protocol):
    """A clause as this module sees it. `paragraphs` are the Members' Code's to which it maps."""

    @property
    def reference(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def kind(self) -> ClauseKind: ...
    @property
    def keywords(self) -> Sequence[str]: ...
    @property
    def paragraphs(self) -> Sequence[str]: ...
    @property
    def wording(self) -> str | None: ...


C = TypeVar("C", bound=Comparable)


class Side(StrEnum):
    """Where the words of a segment stand."""

    BOTH = "both"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Segment:
    """A run of words, single-spaced."""

    side: Side
    words: str


@dataclass(frozen=True)
class ListChange:
    """What was added to a list and taken out of it, each in its own order."""

    added: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


@dataclass(frozen=True)
class ClauseChange(Generic[C]):
    """One clause in both versions. Segments are empty where the words are the same."""

    before: C
    after: C
    wording: tuple[Segment, ...]
    title: tuple[Segment, ...]
    summary: tuple[Segment, ...]
    keywords: ListChange
    paragraphs: ListChange

    @property
    def is_renumbered(self) -> bool:
        """Whether the reference changed."""
        return self.before.reference != self.after.reference

    @property
    def is_reworded(self) -> bool:
        """Whether the official wording changed; wording loaded for the first time counts too."""
        return bool(self.wording)

    @property
    def is_reclassified(self) -> bool:
        """Whether the kind changed, as from obligation to guidance."""
        return self.before.kind is not self.after.kind

    @property
    def is_changed(self) -> bool:
        """Whether anything at all differs."""
        texts = self.wording or self.title or self.summary
        return bool(self.is_renumbered or self.is_reclassified or texts or self.keywords or self.paragraphs)


@dataclass(frozen=True)
class Comparison(Generic[C]):
    """Every clause of both versions, once: added and changed in the later one's order, removed in the earlier's."""

    added: tuple[C, ...]
    removed: tuple[C, ...]
    changed: tuple[ClauseChange[C], ...]
    unchanged: tuple[C, ...]


def compare(before: Sequence[C], after: Sequence[C]) -> Comparison[C]:
    """Compare two versions, each a list of clauses in order with different references.

    Clauses with the same words are one clause, under whatever reference, so that one put in near the top of a list does
    not show all below it as reworded.
    """
    pairs = _pairs(before, after)
    changes = [
        _change(before[old], clause)
        for new, clause in enumerate(after)
        if (old := pairs.get(new)) is not None
    ]
    kept = set(pairs.values())
    return Comparison(
        added=tuple(clause for new, clause in enumerate(after) if new not in pairs),
        removed=tuple(clause for old, clause in enumerate(before) if old not in kept),
        changed=tuple(change for change in changes if change.is_changed),
        unchanged=tuple(change.after for change in changes if not change.is_changed),
    )


def segments(before: str, after: str) -> tuple[Segment, ...]:
    """Return the words of both texts as runs kept, taken out and put in; nothing where the words are the same."""
    old, new = before.split(), after.split()
    if old == new:
        return ()
    return tuple(_segments(old, new))


def _segments(old: list[str], new: list[str]) -> Iterator[Segment]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Segment(Side.BOTH, " ".join(old[a:b]))
            continue
        if a < b:
            yield Segment(Side.BEFORE, " ".join(old[a:b]))
        if c < d:
            yield Segment(Side.AFTER, " ".join(new[c:d]))


def _pairs(before: Sequence[C], after: Sequence[C]) -> dict[int, int]:
    """Pair the later version's places with the earlier's, the surest first."""
    pairs: dict[int, int] = {}
    left = dict.fromkeys(range(len(before)))
    for choose in (_same_in_both, _same_words, _same_reference_alike, _alike):
        for new in range(len(after)):
            if new not in pairs:
                old = choose(after[new], [(place, before[place]) for place in left])
                if old is not None:
                    pairs[new] = old
                    del left[old]
    return pairs


def _same_in_both(clause: C, candidates: Iterable[tuple[int, C]]) -> int | None:
    words = _words(clause)
    return next(
        (n for n, one in candidates if one.reference == clause.reference and _words(one) == words), None
    )


def _same_words(clause: C, candidates: Iterable[tuple[int, C]]) -> int | None:
    words = _words(clause)
    return next((n for n, one in candidates if words and _words(one) == words), None)


def _same_reference_alike(clause: C, candidates: Iterable[tuple[int, C]]) -> int | None:
    """Pair by reference; wording that one version lacks says nothing against it."""
    for place, one in candidates:
        if one.reference == clause.reference:
            comparable = bool(clause.wording) and bool(one.wording)
            return place if not comparable or _likeness(one, clause) >= _ALIKE / 2 else None
    return None


def _alike(clause: C, candidates: Iterable[tuple[int, C]]) -> int | None:
    scored = [(_likeness(one, clause), -place) for place, one in candidates if one.wording and clause.wording]
    best, place = max(scored, default=(0.0, 0))
    return -place if best >= _ALIKE else None


def _likeness(one: Comparable, other: Comparable) -> float:
    matcher = SequenceMatcher(None, _words(one), _words(other), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE / 2 else 0.0


def _words(clause: Comparable) -> list[str]:
    return (clause.wording or "").split()


def _change(before: C, after: C) -> ClauseChange[C]:
    return ClauseChange(
        before,
        after,
        wording=segments(before.wording or "", after.wording or ""),
        title=segments(before.title, after.title),
        summary=segments(before.summary, after.summary),
        keywords=_list_change(before.keywords, after.keywords),
        paragraphs=_list_change(before.paragraphs, after.paragraphs),
    )


def _list_change(before: Sequence[str], after: Sequence[str]) -> ListChange:
    return ListChange(
        added=tuple(one for one in after if one not in before),
        removed=tuple(one for one in before if one not in after),
    )

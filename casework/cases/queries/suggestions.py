"""Which clauses the words of a case point to, and what officers made of each suggestion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from casework.cases.models import Case, ClauseMark, Post
from casework.codes.models import Clause
from casework.codes.suggestions import KeywordIndex
from casework.database import db


@dataclass(frozen=True)
class SuggestedClause:
    """A clause, the words that suggested it as they stand in the case, and whether it was accepted or set aside."""

    clause: Clause
    words: tuple[str, ...]
    accepted: bool | None


def suggested_clauses(
    case: Case, clauses: Sequence[Clause], posts: Iterable[str] | None = None
) -> list[SuggestedClause]:
    """Return those of `clauses` that posts and description point to, the strongest first.

    `posts`: their words, where they were loaded already. At most two SELECTs.
    """
    if posts is None:
        posts = db.session.scalars(
            select(Post.words).where(Post.case_id == case.id, Post.taken_out_reason == "").order_by(Post.id)
        )
    texts = {f"post {number}": words for number, words in enumerate(posts, 1)}
    texts["description"] = case.description
    marks = {
        mark.clause_id: mark.accepted
        for mark in db.session.scalars(select(ClauseMark).where(ClauseMark.case_id == case.id))
    }
    found = _keyword_index(tuple(tuple(clause.keywords) for clause in clauses)).suggest(texts)
    return [
        SuggestedClause(
            clause, tuple(dict.fromkeys(match.words for match in each.matches)), marks.get(clause.id)
        )
        for each in found
        for clause in [clauses[each.clause.place]]
    ]


@dataclass(frozen=True)
class _Place:
    """A clause by its place among those asked about."""

    place: int
    keywords: tuple[str, ...]


@lru_cache(maxsize=16)
def _keyword_index(keywords: tuple[tuple[str, ...], ...]) -> KeywordIndex[_Place]:
    """Return the index, built once for the same keywords: an amended one makes another."""
    return KeywordIndex([_Place(place, each) for place, each in enumerate(keywords)])

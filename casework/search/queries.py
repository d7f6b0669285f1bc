"""Finding. A hit holds every word sought, each at the beginning of one of its own; the newest documents come first."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Select, column, func, literal_column, select, table

from casework.database import db
from casework.search.documents import NO_CASE, case_mark, kind_mark
from casework.search.models import SearchDocument
from casework.search.words import Term, terms
from casework.web.paging import Page, paginate

# Cases: a viewer of no more is served by the marks of those cases, however many others hold the word.
FEW = 60
FTS = table("search_fts", column("rowid"))


def find(
    sought: str, allowed: Select[int], *, kinds: Collection[str], number: int = 1
) -> Page[SearchDocument]:
    """Return page `number` of the documents of these `kinds` that hold what is sought: three SELECTs.

    `allowed` selects the ids of the cases that the viewer may see; what belongs to no case is found by everybody.
    Raises DomainError where `sought` holds no word, or too many.
    """
    wanted = terms(sought)
    marks = [[kind_mark(kind) for kind in kinds]]
    if not kinds:
        return Page([], 1, 0)
    few = db.session.scalars(allowed.limit(FEW + 1)).all()
    if len(few) <= FEW:
        marks.append([case_mark(case_id) for case_id in (NO_CASE, *few)])
    query = _on_sqlite(wanted, marks) if _is_sqlite() else _on_postgresql(wanted, marks)
    if len(few) > FEW:
        [case_id] = allowed.selected_columns
        query = query.where(
            SearchDocument.case_id.is_(None) | allowed.where(case_id == SearchDocument.case_id).exists()
        )
    return paginate(db.session(), query, number)


def _is_sqlite() -> bool:
    return db.session.get_bind().dialect.name == "sqlite"


def _on_sqlite(wanted: Iterable[Term], marks: Iterable[list[str]]) -> Select[Any]:
    """FTS5 walks its lists from the newest row down and stops at the limit, so a common word costs no more."""
    sought = [f'"{" ".join(term.words)}"{"" if term.exact else "*"}' for term in wanted]
    sought += [f"({' OR '.join(group)})" for group in marks]
    return (
        select(SearchDocument)
        .join(FTS, FTS.c.rowid == SearchDocument.id)
        .where(literal_column("search_fts").op("MATCH")(" AND ".join(sought)))
        .order_by(FTS.c.rowid.desc())
    )


def _on_postgresql(wanted: Iterable[Term], marks: Iterable[list[str]]) -> Select[Any]:
    sought = [f"({' <-> '.join(term.words)})" if term.exact else f"{term.words[0]}:*" for term in wanted]
    sought += [f"({' | '.join(group)})" for group in marks]
    query = func.to_tsquery("simple", " & ".join(sought))
    return (
        select(SearchDocument)
        .where(literal_column("search_documents.words_tsv").op("@@")(query))
        .order_by(SearchDocument.id.desc())
    )

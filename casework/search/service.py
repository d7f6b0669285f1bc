"""Writing the index. Rooms call `index` and `forget` within the command that changes the thing itself."""

import heapq
from collections.abc import Callable, Collection, Iterable

from sqlalchemy import Select, and_, delete, or_, select, text

from casework.database import command, current_unit, db
from casework.search.documents import NO_CASE, Document, DocumentSource
from casework.search.models import SearchDocument

CASES_AT_ONCE = 100  # a fraction of a second in which others wait


def index(kind: str, subject_id: int, *, case_id: int | None, title: str, text: str) -> None:
    """Let a thing be found by the words of `title` and `text`, from the commit of the open command on.

    Its earlier words are replaced. `case_id` decides who may find it. Raises RuntimeError outside a command.
    """
    put(Document(kind, subject_id, case_id, title, text))


def put(document: Document) -> None:
    """The same for a document that a room has made already."""
    current_unit()
    kind, subject_id = document.kind, document.subject_id
    row = db.session.scalar(_row_of(kind, subject_id)) or SearchDocument(kind=kind, subject_id=subject_id)
    row.case_id, row.title, row.body, row.words = (
        document.case_id, document.title, document.text, document.indexed,
    )  # fmt: skip
    db.session.add(row)


def forget(kind: str, subject_id: int) -> None:
    """Let a thing be found no more. Raises RuntimeError outside a command."""
    current_unit()
    row = db.session.scalar(_row_of(kind, subject_id))
    if row is not None:
        db.session.delete(row)


def _row_of(kind: str, subject_id: int) -> Select[SearchDocument]:
    return select(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.subject_id == subject_id)


def rebuild(sources: Collection[DocumentSource], progress: Callable[[int, int], None]) -> int:
    """Bring the whole index in step with the rooms, a few cases at a time; return how many documents they hold.

    Each step is a transaction of its own, between which the office works on. What stands in the index as it should is
    left there, up to the first that is missing: from there on all is written anew, so that later documents stand
    later. `progress` is told how many cases were gone through, and of how many.
    """
    kept, afresh = _renew(sources, None, afresh=False)
    first = 1
    while first <= (last := _last_case(sources)):
        cases = range(first, min(first + CASES_AT_ONCE, last + 1))
        more, afresh = _renew(sources, cases, afresh=afresh)
        kept += more
        first = cases.stop
        progress(first - 1, last)
    _forget_beyond(sources)
    return kept


@command
def _renew(sources: Collection[DocumentSource], cases: range | None, *, afresh: bool) -> tuple[int, bool]:
    """Bring in step what the index holds of these cases, or of none.

    Returns how many documents there are, and whether what comes after them is to be written afresh.
    """
    _hold()
    documents = heapq.merge(
        *(source.documents(cases) for source in sources), key=lambda each: each.case_id or NO_CASE
    )
    wanted = {(each.kind, each.subject_id): each for each in documents}
    found = {(row.kind, row.subject_id): row for row in db.session.scalars(_standing(wanted, cases))}
    afresh = afresh or bool(wanted.keys() - found.keys())
    for key, row in found.items():
        if afresh or key not in wanted:
            db.session.delete(row)
    db.session.flush()
    for key, each in wanted.items():
        row = SearchDocument(kind=each.kind, subject_id=each.subject_id) if afresh else found[key]
        row.case_id, row.title, row.body, row.words = each.case_id, each.title, each.text, each.indexed
        db.session.add(row)
    return len(wanted), afresh


def _standing(wanted: Iterable[tuple[str, int]], cases: range | None) -> Select[SearchDocument]:
    """Select what the index says of these cases, and what it says of these documents in whichever case."""
    column = SearchDocument.case_id
    here = column.is_(None) if cases is None else column.between(cases.start, cases.stop - 1)
    ids: dict[str, list[int]] = {}
    for kind, subject_id in wanted:
        ids.setdefault(kind, []).append(subject_id)
    named = (
        and_(SearchDocument.kind == kind, SearchDocument.subject_id.in_(some)) for kind, some in ids.items()
    )
    return select(SearchDocument).where(or_(here, *named))


@command
def _forget_beyond(sources: Collection[DocumentSource]) -> None:
    """Take out what belongs to no case that there is."""
    _hold()
    db.session.execute(delete(SearchDocument).where(SearchDocument.case_id > _last_case(sources)))


def _last_case(sources: Iterable[DocumentSource]) -> int:
    return max((source.last_case() for source in sources), default=0)


def _hold() -> None:
    """Let nobody else write the index until the command ends: what was read of the rooms stays true of it."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE search_documents IN SHARE ROW EXCLUSIVE MODE"))

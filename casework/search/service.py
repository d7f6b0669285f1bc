"""Writing the index. Rooms call `index` and `forget` within the command that changes the thing itself."""

import heapq
from collections.abc import Callable, Collection
from itertools import islice

from sqlalchemy import Select, delete, insert, select, text

from casework.database import command, current_unit, db
from casework.search.documents import NO_CASE, Document, DocumentSource
from casework.search.models import SearchDocument

BATCH = 1_000


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


@command
def rebuild(sources: Collection[DocumentSource], progress: Callable[[int], None]) -> int:
    """Make the whole index anew in one transaction, and return how many documents it has.

    `progress` is told how many more were written. Whoever changes something meanwhile waits.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE search_documents IN SHARE ROW EXCLUSIVE MODE"))
    db.session.execute(delete(SearchDocument))
    documents = heapq.merge(
        *(source.documents() for source in sources), key=lambda each: each.case_id or NO_CASE
    )
    written = 0
    while batch := list(islice(documents, BATCH)):
        db.session.execute(
            insert(SearchDocument),
            [
                {
                    "kind": each.kind,
                    "subject_id": each.subject_id,
                    "case_id": each.case_id,
                    "title": each.title,
                    "body": each.text,
                    "words": each.indexed,
                }
                for each in batch
            ],
        )
        written += len(batch)
        progress(len(batch))
    return written

"""What the search index is given of exhibits: what is said of them, their names, and the words in them."""

from sqlalchemy import select

from casework.database import db
from casework.evidence.models import Exhibit, StoredFile
from casework.evidence.texts.queries import reading_of, transcriptions_of, words_of
from casework.search.documents import Document, OfCases
from casework.search.service import forget, put

KIND = "exhibit"


def exhibit_document(exhibit: Exhibit) -> Document:
    """Return what an exhibit is found by: an officer's transcription where there is one, else what software read."""
    words = words_of(reading_of(exhibit), transcriptions_of(exhibit.id))
    lines = (exhibit.title, words, exhibit.declared_name)
    return Document(
        KIND, exhibit.id, exhibit.case_id, f"Exhibit {exhibit.label}", "\n".join(filter(None, lines))
    )


def feed_exhibit(exhibit: Exhibit) -> None:
    """Index an exhibit as it is now, or forget it where it was destroyed or sealed; part of what changes it."""
    db.session.flush()
    if exhibit.destroyed_at is None and exhibit.file.sealed_at is None:
        put(exhibit_document(exhibit))
    else:
        forget(KIND, exhibit.id)


SOURCE = OfCases(
    KIND,
    Exhibit.case_id,
    select(Exhibit)
    .join(StoredFile, StoredFile.sha256 == Exhibit.sha256)
    .where(Exhibit.destroyed_at.is_(None), StoredFile.sealed_at.is_(None))
    .order_by(Exhibit.case_id, Exhibit.id),
    exhibit_document,
)

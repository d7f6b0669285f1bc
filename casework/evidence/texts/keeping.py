"""The row that asks for a file's words to be read, and its end with the file."""

from sqlalchemy import delete, select

from casework.database import Base, db
from casework.evidence.models import Exhibit
from casework.evidence.texts.models import Reading, SuggestionAnswer, Transcription
from casework.evidence.texts.workflow import TextState


def expect_reading(sha256: str) -> None:
    """Let the worker read the words of a frozen file, unless it has; part of the command that takes it in."""
    if db.session.get(Reading, sha256) is None:
        db.session.add(Reading(sha256=sha256, state=TextState.PENDING))


def drop_reading(sha256: str) -> None:
    """Forget what software read in a file; part of its destruction or sealing."""
    db.session.execute(delete(Reading).where(Reading.sha256 == sha256))


def drop_texts(exhibit: Exhibit) -> list[Base]:
    """Delete what officers wrote down of an exhibit's words, part of its destruction; return the rows."""
    rows: list[Base] = [
        *db.session.scalars(select(Transcription).where(Transcription.exhibit_id == exhibit.id)),
        *db.session.scalars(select(SuggestionAnswer).where(SuggestionAnswer.exhibit_id == exhibit.id)),
    ]
    for row in rows:
        db.session.delete(row)
    return rows

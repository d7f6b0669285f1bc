"""Reading what is known of the words in evidence."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casework.accounts.models import Officer
from casework.database import db
from casework.evidence.models import Exhibit, StoredFile
from casework.evidence.texts.models import Reading, SuggestionAnswer, Transcription
from casework.evidence.texts.suggestions import Suggestion, suggest
from casework.evidence.texts.workflow import TextState
from casework.evidence.workflow import PreviewState


def reading_of(exhibit: Exhibit) -> Reading | None:
    """Return what software read in an exhibit that can be shown; None where it is kept from view."""
    if exhibit.destroyed_at is not None or exhibit.file.preview is not PreviewState.READY:
        return None
    return db.session.get(Reading, exhibit.sha256)


def own_date_of(exhibit: Exhibit) -> date | None:
    """Return the day that the file itself states, where it was read and states one."""
    reading = reading_of(exhibit)
    return reading.own_date if reading else None


def transcriptions_of(exhibit_id: int) -> Sequence[Transcription]:
    """Return what officers wrote down of an exhibit's words, the newest first, with who did."""
    return db.session.scalars(
        select(Transcription)
        .where(Transcription.exhibit_id == exhibit_id)
        .options(joinedload(Transcription.made_by).lazyload(Officer.role_rows))
        .order_by(Transcription.number.desc())
    ).all()


def words_of(reading: Reading | None, transcriptions: Sequence[Transcription]) -> str:
    """Return the words that hold: an officer's, or else the software's."""
    if transcriptions:
        return transcriptions[0].words
    return reading.words if reading else ""


def open_suggestions(exhibit_id: int, words: str) -> list[Suggestion]:
    """Return what the words suggest of a post and no officer answered yet."""
    offered = suggest(words)
    if not offered:
        return []
    query = select(SuggestionAnswer.kind, SuggestionAnswer.value).where(
        SuggestionAnswer.exhibit_id == exhibit_id
    )
    answered = {(kind, value) for kind, value in db.session.execute(query)}
    return [each for each in offered if (each.kind, each.value) not in answered]


def due(most: int) -> Sequence[str]:
    """Return the addresses of up to `most` files whose words are still to be read: such as can be shown."""
    return db.session.scalars(
        select(Reading.sha256)
        .join(StoredFile, StoredFile.sha256 == Reading.sha256)
        .where(
            Reading.state == TextState.PENDING,
            StoredFile.preview == PreviewState.READY,
            StoredFile.intact,
            StoredFile.destroyed_at.is_(None),
        )
        .order_by(StoredFile.stored_at, Reading.sha256)
        .limit(most)
    ).all()

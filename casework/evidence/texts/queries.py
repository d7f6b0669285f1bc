"""Reading what is known of the words in evidence."""

from collections.abc import Collection, Sequence

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload, with_expression
from sqlalchemy.sql.base import ExecutableOption

from casework.accounts.models import Officer
from casework.database import db
from casework.evidence.models import DestructionProposal, Exhibit, StoredFile
from casework.evidence.origin.models import Origin
from casework.evidence.texts.models import Reading, SuggestionAnswer, Transcription
from casework.evidence.texts.suggestions import Suggestion, suggest
from casework.evidence.texts.workflow import TextState
from casework.evidence.workflow import PreviewState


def with_words() -> ExecutableOption:
    """Return the option that loads an exhibit with its words as last written down: for its text alternative."""
    latest = (
        select(Transcription.words)
        .where(Transcription.exhibit_id == Exhibit.id)
        .order_by(Transcription.number.desc())
        .limit(1)
        .correlate(Exhibit)
        .scalar_subquery()
    )
    return with_expression(Exhibit.transcribed, latest)


def reading_of(exhibit: Exhibit) -> Reading | None:
    """Return what software read in an exhibit that can be shown; None where it is kept from view."""
    if exhibit.destroyed_at is not None or exhibit.file.preview is not PreviewState.READY:
        return None
    return db.session.get(Reading, exhibit.sha256)


Beside = tuple[Origin | None, Reading | None, Transcription | None, DestructionProposal | None]


def beside(exhibit: Exhibit) -> Beside:
    """Return what stands beside an exhibit, in one SELECT.

    That is: what was declared of its origin; what software read in it (None where it is kept from view); its latest
    transcription, with who made it; and the proposal to destroy it that waits for a second officer.
    """
    latest = (
        select(func.max(Transcription.number))
        .where(Transcription.exhibit_id == Exhibit.id)
        .correlate(Exhibit)
        .scalar_subquery()
    )
    row = db.session.execute(
        select(Origin, Reading, Transcription, DestructionProposal)
        .select_from(Exhibit)
        .outerjoin(Origin, Origin.exhibit_id == Exhibit.id)
        .outerjoin(Reading, Reading.sha256 == Exhibit.sha256)
        .outerjoin(
            Transcription, and_(Transcription.exhibit_id == Exhibit.id, Transcription.number == latest)
        )
        .outerjoin(
            DestructionProposal,
            and_(DestructionProposal.exhibit_id == Exhibit.id, DestructionProposal.decided_at.is_(None)),
        )
        .options(joinedload(Transcription.made_by).lazyload(Officer.role_rows))
        .where(Exhibit.id == exhibit.id)
        .limit(1)
    ).one()
    origin, reading, transcription, proposal = row
    shown = exhibit.file.preview is PreviewState.READY
    return origin, reading if shown else None, transcription, proposal


def transcriptions_of(exhibit_id: int) -> Sequence[Transcription]:
    """Return what officers wrote down of an exhibit's words, the newest first, with who did."""
    return db.session.scalars(
        select(Transcription)
        .where(Transcription.exhibit_id == exhibit_id)
        .options(joinedload(Transcription.made_by).lazyload(Officer.role_rows))
        .order_by(Transcription.number.desc())
    ).all()


def words_by_exhibit(exhibits: Collection[Exhibit]) -> dict[int, str]:
    """Return {exhibit id: the words that hold of it}, "" where none are known or it is kept from view."""
    shown = [each for each in exhibits if each.file.preview is PreviewState.READY]
    readings = db.session.scalars(select(Reading).where(Reading.sha256.in_([each.sha256 for each in shown])))
    read = {row.sha256: row.words for row in readings}
    corrected = db.session.execute(
        select(Transcription.exhibit_id, Transcription.words)
        .where(Transcription.exhibit_id.in_([each.id for each in exhibits]))
        .order_by(Transcription.number)
    )
    software = {each.id: read.get(each.sha256, "") for each in shown}
    return (
        dict.fromkeys((each.id for each in exhibits), "")
        | software
        | {row.exhibit_id: row.words for row in corrected}
    )


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

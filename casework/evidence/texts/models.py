"""What software read in a file, what officers wrote down instead, and what they made of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Officer
from casework.database import Audited, Base, enum_type
from casework.evidence.texts.workflow import Suggested, TextState


class Reading(Base):
    """What software read in one frozen file. It can be deleted and made again, as a picture of it can."""

    __tablename__ = "readings"
    __table_args__ = (
        CheckConstraint("(state = 'read') = (words <> '')", name="read_has_words"),
        CheckConstraint("(state = 'pending') = (read_at IS NULL)", name="read_at_a_time"),
    )

    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"), primary_key=True)
    state: Mapped[TextState] = mapped_column(enum_type(TextState, "state"), index=True)
    words: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="", comment="what read it")
    own_date: Mapped[date | None] = mapped_column(
        comment="the day that the file itself states: by which clock, nobody knows"
    )
    read_at: Mapped[datetime | None]


class Transcription(Audited, Base):
    """The words of an exhibit as an officer wrote them down. A correction is a further one; none is changed."""

    __tablename__ = "transcriptions"
    __table_args__ = (
        UniqueConstraint("exhibit_id", "number", name="uq_transcriptions_exhibit_id_number"),
        CheckConstraint("number >= 1", name="counted_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibit_id: Mapped[int] = mapped_column(ForeignKey("exhibits.id"))
    number: Mapped[int]
    words: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    made_at: Mapped[datetime]

    made_by: Mapped[Officer] = relationship(lazy="raise")


class SuggestionAnswer(Audited, Base):
    """What an officer made of something that the words of an exhibit suggest of a post."""

    __tablename__ = "suggestion_answers"
    __table_args__ = (CheckConstraint("accepted = (post_id IS NOT NULL)", name="accepted_onto_a_post"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibit_id: Mapped[int] = mapped_column(ForeignKey("exhibits.id"), index=True)
    kind: Mapped[Suggested] = mapped_column(enum_type(Suggested, "kind"))
    value: Mapped[str]
    accepted: Mapped[bool]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    answered_at: Mapped[datetime]

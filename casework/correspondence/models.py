"""Letters, frozen when they are marked as sent; one that is not wanted is discarded, and stays to be read."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from casework.correspondence.workflow import LetterKind, LetterStatus
from casework.database import Audited, Base, enum_type


class Letter(Audited, Base):
    """A plain-text letter. Once sent its text and hash never change."""

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint("(status = 'sent') = (sha256 IS NOT NULL)", name="sent_is_hashed"),
        CheckConstraint("(status = 'sent') = (sent_on IS NOT NULL)", name="sent_is_dated"),
        CheckConstraint("(status = 'discarded') = (discarded_reason <> '')", name="discarded_with_reason"),
        Index("ix_letters_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[LetterKind] = mapped_column(enum_type(LetterKind, "kind"))
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaints.id"))
    recipient: Mapped[str]
    recipient_contact: Mapped[str] = mapped_column(default="")
    subject: Mapped[str]
    body: Mapped[str]
    status: Mapped[LetterStatus] = mapped_column(
        enum_type(LetterStatus, "status"), default=LetterStatus.PREPARED
    )
    prepared_at: Mapped[datetime]
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    sent_on: Mapped[date | None]
    sent_how: Mapped[str] = mapped_column(default="")
    discarded_reason: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str | None] = mapped_column(comment="of the text as frozen")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration

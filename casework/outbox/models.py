"""Messages to officers, which hold a reference and a link and no content of a case; and e-mail on its way out."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, enum_type
from casework.outbox.troubles import look_at
from casework.outbox.workflow import IN_DOUBT, LIVE, MessageKind, MessageStatus


class Notice(Base):
    """Something that an officer is told; shown on their own page until they have read it."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_officer_id_read_at", "officer_id", "read_at"),
        Index("ix_notices_to_mail", "id", sqlite_where=text("to_mail"), postgresql_where=text("to_mail")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    case_id: Mapped[int | None] = mapped_column(comment="cases.id; a wall raised later hides the notice")
    text: Mapped[str]
    path: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    to_mail: Mapped[bool] = mapped_column(
        default=False, comment="the officer is to hear of it by e-mail, too"
    )


class Message(Base):
    """An e-mail, frozen in the bytes in which it goes out, and what became of it.

    `rfc822` is ASCII with CRLF, whatever it says: what is beyond is encoded. `refused`: {address: the server's words}.
    """

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("(status = 'queued') = (next_try_at IS NOT NULL)", name="waits_for_its_time"),
        CheckConstraint("status <> 'sending' OR claimed_at IS NOT NULL", name="claimed_to_be_sent"),
        CheckConstraint("status <> 'sent' OR accepted_at IS NOT NULL", name="sent_once_accepted"),
        CheckConstraint("status NOT IN ('failed', 'bounced') OR error <> ''", name="astray_with_reason"),
        CheckConstraint("(kind = 'letter') = (letter_id IS NOT NULL)", name="letter_of_a_letter"),
        Index("ix_messages_status_next_try_at", "status", "next_try_at"),
        Index("ix_messages_letter_id", "letter_id", "id"),
        Index(
            "ix_messages_unsettled",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index(
            "uq_messages_one_live_a_letter",
            "letter_id",
            unique=True,
            sqlite_where=text("status IN ('queued', 'sending')"),
            postgresql_where=text("status IN ('queued', 'sending')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MessageKind] = mapped_column(enum_type(MessageKind, "kind"))
    status: Mapped[MessageStatus] = mapped_column(
        enum_type(MessageStatus, "status"), default=MessageStatus.QUEUED
    )
    recipients: Mapped[list[str]]
    refused: Mapped[dict[str, str]] = mapped_column(default=dict)
    message_id: Mapped[str] = mapped_column(unique=True, comment="the same on each try")
    rfc822: Mapped[str]
    sha256: Mapped[str] = mapped_column(comment="of rfc822")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"))
    case_id: Mapped[int | None] = mapped_column(comment="cases.id, of a letter")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"), comment="who had it sent")
    queued_at: Mapped[datetime]
    not_after: Mapped[date | None] = mapped_column(comment="the last day on which it still makes sense")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    handed_at: Mapped[datetime | None] = mapped_column(comment="from here on the server may have it")
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None] = mapped_column(comment="what it means was recorded where it belongs")
    error: Mapped[str] = mapped_column(default="", comment="in words of ours, without anybody's name")
    reply: Mapped[str] = mapped_column(
        default="", comment="the server's own words, which may name the recipient"
    )

    @property
    def live(self) -> bool:
        """Whether it may still go out."""
        return self.status in LIVE

    @property
    def in_doubt(self) -> bool:
        """Whether nobody knows if it went out, so that sending it again may send it twice."""
        return self.status is MessageStatus.FAILED and self.error.startswith(IN_DOUBT)

    @property
    def at_our_end(self) -> bool:
        """Whether it waits or failed for want of Casework's own mail server, which is for whoever runs it."""
        return bool(look_at(self.error, ""))

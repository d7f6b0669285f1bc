"""While an answer is awaited: pauses of the time to give it, and what was answered."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Officer
from casework.database import Audited, Base, enum_type
from casework.evidence.models import Exhibit
from casework.takedowns.workflow import (
    PauseReason,
    ReplyKind,
)

OPEN_PAUSE = text("ended_on IS NULL")


class Pause(Audited, Base):
    """A time in which the time to answer does not run. `ended_on`: the first day on which it runs again."""

    __tablename__ = "removal_pauses"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= from_day", name="in_order"),
        Index(
            "ix_removal_pauses_open",
            "request_id",
            unique=True,
            sqlite_where=OPEN_PAUSE,
            postgresql_where=OPEN_PAUSE,
        ),
        Index("ix_removal_pauses_request_id", "request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("removal_requests.id"))
    kind: Mapped[PauseReason] = mapped_column(enum_type(PauseReason, "kind"))
    words: Mapped[str] = mapped_column(comment="who asked, and why")
    from_day: Mapped[date]
    until_day: Mapped[date | None] = mapped_column(comment="its last day, where that is known")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))

    recorded_by: Mapped[Officer] = relationship(foreign_keys=[recorded_by_id], lazy="raise")
    ended_by: Mapped[Officer | None] = relationship(foreign_keys=[ended_by_id], lazy="raise")


class Reply(Audited, Base):
    """What the recipient answered, and when."""

    __tablename__ = "removal_replies"
    __table_args__ = (Index("ix_removal_replies_request_id", "request_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("removal_requests.id"))
    kind: Mapped[ReplyKind] = mapped_column(enum_type(ReplyKind, "kind"))
    received_on: Mapped[date]
    words: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    exhibit_id: Mapped[int | None] = mapped_column(ForeignKey("exhibits.id"), comment="the answer as it came")

    recorded_by: Mapped[Officer] = relationship(lazy="raise")
    exhibit: Mapped[Exhibit | None] = relationship(lazy="raise")

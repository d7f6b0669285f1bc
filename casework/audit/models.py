"""Tables of the audit trail. Triggers refuse UPDATE and DELETE on both databases."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import Base


class AuditEvent(Base):
    """One link of the chain: ids, verb, field names, and a salted digest of the detail. Nothing personal."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_case_id_seq", "case_id", "seq"),
        Index("ix_audit_events_subject", "subject_type", "subject_id", "seq"),
        Index("ix_audit_events_actor_id_seq", "actor_id", "seq"),
        Index("ix_audit_events_verb_seq", "verb", "seq"),
        Index("ix_audit_events_at", "at"),
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(comment="accounts: officers.id; empty: the software itself")
    verb: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int | None]
    case_id: Mapped[int | None]
    fields: Mapped[list[str]]
    digest: Mapped[str]
    prev_hash: Mapped[str]
    hash: Mapped[str]

    detail: Mapped["AuditDetail"] = relationship(back_populates="event", uselist=False, lazy="raise")


class AuditDetail(Base):
    """Before, after and reasons of an event. Only an approved disposal may empty it."""

    __tablename__ = "audit_details"
    __table_args__ = (
        CheckConstraint("(disposed_at IS NULL) = (body IS NOT NULL)", name="body_until_disposed"),
        CheckConstraint("(disposed_at IS NULL) = (salt IS NOT NULL)", name="salt_until_disposed"),
    )

    seq: Mapped[int] = mapped_column(ForeignKey("audit_events.seq"), primary_key=True, autoincrement=False)
    salt: Mapped[str | None]
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    disposed_at: Mapped[datetime | None]

    event: Mapped[AuditEvent] = relationship(back_populates="detail", lazy="raise")

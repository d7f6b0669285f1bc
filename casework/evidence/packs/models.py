"""Packs that were asked for: for whom, what was in them, and their signed bytes."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Officer
from casework.cases.models import Case
from casework.database import Audited, Base, enum_type
from casework.evidence.packs.workflow import PackStatus, Profile


class EvidencePack(Audited, Base):
    """One pack. `contents`: {"taken": [labels], "left_out": [[label, why]], "files": count} as it was made."""

    __tablename__ = "evidence_packs"
    __table_args__ = (
        CheckConstraint("(status IN ('ready', 'gone')) = (sha256 IS NOT NULL)", name="made_has_hash"),
        CheckConstraint("(sha256 IS NULL) = (size IS NULL)", name="hash_with_size"),
        CheckConstraint("(sha256 IS NULL) = (made_at IS NULL)", name="hash_with_moment"),
        CheckConstraint("(status = 'failed') = (failed_why <> '')", name="failed_says_why"),
        CheckConstraint("for_whom <> ''", name="for_somebody"),
        Index("ix_evidence_packs_case_id_id", "case_id", "id"),
        Index("ix_evidence_packs_status_id", "status", "id"),
        Index("ix_evidence_packs_sha256", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    profile: Mapped[Profile] = mapped_column(enum_type(Profile, "profile"))
    status: Mapped[PackStatus] = mapped_column(enum_type(PackStatus, "status"), default=PackStatus.ASKED)
    for_whom: Mapped[str] = mapped_column(comment="who gets it, and what for; not in the pack")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    asked_at: Mapped[datetime]
    exhibit_ids: Mapped[list[int]] = mapped_column(default=list)
    contents: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fingerprint: Mapped[str] = mapped_column(default="", comment="of the key that signed it")
    sha256: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[datetime | None]
    failed_why: Mapped[str] = mapped_column(default="")

    case: Mapped[Case] = relationship(lazy="raise")
    asked_by: Mapped[Officer] = relationship(lazy="raise")
    progress: Mapped["PackProgress | None"] = relationship(lazy="joined")


class PackProgress(Base):
    """How far the making of a pack is, in bytes. Apart from it, as no event tells of each step."""

    __tablename__ = "pack_progress"

    pack_id: Mapped[int] = mapped_column(ForeignKey("evidence_packs.id"), primary_key=True)
    done: Mapped[int] = mapped_column(BigInteger)
    whole: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]

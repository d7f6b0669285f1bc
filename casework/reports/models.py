"""Committee reports: drafts, and what was issued."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Officer
from casework.database import Audited, Base, enum_type
from casework.reports.workflow import Edition, ReportStatus


class CommitteeReport(Audited, Base):
    """A report for a period in one edition. `texts`: what the officer wrote for the covering report, by field name."""

    __tablename__ = "committee_reports"
    __table_args__ = (
        CheckConstraint("period_to >= period_from", name="period"),
        CheckConstraint("(status = 'draft') = (issued_at IS NULL)", name="issued_is_dated"),
        CheckConstraint("(status = 'draft') = (audit_head IS NULL)", name="issued_has_head"),
        CheckConstraint("(status = 'withdrawn') = (withdrawn_reason <> '')", name="withdrawn_with_reason"),
        CheckConstraint("discarded_at IS NULL OR status = 'draft'", name="discarded_draft"),
        Index("ix_committee_reports_status_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[Edition] = mapped_column(enum_type(Edition, "edition"))
    period_from: Mapped[date]
    period_to: Mapped[date]
    status: Mapped[ReportStatus] = mapped_column(
        enum_type(ReportStatus, "status"), default=ReportStatus.DRAFT
    )
    texts: Mapped[dict[str, str]]
    exempt_paragraphs: Mapped[list[str]]
    public_interest: Mapped[str] = mapped_column(default="")
    proper_officer: Mapped[str] = mapped_column(default="")
    name_open_cases: Mapped[bool] = mapped_column(default=False)
    left_out: Mapped[list[int]] = mapped_column(
        comment="ids of cases left out of the log; the report counts them"
    )
    created_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    created_at: Mapped[datetime]
    discarded_at: Mapped[datetime | None]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    issued_at: Mapped[datetime | None]
    audit_head: Mapped[str | None] = mapped_column(comment="COUNT:HASH of the audit trail when issued")
    published: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True),
        comment="what an issued public report shows: the next of those days is measured by it",
    )
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    files: Mapped[list["ReportFile"]] = relationship(lazy="raise", order_by="ReportFile.id")
    issued_by: Mapped[Officer | None] = relationship(foreign_keys=[issued_by_id], lazy="raise")
    created_by: Mapped[Officer] = relationship(foreign_keys=[created_by_id], lazy="raise")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration

    @property
    def state(self) -> str:
        """How it stands, in a word: its status, but for a draft that was discarded."""
        return "Discarded" if self.discarded_at else self.status.label


class ReportFile(Audited, Base):
    """A file of an issued report, frozen."""

    __tablename__ = "report_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("committee_reports.id"), index=True)
    name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]

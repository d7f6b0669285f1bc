"""The reports that are kept: drafts, issued ones and their files."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from casework.audit.chain import Head
from casework.database import db
from casework.errors import NotFound
from casework.permissions import HasRoles, Permission, can
from casework.reports.facts import Period
from casework.reports.models import CommitteeReport, ReportFile
from casework.reports.workflow import Edition, ReportStatus


def listing(viewer: HasRoles) -> Select[CommitteeReport]:
    """Return the reports that the viewer may know of, newest first: who does not make reports sees only issued ones."""
    query = (
        select(CommitteeReport)
        .options(joinedload(CommitteeReport.issued_by), joinedload(CommitteeReport.created_by))
        .order_by(CommitteeReport.id.desc())
    )
    return query if can(viewer, Permission.REPORT_MAKE) else query.where(_issued())


def get(viewer: HasRoles, report_id: int) -> CommitteeReport:
    """Return a report with its files. NotFound where there is none, or a draft that the viewer may not know of."""
    report = db.session.scalar(
        listing(viewer)
        .where(CommitteeReport.id == report_id)
        .options(selectinload(CommitteeReport.files))
        .execution_options(populate_existing=True)
    )
    if report is None:
        raise NotFound
    return report


def issued(report: CommitteeReport) -> bool:
    """Say whether the report left the office, withdrawn since or not."""
    return report.status is not ReportStatus.DRAFT


def file_of(report: CommitteeReport, file_id: int) -> ReportFile:
    """Return one file of an issued report, loaded with its files. NotFound where it has none such."""
    found = next((file for file in report.files if file.id == file_id), None)
    if found is None:
        raise NotFound
    return found


def draft_for(period: Period, edition: Edition) -> CommitteeReport | None:
    """Return the newest draft of exactly this period and edition."""
    return db.session.scalar(
        select(CommitteeReport)
        .where(
            CommitteeReport.status == ReportStatus.DRAFT,
            CommitteeReport.discarded_at.is_(None),
            CommitteeReport.edition == edition,
            CommitteeReport.period_from == period.start,
            CommitteeReport.period_to == period.end,
        )
        .order_by(CommitteeReport.id.desc())
        .limit(1)
    )


def overlapping(report: CommitteeReport) -> Sequence[CommitteeReport]:
    """Return the public reports issued for an overlapping period: of two such, one can be subtracted from the other.

    Withdrawn ones count: they were read. For an exempt report nothing is returned.
    """
    if report.edition is not Edition.PUBLIC:
        return []
    return db.session.scalars(
        select(CommitteeReport)
        .where(
            CommitteeReport.edition == Edition.PUBLIC,
            _issued(),
            CommitteeReport.id != report.id,
            CommitteeReport.period_from <= report.period_to,
            CommitteeReport.period_to >= report.period_from,
        )
        .order_by(CommitteeReport.id)
    ).all()


def issued_heads() -> list[Head]:
    """Return the ends of the audit trail that issued reports carry: they vouch for it from outside."""
    heads = db.session.scalars(
        select(CommitteeReport.audit_head).where(CommitteeReport.audit_head.is_not(None))
    )
    return [Head.parse(head) for head in heads if head]


def _issued() -> ColumnElement[bool]:
    return CommitteeReport.status != ReportStatus.DRAFT

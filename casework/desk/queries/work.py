"""What needs one officer: each thing one line, what is overdue first. Nothing here passes by a wall."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from casework.accounts.models import Officer
from casework.cases.models import Case, SubjectMember
from casework.cases.queries import not_walled, sees
from casework.council import queries as council
from casework.database import db
from casework.desk.queries import items, on_cases, on_evidence, on_requests
from casework.desk.queries.items import Desk, Item
from casework.members.models import Councillor
from casework.outbox.models import Notice
from casework.permissions import Permission, can
from casework.reports.models import CommitteeReport
from casework.reports.workflow import ReportStatus

SHOWN = 100  # notices, and issued reports
KINDS = (
    on_cases.on_cases,
    on_cases.actions,
    on_requests.requests,
    on_cases.confidentiality,
    on_cases.outcomes,
    on_evidence.exhibits,
    on_evidence.seconding,
)


@dataclass(frozen=True)
class Work:
    """What needs an officer, in the order in which it should be looked at.

    `most`: the most of one kind, where some kind had more than are here; otherwise None. `to_verify`: of how many
    removal requests a post is to be looked at by today; 1,001 where of more than 1,000.
    """

    overdue: list[Item]
    coming: list[Item]
    undated: list[Item]
    most: int | None = None
    to_verify: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.overdue or self.coming or self.undated or self.to_verify)


def work_of(officer: Officer, most: int | None = None) -> Work:
    """Return what needs `officer`, the first of each kind. Ten SELECTs at most, however much there is.

    `most`: how many of one kind, if not as many as a page shows.
    """
    closures = council.closures() if can(officer, Permission.CASE_VIEW_SOME) else frozenset()
    desk = Desk(officer, closures, most or items.MOST)
    found = sorted(
        (item for kind in KINDS for item in kind(desk)),
        key=lambda item: (item.due or date.max, item.case, item.what),
    )
    about = _councillors(officer, {item.case for item in found})
    found = [replace(item, about=about.get(item.case, "")) for item in found]
    return Work(
        overdue=[item for item in found if item.late],
        coming=[item for item in found if item.due and not item.late],
        undated=[item for item in found if item.due is None],
        most=desk.most if desk.cut else None,
        to_verify=desk.to_verify,
    )


def _councillors(officer: Officer, references: Collection[str]) -> dict[str, str]:
    """Return {reference: names of the councillors} of those cases that the officer sees whole."""
    if not references or not can(officer, Permission.CASE_VIEW_SOME):
        return {}
    rows = db.session.execute(
        select(Case.reference, Councillor.name)
        .join(SubjectMember, SubjectMember.case_id == Case.id)
        .join(Councillor, Councillor.id == SubjectMember.councillor_id)
        .where(Case.reference.in_(references), SubjectMember.removed_reason == "", sees(officer, Case.id))
        .order_by(SubjectMember.id)
    )
    found: dict[str, str] = {}
    for reference, name in rows:
        known = str(reference)
        found[known] = f"{found[known]}, {name}" if known in found else name
    return found


def unread(officer: Officer) -> Sequence[Notice]:
    """Return the officer's unread notices, newest first; none about a case that they must not see."""
    return db.session.scalars(
        select(Notice)
        .where(Notice.officer_id == officer.id, Notice.read_at.is_(None), not_walled(officer, Notice.case_id))
        .order_by(Notice.id.desc())
        .limit(SHOWN)
    ).all()


def issued_reports() -> Sequence[CommitteeReport]:
    """Return the latest issued committee reports, the newest first."""
    return db.session.scalars(
        select(CommitteeReport)
        .where(CommitteeReport.status == ReportStatus.ISSUED)
        .order_by(CommitteeReport.issued_at.desc())
        .limit(SHOWN)
    ).all()

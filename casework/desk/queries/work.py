"""What needs one officer: each thing one line, what is overdue first. Nothing here passes by a wall."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from casework import clock
from casework.accounts.models import Officer
from casework.cases.deadlines import DueKind, as_seen, hours_left
from casework.cases.models import Action, Allegation, Assignment, Case, Complaint, DataExposure
from casework.cases.queries import not_walled, sees
from casework.cases.service.due import reckon
from casework.cases.workflow import AssignmentKind, CaseStatus, Confidentiality, FindingKind
from casework.council import queries as council
from casework.database import db
from casework.evidence.models import DestructionProposal, Exhibit
from casework.evidence.workflow import CapturedBy
from casework.outbox.models import Notice
from casework.permissions import Permission, can
from casework.reports.models import CommitteeReport
from casework.reports.workflow import ReportStatus
from casework.takedowns.models import RemovalRequest
from casework.takedowns.queries import astray, handles
from casework.takedowns.workflow import FINAL, WHAT_NEXT, RequestStatus
from casework.web.filters import plural
from casework.working_days import in_words

MOST = 100  # of one kind; the lists of each room have them all
UNFINISHED = (CaseStatus.DRAFT, CaseStatus.OPEN)
IN_HOURS = 48  # beyond that, a number of hours says nothing
VIEWS = {
    DueKind.REGISTER: "intake.draft",
    DueKind.ACKNOWLEDGE: "correspondence.index",
    DueKind.ASSESS: "procedure.decisions",
}
AWAITED = (RequestStatus.SENT, RequestStatus.ACKNOWLEDGED)


@dataclass(frozen=True)
class Item:
    """One line: what is to be done, on which case, by when, and the view where it is done."""

    what: str
    case: str
    view: str
    values: dict[str, int] = field(default_factory=dict)
    due: date | None = None
    due_words: str = ""

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < clock.today()


@dataclass(frozen=True)
class Work:
    """All that needs an officer, in the order in which it should be looked at."""

    overdue: list[Item]
    coming: list[Item]
    undated: list[Item]

    @property
    def nothing(self) -> bool:
        return not (self.overdue or self.coming or self.undated)


def work_of(officer: Officer) -> Work:
    """Return what needs `officer`. Eight SELECTs at most, however much there is."""
    closures = council.closures() if can(officer, Permission.CASE_VIEW_SOME) else frozenset()
    items = sorted(
        (
            *_cases(officer, closures),
            *_actions(officer, closures),
            *_requests(officer, closures),
            *_confidentiality(officer),
            *_outcomes(officer),
            *_exhibits(officer),
            *_destructions(officer),
        ),
        key=lambda item: (item.due or date.max, item.case, item.what),
    )
    return Work(
        overdue=[item for item in items if item.late],
        coming=[item for item in items if item.due and not item.late],
        undated=[item for item in items if item.due is None],
    )


def unread(officer: Officer) -> Sequence[Notice]:
    """Return the officer's unread notices, newest first; none about a case that they must not see."""
    return db.session.scalars(
        select(Notice)
        .where(Notice.officer_id == officer.id, Notice.read_at.is_(None), not_walled(officer, Notice.case_id))
        .order_by(Notice.id.desc())
        .limit(MOST)
    ).all()


def issued_reports() -> Sequence[CommitteeReport]:
    """Return the latest issued committee reports, the newest first."""
    return db.session.scalars(
        select(CommitteeReport)
        .where(CommitteeReport.status == ReportStatus.ISSUED)
        .order_by(CommitteeReport.issued_at.desc())
        .limit(MOST)
    ).all()


def _is_mine(officer: Officer) -> ColumnElement[bool]:
    begun = and_(Case.status == CaseStatus.DRAFT, Case.owner_id.is_(None), Case.created_by_id == officer.id)
    return or_(Case.owner_id == officer.id, begun)


def _cases(officer: Officer, closures: Collection[date]) -> Iterator[Item]:
    """My drafts and cases, by what is due on them; for a decider every assessment too; and where I am assigned."""
    if not can(officer, Permission.CASE_VIEW_SOME):
        return
    decides = can(officer, Permission.CASE_DECIDE)
    mine = _is_mine(officer)
    place = (
        select(func.min(Assignment.kind))
        .where(
            Assignment.case_id == Case.id,
            Assignment.officer_id == officer.id,
            Assignment.ended_on.is_(None),
            Assignment.kind != AssignmentKind.OWNER,
        )
        .scalar_subquery()
    )
    unassessed = and_(Case.status == CaseStatus.OPEN, Case.assessment.is_(None))
    clock_runs = and_(DataExposure.id.is_not(None), DataExposure.officer_told_at.is_(None))
    rows = db.session.execute(
        select(Case, DataExposure, mine, place)
        .outerjoin(DataExposure, DataExposure.case_id == Case.id)
        .where(
            sees(officer, Case.id),
            Case.status.in_(UNFINISHED),
            or_(mine, place.is_not(None), *([unassessed, clock_runs] if decides else [])),
        )
        .order_by(Case.due_order, Case.id)
        .limit(MOST)
    )
    for case, exposure, is_mine, assigned in rows:
        yield from _due(case, exposure, closures, mine=is_mine, decides=decides)
        if assigned is not None:
            yield Item(
                f"You are on this case as {assigned.label}",
                case.name,
                "cases.show",
                {"case_id": case.id},
            )


def _due(
    case: Case, exposure: DataExposure | None, closures: Collection[date], *, mine: bool, decides: bool
) -> Iterator[Item]:
    due = as_seen(reckon(case, (), exposure, closures), clock.today(), decides=decides)
    for place, each in enumerate(due):
        late = each.on < clock.today()
        watched = decides and each.kind in {DueKind.EXPOSURE, DueKind.ASSESS}
        if not watched and not (mine and (late or place == 0)):
            continue
        words = in_words(each.on, clock.today(), closures)
        if each.kind is DueKind.EXPOSURE and exposure is not None:
            words = hours_in_words(hours_left(exposure.aware_at, clock.now()))
        yield Item(
            each.words, case.name, VIEWS.get(each.kind, "cases.show"), {"case_id": case.id}, each.on, words
        )


def hours_in_words(left: int) -> str:
    """Say how many of the 72 hours are left, or how long ago they ran out."""
    if left >= 0:
        return f"{left} of the 72 hours left"
    ago = f"{-left // 24} days" if -left > IN_HOURS else plural(-left, "hour")
    return f"the 72 hours ran out {ago} ago"


def _actions(officer: Officer, closures: Collection[date]) -> Iterator[Item]:
    """What was given to me; and, on my cases, what somebody else has not done in time."""
    if not can(officer, Permission.CASE_VIEW_SOME):
        return
    others_late = and_(_is_mine(officer), Action.due_on < clock.today())
    rows = db.session.execute(
        select(Action, Case)
        .join(Case, Case.id == Action.case_id)
        .where(
            Action.done_on.is_(None),
            Case.status.in_(UNFINISHED),
            or_(Action.officer_id == officer.id, others_late),
            sees(officer, Action.case_id),
        )
        .order_by(Action.due_on.is_(None), Action.due_on, Action.id)
        .limit(MOST)
    )
    for action, case in rows:
        words = in_words(action.due_on, clock.today(), closures) if action.due_on else ""
        what = action.what if action.officer_id == officer.id else f"Given to somebody else: {action.what}"
        yield Item(what, case.name, "cases.actions", {"case_id": case.id}, action.due_on, words)


def _requests(officer: Officer, closures: Collection[date]) -> Iterator[Item]:
    """Removal requests to approve, to send, to wait for, to look at, to review."""
    if not can(officer, Permission.TAKEDOWN_HANDLE):
        return
    approves = can(officer, Permission.TAKEDOWN_APPROVE)
    handled = or_(
        RemovalRequest.given_to_id == officer.id,
        and_(RemovalRequest.given_to_id.is_(None), RemovalRequest.drafted_by_id == officer.id),
    )
    to_review = and_(RemovalRequest.review_due_on.is_not(None), RemovalRequest.reviewed_at.is_(None))
    for_me = [
        and_(handled, RemovalRequest.status.not_in(FINAL)),
        and_(astray(), RemovalRequest.drafted_by_id == officer.id),
    ]
    if approves:
        for_me += [RemovalRequest.status == RequestStatus.DRAFT, to_review, astray()]
    found = db.session.execute(
        select(RemovalRequest, sees(officer, RemovalRequest.case_id), astray())
        .where(handles(officer), or_(*for_me))
        .order_by(RemovalRequest.deadline.is_(None), RemovalRequest.deadline, RemovalRequest.id)
        .limit(MOST)
    )
    for request, whole, is_lost in found:
        view = "takedowns.show" if whole else "my_requests.show"
        if is_lost and whole:
            yield _request(request, view, "Give it to an officer who may see its case", None, closures)
        if approves and request.review_due:
            yield _request(
                request, view, "Review the urgent removal request", request.review_due_on, closures
            )
        if approves and request.status is RequestStatus.DRAFT:
            yield _request(request, view, "Approve the removal request", None, closures)
        elif request.status not in FINAL and officer.id == (request.given_to_id or request.drafted_by_id):
            due = request.deadline if request.status in AWAITED else None
            yield _request(
                request, view, f"Removal request: {_begun(WHAT_NEXT[request.status])}", due, closures
            )


def _begun(sentence: str) -> str:
    """Return a sentence as it goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]


def _request(
    request: RemovalRequest, view: str, what: str, due: date | None, closures: Collection[date]
) -> Item:
    words = in_words(due, clock.today(), closures) if due else ""
    return Item(what, request.name, view, {"request_id": request.id}, due, words)


def _confidentiality(officer: Officer) -> Iterator[Item]:
    """Requests for confidentiality that nobody has decided: on my cases, and for a decider on any."""
    if not can(officer, Permission.CASE_EDIT):
        return
    whose = [] if can(officer, Permission.CASE_DECIDE) else [_is_mine(officer)]
    rows = db.session.execute(
        select(Complaint, Case)
        .join(Case, Case.id == Complaint.case_id)
        .where(
            Complaint.confidentiality == Confidentiality.UNDECIDED,
            Complaint.withdrawn_on.is_(None),
            Case.status.in_(UNFINISHED),
            sees(officer, Complaint.case_id),
            *whose,
        )
        .order_by(Complaint.id)
        .limit(MOST)
    )
    for complaint, case in rows:
        yield Item(
            "Decide on confidentiality: the councillor was told already"
            if case.member_told_on
            else "Decide on confidentiality, before the councillor is told",
            case.name,
            "cases.confidentiality",
            {"case_id": case.id, "complaint_id": complaint.id},
        )


def _outcomes(officer: Officer) -> Iterator[Item]:
    """Cases of which every allegation has its finding, and which have no outcome yet."""
    if not can(officer, Permission.CASE_DECIDE):
        return
    standing = select(Allegation.id).where(Allegation.case_id == Case.id, Allegation.withdrawn_reason == "")
    rows = db.session.scalars(
        select(Case)
        .where(
            Case.status == CaseStatus.OPEN,
            Case.assessment.is_not(None),
            Case.outcome.is_(None),
            standing.exists(),
            ~standing.where(Allegation.finding == FindingKind.NOT_DECIDED).exists(),
            sees(officer, Case.id),
        )
        .order_by(Case.id)
        .limit(MOST)
    )
    for case in rows:
        yield Item(
            "Record the outcome: each allegation has its finding",
            case.name,
            "procedure.decisions",
            {"case_id": case.id},
        )


def _exhibits(officer: Officer) -> Iterator[Item]:
    """My cases with exhibits of which nobody has said what they show, nor who took them."""
    if not can(officer, Permission.CASE_EDIT):
        return
    rows = db.session.execute(
        select(Case.id, Case.reference, func.count(Exhibit.id))
        .join(Exhibit, Exhibit.case_id == Case.id)
        .where(
            _is_mine(officer),
            Case.status.in_(UNFINISHED),
            Exhibit.captured_by == CapturedBy.NOT_KNOWN,
            Exhibit.title == "",
            Exhibit.destroyed_at.is_(None),
            sees(officer, Case.id),
        )
        .group_by(Case.id, Case.reference)
        .order_by(Case.id)
        .limit(MOST)
    )
    for case_id, reference, count in rows:
        them = (
            "an exhibit shows, and who took it" if count == 1 else f"{count} exhibits show, and who took them"
        )
        yield Item(
            f"Say what {them}",
            reference or f"Draft {case_id}",
            "evidence.index",
            {"case_id": case_id},
        )


def _destructions(officer: Officer) -> Iterator[Item]:
    """Proposals to destroy a wrong upload that wait for a second officer."""
    if not can(officer, Permission.EVIDENCE_DESTROY):
        return
    rows = db.session.execute(
        select(DestructionProposal, Exhibit, Case)
        .join(Exhibit, Exhibit.id == DestructionProposal.exhibit_id)
        .join(Case, Case.id == Exhibit.case_id)
        .where(
            DestructionProposal.decided_at.is_(None),
            DestructionProposal.proposed_by_id != officer.id,
            sees(officer, DestructionProposal.case_id),
        )
        .order_by(DestructionProposal.id)
        .limit(MOST)
    )
    for _proposal, exhibit, case in rows:
        yield Item(
            f"Decide whether exhibit {exhibit.label} is to be destroyed",
            case.name,
            "evidence.destruction",
            {"exhibit_id": exhibit.id},
        )

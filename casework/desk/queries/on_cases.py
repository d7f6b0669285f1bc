"""What cases want of an officer: what is due, actions, confidentiality, outcomes."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, func, or_, select

from casework import clock
from casework.accounts.models import Officer
from casework.cases.deadlines import DueKind, as_seen, hours_left
from casework.cases.models import Action, Allegation, Assignment, Case, Complaint, DataExposure
from casework.cases.queries import sees, unfinished
from casework.cases.service.due import reckon
from casework.cases.workflow import UNFINISHED, AssignmentKind, CaseStatus, Confidentiality, FindingKind
from casework.desk.queries.items import Desk, Item
from casework.permissions import Permission
from casework.web.filters import plural
from casework.words import YesNo

IN_HOURS = 48  # beyond that, a number of hours says nothing
VIEWS = {
    DueKind.REGISTER: "intake.draft",
    DueKind.ACKNOWLEDGE: "correspondence.index",
    DueKind.ASSESS: "procedure.decisions",
}


def is_mine(officer: Officer) -> ColumnElement[bool]:
    """Return the condition that a case is the officer's own, or a draft that they began and nobody has."""
    begun = and_(Case.status == CaseStatus.DRAFT, Case.owner_id.is_(None), Case.created_by_id == officer.id)
    return or_(Case.owner_id == officer.id, begun)


def on_cases(desk: Desk) -> Iterator[Item]:
    """My drafts and cases, by what is due on them; for a decider every assessment too; and where I am assigned."""
    if not desk.may(Permission.CASE_VIEW_SOME):
        return
    officer, decides = desk.officer, desk.may(Permission.CASE_DECIDE)
    mine = is_mine(officer)
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
    begins = and_(DataExposure.id.is_(None), Case.personal_data_exposed == YesNo.YES)
    rows = desk.first(
        select(Case, DataExposure, mine, place)
        .outerjoin(DataExposure, DataExposure.case_id == Case.id)
        .where(
            sees(officer, Case.id),
            unfinished(),
            or_(mine, place.is_not(None), *([unassessed, clock_runs, begins] if decides else [])),
        )
        .order_by(Case.due_order, Case.id)
    )
    for case, exposure, owned, assigned in rows:
        yield from _due(desk, case, exposure, mine=owned, decides=decides)
        if assigned is not None:
            yield Item(
                f"You are on this case as {assigned.label}",
                case.name,
                "cases.show",
                {"case_id": case.id},
            )


def _due(
    desk: Desk, case: Case, exposure: DataExposure | None, *, mine: bool, decides: bool
) -> Iterator[Item]:
    due = as_seen(reckon(case, (), exposure, desk.closures), clock.today(), decides=decides)
    for place, each in enumerate(due):
        late = each.on < clock.today()
        watched = decides and each.kind in {DueKind.EXPOSURE, DueKind.AWARENESS, DueKind.ASSESS}
        if not watched and not (mine and (late or place == 0)):
            continue
        words = desk.words(each.on)
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


def actions(desk: Desk) -> Iterator[Item]:
    """What was given to me; and, on my cases, what somebody else has not done in time."""
    if not desk.may(Permission.CASE_VIEW_SOME):
        return
    officer = desk.officer
    others_late = and_(is_mine(officer), Action.due_on < clock.today())
    order = (Action.due_on.nulls_last(), Action.id)
    asked = select(Case.id).where(
        Case.id == Action.case_id, unfinished(), or_(Action.officer_id == officer.id, others_late)
    )
    these = (
        select(Action.id)
        .where(Action.done_on.is_(None), asked.exists(), sees(officer, Action.case_id))
        .order_by(*order)  # walked in this order, until there are enough
        .limit(desk.most + 1)
        .subquery()
    )
    rows = desk.first(
        select(Action, Case)
        .join(these, these.c.id == Action.id)
        .join(Case, Case.id == Action.case_id)
        .order_by(*order)
    )
    for action, case in rows:
        what = action.what if action.officer_id == officer.id else f"Given to somebody else: {action.what}"
        yield Item(
            what, case.name, "cases.actions", {"case_id": case.id}, action.due_on, desk.words(action.due_on)
        )


def confidentiality(desk: Desk) -> Iterator[Item]:
    """Requests for confidentiality that nobody has decided: on my cases, and for a decider on any."""
    if not desk.may(Permission.CASE_EDIT):
        return
    whose = [] if desk.may(Permission.CASE_DECIDE) else [is_mine(desk.officer)]
    rows = desk.first(
        select(Complaint, Case)
        .join(Case, Case.id == Complaint.case_id)
        .where(
            Complaint.confidentiality == Confidentiality.UNDECIDED,
            Complaint.withdrawn_on.is_(None),
            # of the few undecided, not the undecided of all that is unfinished; a merged case's matter goes on
            or_(Case.status.in_(UNFINISHED), Case.merged_into_id.is_not(None)),
            sees(desk.officer, Complaint.case_id),
            *whose,
        )
        .order_by(Complaint.id)
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


def outcomes(desk: Desk) -> Iterator[Item]:
    """Cases of which every allegation has its finding, and which have no outcome yet."""
    if not desk.may(Permission.CASE_DECIDE):
        return
    standing = select(Allegation.id).where(Allegation.case_id == Case.id, Allegation.withdrawn_reason == "")
    rows = desk.first(
        select(Case)
        .where(
            unfinished(),
            Case.status == CaseStatus.OPEN,
            Case.assessment.is_not(None),
            Case.outcome.is_(None),
            standing.exists(),
            ~standing.where(Allegation.finding == FindingKind.NOT_DECIDED).exists(),
            sees(desk.officer, Case.id),
        )
        .order_by(Case.due_order, Case.id)
    )
    for (case,) in rows:
        yield Item(
            "Record the outcome: each allegation has its finding",
            case.name,
            "procedure.decisions",
            {"case_id": case.id},
        )

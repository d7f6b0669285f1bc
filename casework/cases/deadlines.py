"""The dates that an office lives by. Pure: a page, a list and the worker reckon them alike."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from casework.cases.workflow import UNFINISHED, AssessmentKind, CaseStatus
from casework.clock import london_date
from casework.words import Choice
from casework.working_days import add_working_days

NOTICE_HOURS = 72  # UK GDPR article 33(1): to the Commissioner, from becoming aware of the breach
ASK_TO_ASSESS = "Ask for the assessment decision"
DRAFT_DAYS = 1  # working days in which a draft is to become a case, or be discarded


class DueKind(Choice):
    """What may be due on a case."""

    REGISTER = "register", "Finish logging"
    ACKNOWLEDGE = "acknowledge", "Acknowledge the complaint"
    ASSESS = "assess", "Decide the assessment"
    UPDATE = "update", "Give the next update"
    ACTION = "action", "Do what was agreed"
    EXPOSURE = "exposure", "Tell the data protection officer"
    AWARENESS = "awareness", "Say when we became aware of the exposed data: the 72 hours run from then"


@dataclass(frozen=True)
class Due:
    """One thing that is due on a day. `what` says more than its kind, where there is more to say."""

    on: date
    kind: DueKind
    what: str = ""

    @property
    def words(self) -> str:
        return self.what or self.kind.label


@dataclass(frozen=True)
class Allowances:
    """The council's own time limits, in working days."""

    acknowledge_days: int
    assess_days: int


class CaseDates(Protocol):
    """A case as these rules see it. `acknowledge_from`: when the first complaint came that nobody acknowledged yet."""

    status: CaseStatus
    received_on: date
    acknowledge_from: date | None
    next_update_on: date | None
    assessment: AssessmentKind | None


class Dated(Protocol):
    """An action as these rules see it."""

    what: str
    due_on: date | None
    done_on: date | None


def due_dates(
    case: CaseDates,
    actions: Iterable[Dated],
    allowances: Allowances,
    closures: Collection[date] = (),
    *,
    tell_officer_by: datetime | None = None,
    awareness_unsaid: bool = False,
) -> list[Due]:
    """Return what is due on a case, the soonest first. Nothing is due on a case that is closed or discarded.

    `tell_officer_by`: the end of the 72 hours, where exposed data was not yet passed to the data protection officer.
    `awareness_unsaid`: data was exposed, and nobody said when we became aware. It may have been on receipt.
    """
    if case.status not in UNFINISHED:
        return []
    found = [
        Due(action.due_on, DueKind.ACTION, action.what)
        for action in actions
        if action.due_on is not None and action.done_on is None
    ]
    if tell_officer_by is not None:
        found.append(Due(london_date(tell_officer_by), DueKind.EXPOSURE))
    if awareness_unsaid:
        found.append(Due(case.received_on, DueKind.AWARENESS))
    if case.status is CaseStatus.DRAFT:
        found.append(Due(add_working_days(case.received_on, DRAFT_DAYS, closures), DueKind.REGISTER))
        return sorted(found, key=_order)
    if case.acknowledge_from is not None:
        limit = add_working_days(case.acknowledge_from, allowances.acknowledge_days, closures)
        found.append(Due(limit, DueKind.ACKNOWLEDGE))
    if case.assessment is None:
        limit = add_working_days(case.received_on, allowances.assess_days, closures)
        found.append(Due(limit, DueKind.ASSESS))
    if case.next_update_on is not None:
        found.append(Due(case.next_update_on, DueKind.UPDATE))
    return sorted(found, key=_order)


def as_seen(due: Iterable[Due], today: date, *, decides: bool) -> list[Due]:
    """Return what of `due` an officer can act on: who may not decide asks for a decision, once it is late."""
    return [
        Due(each.on, each.kind, ASK_TO_ASSESS) if each.kind is DueKind.ASSESS and not decides else each
        for each in due
        if decides or each.kind is not DueKind.ASSESS or each.on < today
    ]


def notice_limit(aware_at: datetime) -> datetime:
    """Return the end of the 72 hours that began when the office became aware."""
    return aware_at + timedelta(hours=NOTICE_HOURS)


def hours_left(aware_at: datetime, now: datetime) -> int:
    """Return the whole hours left of the 72; negative, rounded away from zero, once they have run out."""
    left = (notice_limit(aware_at) - now).total_seconds()
    return int(left // 3600)


def _order(due: Due) -> tuple[date, str]:
    return due.on, due.kind

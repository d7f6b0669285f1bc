"""What every decision is asked: who may record it, on which case, who decided, and on what day."""

from datetime import date

from casework import clock
from casework.accounts.models import Officer
from casework.cases.models import Case
from casework.cases.service.editing import need_unfinished, not_in_future
from casework.cases.workflow import CaseStatus
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.permissions import Permission, can
from casework.procedure import queries
from casework.procedure.workflow import WANTED


def may_decide(actor: Officer) -> None:
    """Raise NotAllowed for anybody who records no decisions."""
    if not can(actor, Permission.CASE_DECIDE):
        raise NotAllowed("Only the Monitoring Officer or a deputy records decisions.")


def still_open(case: Case) -> Case:
    """Return the case; raise NotPossible unless it is open."""
    if case.status is not CaseStatus.OPEN:
        raise NotPossible(
            f"{case.name} is {case.status.label.lower()}: decisions are recorded on open cases. Register or reopen it "
            "first."
        )
    return case


def still_worked_on(case: Case) -> Case:
    """Return the case; raise NotPossible where it is shut, so that nobody is asked about it, and it goes nowhere."""
    return need_unfinished(case, "asking an Independent Person about it, or passing it on")


def said(text: str, field: str) -> str:
    """Return the text without space around it; raise DomainError, with the field's own words, where there is none."""
    if not text.strip():
        raise DomainError(WANTED[field], field)
    return text.strip()


def decider(case: Case, name: str) -> str:
    """Return who decided; raise DomainError where it is an officer who must not see the case."""
    name = said(name, "decision_maker")
    if name.casefold() in {walled.casefold() for walled in queries.walled_names(case.id)}:
        raise DomainError(
            f"{name} must not see this case, so cannot decide on it. Another officer decides, or another authority’s "
            "Monitoring Officer.",
            "decision_maker",
        )
    return name


def past(day: date | None, field: str) -> date:
    """Return the day of what has happened; raise DomainError where there is none, or it is still to come."""
    if day is None:
        raise DomainError(WANTED[field], field)
    not_in_future(day, clock.today(), "The date", field)
    return day


def since_received(case: Case, day: date | None, field: str) -> date:
    """The same for what cannot have happened before the case was received."""
    day = past(day, field)
    if day < case.received_on:
        raise DomainError("The date cannot be before the case was received. Check the year.", field)
    return day

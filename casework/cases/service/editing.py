"""What every change of an edited row has in common: its answers, its reasons, its period."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from casework.audit.service import changes_of
from casework.cases.models import Case
from casework.cases.workflow import UNFINISHED, CaseStatus
from casework.database import Base
from casework.errors import DomainError, NotPossible
from casework.members.folding import is_web_address, misleads


class Answering(Protocol):
    """A row that knows which questions were answered."""

    answered: list[str]


def apply(
    row: Answering, values: Mapping[str, object], asked: Collection[str]
) -> dict[str, tuple[object, object]]:
    """Set `values` and return what changed. A question of `asked` that gets any value, “not known” too, is answered."""
    before = row.answered or []
    newly = {name for name in values if name in asked and name not in before}
    changes = changes_of(row, **values)  # type: ignore[arg-type]
    if newly:
        row.answered = sorted({*before, *newly})
        changes |= {name: (None, values[name]) for name in newly}
    return changes


def need_unfinished(case: Case, then: str) -> Case:
    """Return the case; raise NotPossible where it is closed or discarded, naming what may be done `then`, reopened."""
    if case.status is CaseStatus.DISCARDED:
        raise NotPossible(f"{case.name} was discarded, and stays as it is.")
    if case.status not in UNFINISHED:
        raise NotPossible(f"{case.name} is {case.status.label.lower()}. Reopen it before {then}.")
    return case


def need_reason(reason: str, what: str, field: str = "reason") -> str:
    """Return the reason without space around it; raise DomainError where there is none."""
    reason = reason.strip()
    if not reason:
        raise DomainError(f"Say why {what}.", field)
    return reason


def need_period(first: date | None, last: date | None, field: str) -> None:
    """Raise DomainError where a period would end before it begins."""
    if first is not None and last is not None and last < first:
        raise DomainError("The last day cannot be before the first. Correct one of the two dates.", field)


def not_in_future(day: date | None, today: date, what: str, field: str) -> None:
    """Raise DomainError where something that has happened is dated after today."""
    if day is not None and day > today:
        raise DomainError(f"{what} cannot be after today. Check the year.", field)


def need_address(text: str, field: str = "address") -> None:
    """Raise DomainError where `text` is no address on the web: nobody could look there."""
    if text and not is_web_address(text):
        raise DomainError(
            "This is not the address of a page. Copy it from the browser’s address bar, or from “Share”; where "
            "there is none, leave it empty and describe what was posted.",
            field,
        )
    if misleads(text):
        raise DomainError(
            "This address reads as another one than it leads to: a name and “@” stand before its host, or unseen marks "
            "turn its letters round. Do not open it. Type the address of the page itself; keep what was sent to you as "
            "evidence.",
            field,
        )


def same_case(row: Base, case_id: int, what: str) -> None:
    """Raise DomainError where `row` belongs to another case: a form was tampered with, or mixed up."""
    if getattr(row, "case_id", None) != case_id:
        raise DomainError(f"{what} belongs to another case. Go back to this case and choose again.")

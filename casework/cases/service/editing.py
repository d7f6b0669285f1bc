"""What every change of an edited row has in common: its version, its reasons, its period."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from casework.database import Base
from casework.errors import DomainError, Stale
from casework.words import Choice


class Versioned(Protocol):
    """A row that counts its changes."""

    version: int


def expect_version(
    row: Versioned, version: int | None, values: Mapping[str, object], labels: Mapping[str, str]
) -> None:
    """Raise Stale where `row` is no longer the `version` that the officer saw and their `values` differ from it.

    None: the values were not made from an earlier text (an import, a step of logging). `labels` says what each
    field is called on the page, so that both texts can be shown side by side.
    """
    if version is None or row.version == version:
        return
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    if not differing:
        return
    theirs = {labels.get(name, name): in_words(getattr(row, name)) for name in differing}
    yours = {labels.get(name, name): in_words(values[name]) for name in differing}
    raise Stale(
        "Another officer changed this while you were writing. Nothing of theirs was overwritten, and nothing of "
        "yours was saved yet: compare both texts, then go back and enter what should stand.",
        theirs,
        yours,
    )


def in_words(value: object) -> str:
    """Return a value as an officer reads it."""
    if value is None or value == "":
        return "(empty)"
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {each}" for name, each in value.items())
    return str(value)


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


def same_case(row: Base, case_id: int, what: str) -> None:
    """Raise DomainError where `row` belongs to another case: a form was tampered with, or mixed up."""
    if getattr(row, "case_id", None) != case_id:
        raise DomainError(f"{what} belongs to another case. Go back to this case and choose again.")

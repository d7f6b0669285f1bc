"""Two officers, one record: the second to save is shown both texts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from casework.clock import long_date
from casework.errors import Stale
from casework.words import Choice


class Versioned(Protocol):
    """A row that counts its changes."""

    version: int


def expect_version(
    row: Versioned, version: int | None, values: Mapping[str, object], labels: Mapping[str, str]
) -> None:
    """Raise Stale where `row` is no longer the `version` that the officer saw, and their `values` differ from it.

    To be called inside the command, on the locked row. None: the values were not made from an earlier text (an
    import). `labels` says what each field is called on the page, where both texts are shown side by side.
    """
    if version is None or row.version == version:
        return
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    if not differing:
        return
    raise Stale(
        "This was changed while you were writing: by another officer, or by you in another window.",
        {labels.get(name, name): in_words(getattr(row, name)) for name in differing},
        {labels.get(name, name): in_words(values[name]) for name in differing},
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
        return long_date(value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {each}" for name, each in value.items())
    return str(value)

"""What higher rooms say against closing a case. The application fills the list when it is built."""

from collections.abc import Iterable
from typing import Protocol

from casework.cases.models import Case


class ClosingGuard(Protocol):
    """Says why a case cannot be closed yet and what to do first, or None where nothing stands in the way."""

    def __call__(self, case: Case) -> str | None: ...


_guards: list[ClosingGuard] = []


def install(guards: Iterable[ClosingGuard]) -> None:
    """Put `guards` in the place of those that were there."""
    _guards[:] = guards


def objections(case: Case) -> list[str]:
    """Return every reason against closing `case` now."""
    return [reason for guard in _guards if (reason := guard(case))]

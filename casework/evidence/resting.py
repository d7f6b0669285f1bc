"""What higher rooms say rests on an exhibit. The application fills the list when it is built."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from casework.evidence.models import Exhibit


class Resting(Protocol):
    """Names, each in a line of its own, what of its room would be left without this exhibit."""

    def __call__(self, exhibit: Exhibit) -> Sequence[str]: ...


_rooms: list[Resting] = []


def install(rooms: Iterable[Resting]) -> None:
    """Put `rooms` in the place of those that were there."""
    _rooms[:] = rooms


def rests_on(exhibit: Exhibit) -> list[str]:
    """Return all that rests on `exhibit`, for whoever is to decide whether it is destroyed."""
    return [line for room in _rooms for line in room(exhibit)]

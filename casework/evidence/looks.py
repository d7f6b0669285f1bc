"""What officers saw when an exhibit was captured, as a higher room knows it. The application fills the list."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a post of which an exhibit is the capture. `by`: the id of the officer; `words`: those shown."""

    by: int
    name: str
    at: datetime
    means: str
    seen: str
    words: str
    post: str
    request: str


class Looking(Protocol):
    """Returns, by exhibit, the looks of its room that it is the capture of, oldest first."""

    def __call__(self, exhibit_ids: Collection[int]) -> Mapping[int, Sequence[Look]]: ...


_rooms: list[Looking] = []


def install(rooms: Iterable[Looking]) -> None:
    """Put `rooms` in the place of those that were there."""
    _rooms[:] = rooms


def looks_at(exhibit_ids: Collection[int]) -> dict[int, list[Look]]:
    """Return every look that an exhibit is the capture of, by exhibit."""
    found: dict[int, list[Look]] = {each: [] for each in exhibit_ids}
    for room in _rooms:
        for exhibit_id, looks in room(exhibit_ids).items():
            found[exhibit_id] += looks
    return found

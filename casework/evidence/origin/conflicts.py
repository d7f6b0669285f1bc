"""Where what is declared of an exhibit and what the software saw cannot both be true, in sentences.

Nothing is corrected: both values stay, and a panel is told of both before somebody else tells it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.evidence.kinds import Kind, name_differs
from casework.evidence.origin.workflow import ReceivedVia
from casework.evidence.workflow import CapturedBy
from casework.versions import in_words

SLACK = timedelta(days=1)  # clocks of devices state no zone


@dataclass(frozen=True, slots=True)
class Declared:
    """What officers say: days on which it was captured and got, and the first possible days of the posts shown."""

    captured_on: date | None = None
    obtained_on: date | None = None
    captured_by: CapturedBy = CapturedBy.NOT_KNOWN
    received_via: ReceivedVia = ReceivedVia.NOT_KNOWN
    posted_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Observed:
    """What the software saw: the day of receipt, the file's own date, its name, and what its bytes are."""

    received_on: date
    name: str
    kind: Kind
    own_date: date | None = None


def conflicts(said: Declared, seen: Observed) -> list[str]:
    """Return one sentence for each contradiction."""
    return [*_of_capture(said, seen), *_of_receipt(said, seen), *_of_posts(said, seen), *_of_file(seen)]


def _of_capture(said: Declared, seen: Observed) -> Iterator[str]:
    day = said.captured_on
    if day is None:
        return
    taken = f"It is said to have been captured on {in_words(day)}"
    if day > seen.received_on:
        yield f"{taken}, which is after it was received here on {in_words(seen.received_on)}."
    if said.obtained_on is not None and day > said.obtained_on:
        yield f"{taken}, which is after we are said to have got it on {in_words(said.obtained_on)}."
    if seen.own_date is not None and day < seen.own_date - SLACK:
        yield f"{taken}, but the file’s own date is later: {in_words(seen.own_date)}."
    if seen.own_date is not None and day > seen.own_date + SLACK:
        yield f"{taken}, but the file’s own date is earlier: {in_words(seen.own_date)}."


def _of_receipt(said: Declared, seen: Observed) -> Iterator[str]:
    if said.obtained_on is not None and said.obtained_on > seen.received_on:
        yield (
            f"We are said to have got it on {in_words(said.obtained_on)}, which is after it was received here on "
            f"{in_words(seen.received_on)}."
        )
    if said.received_via is ReceivedVia.OWN_CAPTURE and said.captured_by in {
        CapturedBy.COMPLAINANT,
        CapturedBy.MEMBER,
        CapturedBy.OTHER,
    }:
        who = said.captured_by.label.lower()
        yield f"It is said to be an officer’s own capture, and also to have been captured by {who}."


def _of_posts(said: Declared, seen: Observed) -> Iterator[str]:
    end, what = (
        (said.captured_on, "it is said to have been captured")
        if said.captured_on is not None
        else (seen.received_on, "it was received here")
    )
    for day in sorted({day for day in said.posted_on if day > end}):
        yield f"A post that it shows is dated {in_words(day)}, but {what} earlier, on {in_words(end)}."


def _of_file(seen: Observed) -> Iterator[str]:
    if seen.own_date is not None and seen.own_date > seen.received_on + SLACK:
        yield (
            f"The file’s own date, {in_words(seen.own_date)}, is after it was received here on "
            f"{in_words(seen.received_on)}: the clock of that device was wrong, or the date was changed."
        )
    ending = name_differs(seen.name, seen.kind)
    if ending:
        yield f"Its name ends in {ending}, but its bytes are {seen.kind.phrase}."

"""Timing, and counting of SELECTs. Medians, because a shared machine is noisy.

The processor's own time stands beside the clock's: what else runs on the machine is in the one, not in the other.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import TypeVar

from sqlalchemy import event

from casework.database import db

T = TypeVar("T")


@dataclass(frozen=True)
class Measured:
    """What each run took: seconds by the clock, and of the processor (in this process and those that it started)."""

    taken: tuple[float, ...]
    worked: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.taken)

    @property
    def work(self) -> float:
        """Seconds of the processor, at the median."""
        return statistics.median(self.worked)

    @property
    def words(self) -> str:
        least, most = min(self.taken) * 1000, max(self.taken) * 1000
        return f"{least:8.1f} {self.median * 1000:8.1f} {most:8.1f} ms  processor {self.work * 1000:7.1f} ms"

    def ratios(self, other: "Measured") -> str:
        """Say how many times what `other` took this took."""
        return (
            f"{self.median / other.median:5.2f} by the clock, {self.work / other.work:5.2f} of the processor"
        )


def _processor() -> float:
    own, children = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _run(action: Callable[[], object]) -> tuple[float, float]:
    begun, worked = time.perf_counter(), _processor()
    action()
    return time.perf_counter() - begun, _processor() - worked


def _measured(runs: list[tuple[float, float]]) -> Measured:
    return Measured(tuple(taken for taken, _ in runs), tuple(worked for _, worked in runs))


def timed(action: Callable[[], object], *, runs: int = 25, warm: int = 3) -> Measured:
    """Run `action` some times, and return what it took."""
    for _ in range(warm):
        action()
    gc.collect()
    return _measured([_run(action) for _ in range(runs)])


def paired(
    ours: Callable[[], object], bare: Callable[[], object], *, runs: int = 9
) -> tuple[Measured, Measured]:
    """Run the two in turn, so that a drift of the machine's speed strikes both alike."""
    for action in (ours, bare):
        action()
    pairs = [(_run(ours), _run(bare)) for _ in range(runs)]
    return _measured([first for first, _ in pairs]), _measured([second for _, second in pairs])


def by_itself(action: Callable[[], T]) -> T:
    """Run `action` without the application's context around it: a request signs in, and reads all that it needs."""
    return Context().run(action)


@contextmanager
def selects() -> Iterator[list[str]]:
    """Collect the SELECT statements executed within."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)

"""Timing, and counting of SELECTs. Medians, because a shared machine is noisy."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import event

from casework.database import db


@dataclass(frozen=True)
class Measured:
    """Seconds of a run at the median, and the least."""

    median: float
    least: float

    @property
    def words(self) -> str:
        return f"{self.median * 1000:8.1f} ms (least {self.least * 1000:.1f})"


def timed(action: Callable[[], object], *, runs: int = 15, warm: int = 2) -> Measured:
    """Run `action` some times, and return what it took."""
    for _ in range(warm):
        action()
    gc.collect()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begun)
    return Measured(statistics.median(taken), min(taken))


def paired(
    ours: Callable[[], object], bare: Callable[[], object], *, runs: int = 9
) -> tuple[Measured, Measured]:
    """Run the two in turn, so that a drift of the machine's speed strikes both alike."""
    results: tuple[list[float], list[float]] = ([], [])
    for action in (ours, bare):
        action()
    for _ in range(runs):
        for taken, action in zip(results, (ours, bare), strict=True):
            begun = time.perf_counter()
            action()
            taken.append(time.perf_counter() - begun)
    first, second = (Measured(statistics.median(taken), min(taken)) for taken in results)
    return first, second


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

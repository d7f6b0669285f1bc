"""How dates, sizes and counts read on a page."""

from datetime import datetime
from difflib import SequenceMatcher

from flask import Flask

from casework.clock import london_time, long_date

KILOBYTE = 1024
Marked = list[tuple[str, bool]]


def date_time(value: datetime | None) -> str:
    """27 March 2026 at 9:05, as London clocks showed it."""
    if value is None:
        return ""
    moment = london_time(value)
    return f"{long_date(value)} at {moment.hour}:{moment:%M}"


def exact_time(value: datetime | None) -> str:
    """27 March 2026 at 09:05:31 GMT: for receipts and custody."""
    return "" if value is None else f"{long_date(value)} at {london_time(value):%H:%M:%S %Z}"


def file_size(value: int | None) -> str:
    """1.8 MB; 640 bytes."""
    if value is None:
        return ""
    size = float(value)
    for unit in ("bytes", "KB", "MB"):
        if size < KILOBYTE:
            return f"{size:.1f}".removesuffix(".0") + f" {unit}"
        size /= KILOBYTE
    return f"{size:.1f} GB"


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 case; 2 cases; 1,204 cases."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def beside(one: str, other: str) -> tuple[Marked, Marked]:
    """Return the lines of two texts, each with whether the other text lacks it there; none, where one is empty."""
    lines = one.splitlines(), other.splitlines()
    kept: tuple[set[int], set[int]] = (set(), set())
    for block in SequenceMatcher(a=lines[0], b=lines[1], autojunk=False).get_matching_blocks():
        kept[0].update(range(block.a, block.a + block.size))
        kept[1].update(range(block.b, block.b + block.size))
    both = bool(one and other)
    first, second = (
        [(line, both and at not in same) for at, line in enumerate(text)]
        for text, same in zip(lines, kept, strict=True)
    )
    return first, second


def install(app: Flask) -> None:
    """Give templates the filters."""
    for function in (long_date, date_time, exact_time, file_size, plural, beside):
        app.jinja_env.filters[function.__name__] = function

"""The figures of removal requests as tables: for the exempt edition, and for the page of those who work the cases."""

from collections.abc import Sequence

from casework.reports.document import Cell, Section, Table
from casework.reports.requests import RequestFigures, RequestLine
from casework.reports.sections import MEASURE, NONE, counted

SHEET = "Removal requests"
COLUMNS = (
    "Requests",
    "Answered",
    "Days to an answer",
    "Seen gone",
    "Days until seen gone",
    "Verified removed",
)
DAYS = (
    "Days are working days from sending, without those of a pause; of several requests, the median. An "
    "acknowledgement is no answer. Gone is what an officer saw of every post of a request; "
    "verified removed is what two looks a day apart showed, each by a means that was shown able to see it."
)
SEVERAL = "A request may have several, so the numbers can come to more than the requests."


def request_sections(figures: RequestFigures) -> tuple[Section, ...]:
    """Return what was asked for in the period, and what came of it."""
    if not figures.whole.asked:
        none = "No removal request was sent in the period."
        return (Section("Requests sent in the period", (none,), sheet=SHEET),)
    return (
        Section("At a glance", tables=_at_a_glance(figures), sheet=SHEET),
        Section(
            "Requests sent in the period",
            (f"{counted(figures.whole.asked, 'request')} sent. {DAYS}",),
            (
                _table("By route", "Route", figures.by_route, whole=figures.whole),
                _table("By ground", "Ground", figures.by_ground, note=SEVERAL),
                _table("By platform", "Platform", figures.by_platform, note=SEVERAL),
                _table("By what came of them", "How they stand", figures.by_outcome),
            ),
            sheet=SHEET,
        ),
        Section("What was claimed, and what was seen", *_claimed(figures), sheet=SHEET),
    )


def _at_a_glance(figures: RequestFigures) -> tuple[Table, ...]:
    """Return the two comparisons that the page is opened for, each drawn beside its numbers."""
    said = sum(count for _, count in figures.claimed)
    steps = (
        ("Sent", figures.whole.asked),
        ("Answered", figures.whole.answered),
        ("Said to be done", said),
        ("Seen gone", figures.whole.gone),
        ("Verified removed", figures.whole.verified),
    )
    stand = tuple((line.value, line.asked) for line in figures.by_outcome)
    return (
        Table("From asking to being gone", (MEASURE, "Requests"), steps, charted=True),
        Table("How the requests stand", ("How they stand", "Requests"), stand, charted=len(stand) > 1),
    )


def _table(
    caption: str,
    heading: str,
    lines: Sequence[RequestLine],
    *,
    note: str = "",
    whole: RequestLine | None = None,
) -> Table:
    rows = [_row(line) for line in (*lines, *([whole] if whole else []))]
    return Table(
        f"Removal requests sent in the period: {caption.lower()}",
        (heading, *COLUMNS),
        tuple(rows),
        note,
        sums_up=whole is not None,
    )


def _row(line: RequestLine) -> tuple[Cell, ...]:
    return (
        line.value, line.asked, line.answered, _median(line.days_to_answer), line.gone, _median(line.days_until_gone),
        line.verified,
    )  # fmt: skip


def _median(days: float | None) -> Cell:
    """Return a median as it is written: between two days, a half."""
    return NONE if days is None else int(days) if days == int(days) else days


def _claimed(figures: RequestFigures) -> tuple[tuple[str, ...], tuple[Table, ...]]:
    total = sum(count for _, count in figures.claimed)
    again = f"Posts came back after {counted(figures.reappeared, 'request')}." if figures.reappeared else ""
    words = (
        f"They said of {counted(total, 'request')} that it was done. That is not the same as seen to be gone."
        if total
        else "Of no request was it said that it was done.",
        again or "No post is known to have come back.",
    )
    if not total:
        return words, ()
    caption = "Requests said to be done: how they stand"
    return words, (Table(caption, ("How they stand", "Requests"), figures.claimed),)

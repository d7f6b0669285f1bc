"""The public edition: no name, handle, address, quotation or exact date of a case, and no small number.

Two tables of the exempt edition are not here, by assessment decision and by kind of authority. Beside the exact
totals by outcome, and beside the table of authorities, they would let hidden numbers be worked out. Of removal requests
only the route is broken down: the other tables tell of the same requests, or of the same posts as the cases do.
"""

from collections.abc import Mapping, Sequence
from statistics import median

from casework.reports.beside import Published, breakdown_beside, parts_beside
from casework.reports.breakdowns import Breakdown
from casework.reports.document import Covering, Document, Section, Table, listed
from casework.reports.facts import month
from casework.reports.figures import NOT_KNOWN, Figures
from casework.reports.sections import (
    ASKED,
    BREAKDOWNS,
    BROKEN_DOWN,
    ENTERED,
    MEASURE,
    NONE,
    REQUESTS,
    SAID_DONE,
    SEEN_GONE,
    SUMMARY,
    TIME,
    case_log,
    changes,
    closing,
    counted,
    officers_words,
    purpose,
    report,
    table_of,
    the_sum,
    totals,
    vouching,
)
from casework.reports.suppression import Shown, column_may_be_shown, parts_may_be_shown, publish
from casework.reports.workflow import Edition

OTHERS = "Others, not shown one by one"
TOO_SMALL = "not shown, because small numbers could be worked out"
EARLIER = "In an earlier report"
SUBTRACTED = "small numbers could be worked out by adding and subtracting"


def published(figures: Figures, threshold: int, issued: Sequence[Published] = ()) -> Published:
    """Return what the public edition shows of numbers that may be small, beside the `issued` reports that overlap."""
    shown = {
        each.title: breakdown_beside(each.title, publish(each, threshold), issued, threshold)
        for each in _breakdowns(figures)
    }
    removals = figures.removals
    parts = (removals.said_done, removals.seen_gone)
    return Published(
        figures.period.label,
        shown,
        parts if parts_beside(parts, removals.asked, issued, threshold) else None,
        {} if issued else _columns(figures, threshold),
    )


def public_document(
    figures: Figures,
    covering: Covering,
    *,
    threshold: int,
    previous: Figures | None = None,
    issued: Sequence[Published] = (),
) -> Document:
    """Return the public edition; `issued`: what public reports of overlapping days show.

    DomainError where `threshold` is too low to hide anything.
    """
    public = published(figures, threshold, issued)
    sections = (
        purpose(figures, covering),
        *officers_words("Recommendation", covering.recommendation),
        changes(figures, previous, covering),
        the_sum(figures),
        totals(figures),
        _removals(figures, public.parts),
        _time_taken(figures),
        _breakdown_section(figures, public.shown, threshold),
        *closing(covering),
        *vouching(covering),
        _log(figures, public.columns),
    )
    return report(Edition.PUBLIC, figures, covering, "", sections)


def what_is_hidden(
    figures: Figures, threshold: int, issued: Sequence[Published] = ()
) -> tuple[tuple[str, str], ...]:
    """Return (title, what the public edition does not show of it and why), for the officer who makes the report."""
    found = []
    beside = f"beside the public report of {listed([each.period for each in issued])}"
    told = published(figures, threshold, issued)
    for breakdown in _breakdowns(figures):
        public = publish(breakdown, threshold)
        named = {value for value, _ in public.rows}
        hidden = [f"{value} ({count})" for value, count in breakdown.rows if value not in named]
        if told.shown[breakdown.title].withheld and not public.withheld:
            found.append((breakdown.title, f"Left out whole: {beside}, {SUBTRACTED}."))
        elif public.withheld:
            why = (
                f"Left out whole: with so few numbers, {listed(hidden)} could be worked out from one another."
            )
            found.append((breakdown.title, why))
        elif hidden:
            why = f"{listed(hidden)} stand together as {public.others}, so that no small number can be worked out."
            found.append((breakdown.title, why))
    removals = figures.removals
    if not parts_may_be_shown((removals.said_done, removals.seen_gone), removals.asked, threshold):
        why = f"Said to be done ({removals.said_done}) and seen gone ({removals.seen_gone}) are left out together."
        found.append(("Removal requests", why))
    elif told.parts is None:
        why = f"Said to be done and seen gone are left out: {beside}, {SUBTRACTED}."
        found.append(("Removal requests", why))
    return tuple(found)


def _breakdowns(figures: Figures) -> tuple[Breakdown, ...]:
    return (
        figures.clauses,
        figures.platforms,
        figures.complainants,
        figures.authorities,
        figures.routes,
    )


def _breakdown_section(figures: Figures, shown: Mapping[str, Shown], threshold: int) -> Section:
    words, tables = [ENTERED, _small_numbers(threshold)], []
    for breakdown in _breakdowns(figures):
        public = shown[breakdown.title]
        if public.rows:
            others = ((OTHERS, public.others),) if public.others is not None else ()
            tables.append(table_of(breakdown, (*public.rows, *others)))
        else:
            words.append(
                f"By {breakdown.title.lower()}: {TOO_SMALL if public.withheld else 'there were none'}."
            )
    return Section(BROKEN_DOWN, tuple(words), tuple(tables), sheet=BREAKDOWNS)


def _small_numbers(threshold: int) -> str:
    return (
        f"Apart from totals, and totals by status and by outcome, no number from 1 to {threshold - 1} is shown, so "
        "that nobody can be recognised by it. Values with small numbers stand together, sometimes with a larger one, "
        "so that none of them can be worked out; where that is not enough, the whole table is left out. A column of "
        "the case log is left out for the same reason."
    )


def _removals(figures: Figures, parts: tuple[int, int] | None) -> Section:
    removals = figures.removals
    rows: tuple[tuple[str, int], ...] = ((ASKED, removals.asked),)
    note = ""
    if parts is not None:
        rows += tuple(zip((SAID_DONE, SEEN_GONE), parts, strict=True))
    else:
        note = f"How many were said to be done, and how many were seen gone: {TOO_SMALL}."
    return Section(
        "Removal requests", tables=(Table(REQUESTS, (MEASURE, "Requests"), rows, note),), sheet=SUMMARY
    )


def _time_taken(figures: Figures) -> Section:
    """Tell the time taken from the months of the case log alone, so that it says no more than the log says."""
    taken = [line.months_taken for line in figures.cases if line.months_taken is not None]
    if not taken:
        return Section(
            TIME, ("No case of this report stood closed at the end of the period.",), sheet=SUMMARY
        )
    rows = (("Median", median(taken)), ("Longest", max(taken)))
    caption = f"Calendar months from receipt to resolution: {counted(len(taken), 'case')} that stood closed at the end"
    note = "Counted from month to month, as in the case log: 0 is the same month."
    return Section(TIME, tables=(Table(caption, (MEASURE, "Months"), rows, note),), sheet=SUMMARY)


def _columns(figures: Figures, threshold: int) -> dict[str, dict[str, str]]:
    """Return the columns that the log may have, {title: {reference: value}}, of the cases that entered in the period.

    Every value stands often enough, and the breakdown of the same thing hides nothing.
    """
    entered = [line for line in figures.cases if line.entered]
    possible: tuple[tuple[Breakdown, list[tuple[str, ...]]], ...] = (
        (figures.authorities, [line.authorities for line in entered]),
        (figures.complainants, [line.complainants for line in entered]),
    )
    columns = {}
    for breakdown, each in possible:
        values = [listed(names) or NOT_KNOWN for names in each]
        whole = breakdown.rows and publish(breakdown, threshold).whole
        if whole and column_may_be_shown(values, threshold):
            references = (line.reference for line in entered)
            columns[breakdown.title] = dict(zip(references, values, strict=True))
    return columns


def _log(figures: Figures, more: Mapping[str, Mapping[str, str]]) -> Section:
    columns: dict[str, list[str]] = {
        "Reference": [line.reference for line in figures.cases],
        "Month received": [month(line.received) for line in figures.cases],
        "Nature": [line.nature for line in figures.cases],
        "Status": [line.standing.label for line in figures.cases],
        "Month resolved": [month(line.resolved) if line.resolved else NONE for line in figures.cases],
    }
    for title, values in more.items():
        columns[title] = [values.get(line.reference, EARLIER) for line in figures.cases]
    return case_log(figures, tuple(columns), tuple(zip(*columns.values(), strict=True)))

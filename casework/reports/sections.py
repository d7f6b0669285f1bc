"""The parts of a committee report that both editions have."""

from casework.reports.breakdowns import Breakdown
from casework.reports.document import Cell, Covering, Document, Section, Table, listed, paragraphs, title_of
from casework.reports.figures import Figures
from casework.reports.workflow import Edition

ENOUGH_FOR_A_CHART = 10
BROKEN_DOWN = "How the cases break down"
ENTERED = (
    "Tables of what was received count what entered the books in the period: the cases registered in it, and the "
    "complaints entered in it, about whichever case. What entered before is in the tables of an earlier report."
)
SUMMARY, BREAKDOWNS, CHECK, CASE_LOG = "Summary", "Breakdowns", "Check", "Case log"
NONE = "–"
SEVERAL = "A case may have several, so the numbers can come to more than the cases."
WHENEVER = "It counts every case that was open for some or all of the period, whenever it was received."
MEASURE, TIME = "Measure", "Time taken"
REQUESTS = "Requests to remove posts"
ASKED, SAID_DONE, SEEN_GONE = (
    "Asked for in the period",
    "Said to be done in the period",
    "Seen gone in the period",
)


def report(
    edition: Edition, figures: Figures, covering: Covering, legend: str, sections: tuple[Section, ...]
) -> Document:
    """Return the report, its legend saying DRAFT until it is issued."""
    return Document(
        edition=edition,
        title=title_of(figures.period),
        subtitle=f"Report of the Monitoring Officer to the {covering.committee}, {covering.council}",
        legend=". ".join(filter(None, ["DRAFT" if covering.draft else "", legend])),
        council=covering.council,
        made_on=covering.made_on,
        sections=sections,
    )


def purpose(figures: Figures, covering: Covering) -> Section:
    """Say what the report is for, and the two things about the law that its readers most often mistake."""
    return Section(
        "Purpose",
        (
            (
                f"To tell the {covering.committee} what came of suspected breaches of the Social Media Code by "
                f"councillors from {figures.period.label}: how many there were, how far they have come, and what was "
                "asked and done."
            ),
            (
                "A case is one matter, however many people complained of it. Only the Members’ Code of Conduct can be "
                "breached (Localism Act 2011, section 28); a clause of the Social Media Code is what the conduct "
                "engaged. The council may ask for a post to be taken down, and has no power to order it."
            ),
        ),
    )


def officers_words(heading: str, text: str) -> tuple[Section, ...]:
    """Return a section of what the officer wrote; none where nothing was written."""
    return (Section(heading, lines),) if (lines := paragraphs(text)) else ()


def closing(covering: Covering) -> tuple[Section, ...]:
    """Return what stands after the figures."""
    return (
        *officers_words("Implications", covering.implications),
        *officers_words("Background papers", covering.background_papers),
        *officers_words("Contact", covering.contact),
    )


def vouching(covering: Covering) -> tuple[Section, ...]:
    """Return how a reader can later hold the office's audit trail against this paper; nothing in a draft."""
    if not covering.audit_head:
        return ()
    words = (
        f"When this report was issued, the audit trail of the case system ended at {covering.audit_head}: how many "
        "entries it had, and the hash of the last. Any later check of the trail can be held against this line: an "
        "entry changed or taken out since would no longer fit it."
    )
    return (Section("How to check this report", (words,), sheet=CHECK),)


def changes(figures: Figures, previous: Figures | None, covering: Covering) -> Section:
    """Set this period beside the last: totals only, which are never hidden."""
    heading = "What has changed since last time"
    words = paragraphs(covering.changes)
    if previous is None:
        return Section(heading, (*words, "There is no earlier period to compare with."))
    rows = tuple(
        (label, before, now)
        for (label, before), (_, now) in zip(_headline(previous), _headline(figures), strict=True)
    )
    headings = (MEASURE, previous.period.label, figures.period.label)
    return Section(heading, words, (Table("This period beside the one before", headings, rows),))


def _headline(figures: Figures) -> tuple[tuple[str, int], ...]:
    return (
        ("Cases received", figures.received),
        ("Cases reopened", figures.reopened),
        ("Cases closed", figures.closed),
        ("Cases merged into another", figures.merged),
        ("Cases open at the end", figures.open),
        ("Complaints received", figures.complaints),
        ("Removal requests made", figures.removals.asked),
        ("Actions outstanding at the end", figures.actions.outstanding),
    )


def the_sum(figures: Figures) -> Section:
    """Return the sum line by line, the late-logged cases by name, and the drafts that stand outside it."""
    rows = tuple((f"{line.sign} {line.label}".strip(), line.count) for line in figures.sum_lines)
    cases = len(figures.cases)
    return Section(
        "Cases in the period",
        (
            f"{counted(cases, 'case')} {'was' if cases == 1 else 'were'} open for some or all of the period.",
            _late(figures),
            f"Complaints received: {figures.complaints}.{_late_complaints(figures)}",
            f"Not yet registered and older than one working day: {counted(figures.drafts, 'draft')}.",
            f"Actions outstanding at the end of the period: {figures.actions.outstanding}.",
        ),
        (Table("Cases: from the start of the period to its end", (MEASURE, "Cases"), rows, sums_up=True),),
        sheet=SUMMARY,
    )


def _late(figures: Figures) -> str:
    if not figures.late_logged:
        return "No case was logged late."
    named = listed(figures.late_logged)
    return f"Received before the period and registered in it, so counted as received in it: {named}."


def _late_complaints(figures: Figures) -> str:
    late = figures.late_complaints
    if not late:
        return ""
    was = "was" if late == 1 else "were"
    return (
        f" Of these, {late} {was} received before the period and entered in it, so counted as received in it."
    )


def totals(figures: Figures) -> Section:
    """Return the tables by status and by outcome, which are always shown whole."""
    tables = (
        _exact("Cases by status at the end of the period", "Status", figures.statuses),
        _exact("Cases by outcome", "Outcome", figures.outcomes),
    )
    return Section("Status and outcome", tables=tables, sheet=SUMMARY)


def _exact(caption: str, heading: str, rows: tuple[tuple[str, int], ...]) -> Table:
    return Table(caption, (heading, "Cases"), rows, charted=_enough(sum(count for _, count in rows), rows))


def _enough(counted: int, rows: tuple[tuple[str, int], ...]) -> bool:
    return counted >= ENOUGH_FOR_A_CHART and sum(count > 0 for _, count in rows) > 1


def table_of(breakdown: Breakdown, rows: tuple[tuple[str, int], ...]) -> Table:
    """Return a table of the rows of a breakdown."""
    what = f"{breakdown.unit.capitalize()} {breakdown.came if breakdown.entered else 'of the period'}"
    notes = {SEVERAL: breakdown.several, WHENEVER: not breakdown.entered}
    return Table(
        f"{what} by {breakdown.title.lower()}",
        (breakdown.title, breakdown.unit.capitalize()),
        rows,
        note=" ".join(note for note, said in notes.items() if said),
        charted=_enough(breakdown.total, rows),
    )


def case_log(
    figures: Figures, headings: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], note: str = ""
) -> Section:
    """Return the case log, one row a case."""
    caption = f"Cases open for some or all of the period from {figures.period.label}"
    return Section("Case log", tables=(Table(caption, headings, rows, note),), sheet=CASE_LOG, wide=True)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 case`, `2 cases`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"

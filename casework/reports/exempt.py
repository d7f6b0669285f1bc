"""The exempt edition: everything that the figures hold, for members of the committee only.

It says on each page that it is not for publication, and why. Nobody is named whose case is not closed, unless asked.
"""

from collections.abc import Collection, Mapping

from casework.reports.document import Covering, Document, Exemption, Section, Table, listed, paragraphs
from casework.reports.facts import Standing
from casework.reports.figures import NOT_KNOWN, CaseLine, Figures
from casework.reports.request_tables import request_sections
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
from casework.reports.workflow import Edition

LOG_HEADINGS = (
    "Reference", "Received", "Councillor", "Authority", "Complainant", "Nature", "Clauses", "Platform", "Status",
    "Assessment", "Outcome", "Resolved",
)  # fmt: skip


def exempt_document(
    figures: Figures,
    covering: Covering,
    exemption: Exemption,
    *,
    names: Mapping[str, tuple[str, ...]],
    name_open_cases: bool = False,
    left_out: Collection[str] = (),
    previous: Figures | None = None,
) -> Document:
    """Return the exempt edition. `names`: {reference: councillors}; `left_out`: references not told of in the log.

    Nobody is named in a case that is not closed, unless `name_open_cases`. The figures count every case. While
    something of the `exemption` is missing it can only be a draft: else the first such DomainError is raised.
    """
    if not covering.draft and (missing := exemption.missing()):
        raise missing[0]
    sections = (
        _why_exempt(exemption),
        purpose(figures, covering),
        *officers_words("Recommendation", covering.recommendation),
        changes(figures, previous, covering),
        the_sum(figures),
        totals(figures),
        _removals(figures),
        *request_sections(figures.requests),
        _actions(figures),
        _time_taken(figures),
        _breakdown_section(figures),
        *closing(covering),
        *vouching(covering),
        _log(figures, names, name_open_cases=name_open_cases, left_out=left_out),
    )
    return report(Edition.EXEMPT, figures, covering, exemption.legend, sections)


def _why_exempt(exemption: Exemption) -> Section:
    chosen = sorted(exemption.paragraphs, key=lambda paragraph: paragraph.value)
    lines = [
        *(
            f"Paragraph {paragraph.value} of Part 1 of Schedule 12A: {paragraph.label}."
            for paragraph in chosen
        ),
        *paragraphs(exemption.public_interest),
    ]
    if officer := exemption.proper_officer.strip():
        lines.append(
            f"In the opinion of the proper officer, {officer}, the public interest in keeping this information "
            "exempt outweighs the public interest in publishing it."
        )
    lines += [f"Still to be given: {each.message}" for each in exemption.missing()]
    return Section("Why this report is not for publication", tuple(lines))


def _breakdown_section(figures: Figures) -> Section:
    breakdowns = (
        figures.clauses,
        figures.platforms,
        figures.complainants,
        figures.authorities,
        figures.tiers,
        figures.assessments,
    )
    tables = (table_of(b, (*b.rows, *([(NOT_KNOWN, b.without)] if b.without else []))) for b in breakdowns)
    return Section(BROKEN_DOWN, (ENTERED,), tuple(tables), sheet=BREAKDOWNS)


def _removals(figures: Figures) -> Section:
    removals = figures.removals
    rows = (
        (ASKED, removals.asked),
        (SAID_DONE, removals.said_done),
        (SEEN_GONE, removals.seen_gone),
        ("Still waiting at the end of the period", removals.waiting),
    )
    return Section("Removal requests", tables=(Table(REQUESTS, (MEASURE, "Requests"), rows),), sheet=SUMMARY)


def _actions(figures: Figures) -> Section:
    rows = (("Outstanding", figures.actions.outstanding), ("Of these, overdue", figures.actions.overdue))
    caption = "Actions outstanding at the end of the period"
    return Section("Actions", tables=(Table(caption, (MEASURE, "Actions"), rows),), sheet=SUMMARY)


def _time_taken(figures: Figures) -> Section:
    taken = figures.time_taken
    if taken is None:
        return Section(TIME, ("No case was resolved and closed in the period.",), sheet=SUMMARY)
    rows = (("Median", taken.median), ("Shortest", taken.shortest), ("Longest", taken.longest))
    caption = f"Working days from receipt to resolution: {counted(taken.cases, 'case')} that stood closed at the end"
    return Section(TIME, tables=(Table(caption, (MEASURE, "Working days"), rows),), sheet=SUMMARY)


def _log(
    figures: Figures,
    names: Mapping[str, tuple[str, ...]],
    *,
    name_open_cases: bool,
    left_out: Collection[str],
) -> Section:
    told = [line for line in figures.cases if line.reference not in left_out]
    rows = tuple(
        (
            line.reference,
            line.received,
            _named(line, names, name_open_cases=name_open_cases),
            listed(line.authorities) or NOT_KNOWN,
            listed(line.complainants) or NONE,
            line.nature,
            ", ".join(line.clauses) or NONE,
            listed(line.platforms) or NONE,
            line.standing.label,
            line.assessment,
            line.outcome,
            line.resolved or NONE,
        )
        for line in told
    )
    missing = len(figures.cases) - len(told)
    note = (
        f"{counted(missing, 'case')} left out of this log. The figures count every case." if missing else ""
    )
    return case_log(figures, LOG_HEADINGS, rows, note)


def _named(line: CaseLine, names: Mapping[str, tuple[str, ...]], *, name_open_cases: bool) -> str:
    if line.standing is not Standing.CLOSED and not name_open_cases:
        return "Not named: not closed"
    return listed(names.get(line.reference, ())) or "Not identified"

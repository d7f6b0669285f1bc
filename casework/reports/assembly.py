"""A report's document: the facts, the settings and the officer's words brought together."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from casework import clock
from casework.council import queries as council
from casework.reports import queries
from casework.reports.beside import Published, told_by_the_log
from casework.reports.document import Covering, Document, Exemption
from casework.reports.exempt import exempt_document
from casework.reports.facts import Period
from casework.reports.figures import Figures, committee_figures
from casework.reports.models import CommitteeReport
from casework.reports.public import public_document, published, what_is_hidden
from casework.reports.workflow import Edition, ExemptParagraph
from casework.working_days import working_days_between


class ContactSettings(Protocol):
    """Whom a reader may ask, as the council's settings have it."""

    contact_name: str
    contact_email: str
    contact_phone: str


@dataclass(frozen=True)
class Assembled:
    """A report as it stands now. `hidden`: what the public edition leaves out and why, for the officer alone.

    `published`: what a public report shows of numbers that may be small. `told_by_logs`: the periods of those issued
    already with which its log alone would tell small numbers. `overlapping`: how many of them there are.
    """

    figures: Figures
    document: Document
    covering: Covering
    hidden: tuple[tuple[str, str], ...]
    published: Published | None = None
    told_by_logs: tuple[str, ...] = ()
    overlapping: int = 0


def assemble(report: CommitteeReport, *, audit_head: str = "") -> Assembled:
    """Count and compose `report`; with an `audit_head` as it is issued, else marked DRAFT.

    The caller has made sure that no wall stands between the officer and a case of the period. Raises DomainError
    where the figures do not add up, or where an exempt report is to be issued without its reasons.
    """
    period = period_of(report)
    facts = queries.case_facts()
    count = partial(
        committee_figures,
        facts,
        today=clock.today(),
        working_days=partial(working_days_between, closures=council.closures()),
    )
    figures = count(period)
    earlier = any(fact.begun < period.start for fact in facts)
    previous = count(period.before) if earlier else None
    covering = covering_of(report, audit_head)
    threshold = council.settings().small_number
    if report.edition is Edition.PUBLIC:
        overlapping = queries.overlapping(report)
        issued = [Published.read(each.published) for each in overlapping if each.published]
        references = [line.reference for line in figures.cases]
        return Assembled(
            figures,
            public_document(figures, covering, threshold=threshold, previous=previous, issued=issued),
            covering,
            what_is_hidden(figures, threshold, issued),
            published(figures, threshold, issued),
            tuple(told_by_the_log(references, issued, threshold)),
            len(overlapping),
        )
    document = exempt_document(
        figures,
        covering,
        exemption_of(report),
        names=queries.councillors(),
        name_open_cases=report.name_open_cases,
        left_out=_left_out(report.left_out),
        previous=previous,
    )
    return Assembled(figures, document, covering, ())


def period_of(report: CommitteeReport) -> Period:
    """Return the days that a report covers."""
    return Period(report.period_from, report.period_to)


def covering_of(report: CommitteeReport, audit_head: str = "") -> Covering:
    """Return what stands around the figures: the officer's words, and the settings where they wrote none."""
    settings, texts = council.settings(), report.texts
    return Covering(
        council=settings.council_name,
        committee=settings.committee_name,
        contact=texts.get("contact", "") or usual_contact(settings),
        made_on=clock.today(),
        recommendation=texts.get("recommendation", ""),
        changes=texts.get("changes", ""),
        implications=texts.get("implications", ""),
        background_papers=texts.get("background_papers", ""),
        draft=not audit_head,
        audit_head=audit_head,
    )


def usual_contact(settings: ContactSettings) -> str:
    """Return the contact of the council's settings in one line."""
    return ", ".join(filter(None, (settings.contact_name, settings.contact_email, settings.contact_phone)))


def exemption_of(report: CommitteeReport) -> Exemption:
    """Return why the report is exempt, as far as it says so yet."""
    return Exemption(
        tuple(ExemptParagraph.of(value) for value in report.exempt_paragraphs),
        report.public_interest,
        report.proper_officer,
    )


def _left_out(case_ids: Collection[int]) -> set[str]:
    return set(queries.references(case_ids).values())

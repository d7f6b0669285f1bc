"""What the demo council's committee has been told: the last half-year in both editions, and a draft of this one."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from casework import clock
from casework.demo.cast import Cast
from casework.reports import queries
from casework.reports import service as reports
from casework.reports.facts import Period
from casework.reports.forms import usual_periods
from casework.reports.models import CommitteeReport
from casework.reports.workflow import Edition, ExemptParagraph

ISSUED_AFTER = timedelta(days=12)  # the agenda goes out a week before the committee meets
TEXTS = {
    "recommendation": "That the committee notes this report.",
    "changes": "From now on the figures of one half-year can be compared with those of the next.",
    "implications": "Financial: none beyond officers’ time.\nLegal: Localism Act 2011, section 28.\nEquality: none.",
    "background_papers": "The Social Media Code for Councillors; the Members’ Code of Conduct.",
}
EXEMPT: reports.ReportValues = {
    "exempt_paragraphs": [ExemptParagraph.INDIVIDUAL.value, ExemptParagraph.IDENTITY.value],
    "public_interest": (
        "Publishing would identify councillors and residents in matters that are not decided, which would be unfair to "
        "them and could prejudice what is still to be found out. The public edition gives the figures."
    ),
    "proper_officer": "Morgan Ashdown, Monitoring Officer",
}


def report(cast: Cast) -> Iterator[datetime]:
    """Issue both editions for the last half-year once it is over, and leave a draft of the half-year that runs."""
    last_half = Period(*next(iter(usual_periods(clock.london_date(cast.present)).values())))
    agenda = clock.from_london(datetime.combine(last_half.end + ISSUED_AFTER, time(10)))
    yield min(agenda, cast.present)
    for edition in Edition:
        made = _draft(cast, last_half, edition)
        reports.issue_report(made, actor=cast.mo, version=made.version)
    yield cast.present
    running = Period(last_half.end + timedelta(days=1), clock.today())
    reports.draft_report(running, Edition.PUBLIC, actor=cast.mo)


def _draft(cast: Cast, period: Period, edition: Edition) -> CommitteeReport:
    made = reports.draft_report(period, edition, actor=cast.mo)
    values: reports.ReportValues = {"texts": TEXTS}
    if edition is Edition.EXEMPT:
        values = {**values, **EXEMPT}
    reports.change_report(made, actor=cast.mo, **values)
    return queries.get(cast.mo, made.id)

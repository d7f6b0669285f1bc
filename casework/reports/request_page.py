"""The page of figures of removal requests, which stands beside their register; and the same as a spreadsheet."""

from datetime import date
from functools import partial
from typing import IO
from urllib.parse import urlencode

from flask import Blueprint, url_for
from flask import request as http
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from casework import clock
from casework.accounts.identity import current_officer
from casework.accounts.models import Officer
from casework.cases.queries import sees
from casework.council import queries as council
from casework.errors import DomainError
from casework.permissions import Permission
from casework.reports.document import Document
from casework.reports.facts import Period, RemovalFact
from casework.reports.forms import FiguresForm, usual_periods
from casework.reports.queries.requested import removal_facts
from casework.reports.request_tables import request_sections
from casework.reports.requests import request_figures
from casework.takedowns import service as takedowns
from casework.takedowns.models import RemovalRequest
from casework.web.downloads import send_xlsx
from casework.web.forms import page
from casework.web.guard import requires
from casework.web.spreadsheet import SENSITIVE
from casework.working_days import working_days_between

YEAR = "year"

bp = Blueprint("removal_figures", __name__)


@bp.get("/removal-requests/figures")
@requires(Permission.CASE_VIEW_SOME)
def figures() -> ResponseReturnValue:
    """What was asked for in a period, and what came of it, in the cases that the officer may see."""
    form, period = _asked_for()
    return page(
        "reports/request_figures.html",
        filters=form,
        document=_document(current_officer(), period),
        period=period,
        export=f"{url_for('.export_figures')}?{urlencode(http.args)}",
        is_number=lambda value: isinstance(value, int | float),
        is_day=lambda value: isinstance(value, date),
    )


@bp.get("/removal-requests/figures.xlsx")
@requires(Permission.CASE_VIEW_SOME)
def export_figures() -> ResponseReturnValue:
    """Exactly the figures of the page, as a spreadsheet."""
    from casework.reports.xlsx import write_workbook

    _, period = _asked_for()
    officer = current_officer()

    def write(file: IO[bytes]) -> None:
        write_workbook(_document(officer, period), file)
        takedowns.record_figures_export(period.label, actor=officer)

    return send_xlsx(f"removal-request-figures-{period.start}-{period.end}.xlsx", write)


def _asked_for() -> tuple[FiguresForm, Period]:
    """Return the form as it was sent, and the period; the council's year to date where none makes sense."""
    today = clock.today()
    year = Period(Period(today, today).whole_years.start, today)
    offered = {YEAR: (year.start, year.end)} | usual_periods(today)
    form = FiguresForm(MultiDict(http.args))
    form.period.choices = {value: Period(*days).label for value, days in offered.items()}
    start, end = form.period_from.data, form.period_to.data
    if start or end:
        with form.catching():
            if not (start and end):
                missing = "period_to" if start else "period_from"
                raise DomainError("Give both days, or choose a period.", missing)
            return form, Period(start, end)
    return form, Period(*offered.get(http.args.get("period", YEAR), offered[YEAR]))


def _document(officer: Officer, period: Period) -> Document:
    these = (RemovalRequest.sent_on.between(period.start, period.end), sees(officer, RemovalRequest.case_id))
    facts: list[RemovalFact] = [fact for found in removal_facts(*these).values() for fact in found]
    working_days = partial(working_days_between, closures=council.closures())
    return Document(
        edition=None,
        title=f"Removal requests: {period.label}",
        subtitle="Figures of the cases that you may see, as they stand today",
        legend=SENSITIVE,
        council=council.settings().council_name,
        made_on=clock.today(),
        sections=request_sections(request_figures(facts, period, working_days)),
    )

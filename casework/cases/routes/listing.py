"""The list of cases, as a page and as a spreadsheet of exactly what it lists."""

from typing import IO

from flask import request
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases import queries, service
from casework.cases.forms.listing import ListForm
from casework.cases.page import TONES, is_late, who
from casework.cases.queries.listing import (
    DEFAULT_ORDER,
    EXPORTED,
    cases_of_councillor,
    owner_choices,
    page_of_cases,
    rows_of_cases,
)
from casework.cases.routes.blueprint import bp
from casework.cases.workflow import MERGED
from casework.council import queries as council
from casework.members import queries as members
from casework.permissions import Permission
from casework.web.downloads import send_long_xlsx
from casework.web.forms import page
from casework.web.guard import requires
from casework.web.requests import page_asked
from casework.web.spreadsheet import write_xlsx
from casework.working_days import in_words


def _asked() -> ListForm:
    form = ListForm(request.args)
    form.owner_id.choices = {"": "Anybody"} | owner_choices()
    form.authority_id.choices = {"": "Any"} | queries.authority_choices()
    form.validate()
    return form


@bp.get("/cases")
@requires(Permission.CASE_VIEW_SOME)
def index() -> ResponseReturnValue:
    """The list."""
    form, today = _asked(), clock.today()
    wanted = form.wanted(request.args.get("sort", DEFAULT_ORDER))
    found = page_of_cases(current_officer(), wanted, today, page_asked())
    closures = council.closures()
    return page(
        "cases/index.html",
        form=form,
        found=found,
        sort=wanted.sort,
        in_use=wanted.in_use,
        tags=form.tags(),
        who=who,
        is_late=is_late,
        tones=TONES,
        merged=MERGED,
        due={each.id: in_words(each.next_due_on, today, closures) for each in found.rows if each.next_due_on},
        asked=request.args.to_dict(flat=False),
    )


@bp.get("/councillors/<int:councillor_id>/cases")
@requires(Permission.CASE_VIEW_SOME)
def of_councillor(councillor_id: int) -> ResponseReturnValue:
    """A councillor's cases and how they ended, as far as this officer may see them."""
    councillor = members.councillor_by_id(councillor_id)
    number = page_asked()
    found = cases_of_councillor(current_officer(), councillor_id, number)
    return page("cases/of_councillor.html", councillor=councillor, found=found, tones=TONES)


@bp.get("/cases/export.xlsx")
@requires(Permission.CASE_VIEW_SOME)
def export() -> ResponseReturnValue:
    """What the list holds, all its pages, as a spreadsheet. That it was taken away is recorded."""
    form, officer = _asked(), current_officer()
    wanted = form.wanted(request.args.get("sort", DEFAULT_ORDER))
    rows = rows_of_cases(officer, wanted, clock.today())

    narrowed = [words for words, _ in form.tags()]

    def write(file: IO[bytes]) -> None:
        count = write_xlsx(file, "Cases", EXPORTED, rows, filters=narrowed)
        service.record_export(count, narrowed, actor=officer)

    return send_long_xlsx(f"cases-{clock.today().isoformat()}.xlsx", write)

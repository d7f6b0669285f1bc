"""The audit trail: reading it, taking it away, checking it."""

from typing import IO

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.audit import queries as audit
from casework.audit.chain import walk
from casework.desk import service
from casework.desk.forms import CheckForm, TrailFilter
from casework.desk.queries import trail
from casework.permissions import Permission
from casework.reports.queries import issued_heads
from casework.web.downloads import send_long_xlsx
from casework.web.forms import filters_in_words, page
from casework.web.guard import requires
from casework.web.requests import row_number
from casework.web.spreadsheet import write_xlsx

bp = Blueprint("audit", __name__)
SHEET_ROWS = 100_000  # rows of one sheet: more makes a spreadsheet program slow to open it
HEADINGS = ["Number", "When", "Who", "Case", "What", "Hash"]


@bp.get("/audit")
@requires(Permission.AUDIT_VIEW)
def index() -> ResponseReturnValue:
    """Who did what, newest first."""
    form = _filter()
    before = request.args.get("before", type=row_number)
    lines = trail.page_of_trail(current_officer(), form.criteria, before)
    more = len(lines) > trail.PAGE
    return page("audit/index.html", form=form, lines=lines[: trail.PAGE], more=more, before=before)


@bp.get("/audit.xlsx")
@requires(Permission.AUDIT_VIEW)
def export() -> ResponseReturnValue:
    """Take away all that the filters show, as the viewer may read it. That it was taken away is recorded."""
    officer = current_officer()
    form = _filter()
    lines = trail.whole_trail(officer, form.criteria)
    rows = ([line.seq, line.at, line.actor, line.case, line.sentence, line.hash] for line in lines)

    def write(file: IO[bytes]) -> None:
        count = write_xlsx(
            file, "Audit trail", HEADINGS, rows, filters=filters_in_words(form), sheet_rows=SHEET_ROWS
        )
        service.record_export(count, actor=officer)

    return send_long_xlsx(f"audit-trail-{clock.today().isoformat()}.xlsx", write)


@bp.route("/audit/verify", methods=["GET", "POST"])
@requires(Permission.AUDIT_VIEW)
def verify() -> ResponseReturnValue:
    """Walk the whole chain, and say whether every row fits."""
    form = CheckForm()
    finding = None
    if form.submitted():
        finding = walk(audit.links(), [*issued_heads(), *form.parsed])
        service.record_check(" ".join(finding.in_words()), actor=current_officer())
    return page("audit/verify.html", form=form, finding=finding, head=audit.head())


def _filter() -> TrailFilter:
    form = TrailFilter(request.args)
    form.validate()
    return form

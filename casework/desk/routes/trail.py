"""The audit trail: reading it, taking it away, checking it."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.audit import queries as audit
from casework.audit.chain import walk
from casework.desk import service
from casework.desk.forms import CheckForm, TrailFilter
from casework.desk.queries import trail
from casework.errors import DomainError
from casework.permissions import Permission
from casework.reports.queries import issued_heads
from casework.web.downloads import send_xlsx
from casework.web.forms import page
from casework.web.guard import requires
from casework.web.spreadsheet import write_xlsx

bp = Blueprint("audit", __name__)
MOST_EXPORTED = 50_000
HEADINGS = ["Number", "When", "Who", "Case", "What", "Hash"]


@bp.get("/audit")
@requires(Permission.AUDIT_VIEW)
def index() -> ResponseReturnValue:
    """Who did what, newest first."""
    form = _filter()
    before = request.args.get("before", type=int)
    lines = trail.page_of_trail(current_officer(), form.criteria, before)
    more = len(lines) > trail.PAGE
    return page("audit/index.html", form=form, lines=lines[: trail.PAGE], more=more, before=before)


@bp.get("/audit.xlsx")
@requires(Permission.AUDIT_VIEW)
def export() -> ResponseReturnValue:
    """Take away what the filters show, as the viewer may read it."""
    officer, criteria = current_officer(), _filter().criteria
    if trail.is_longer_than(officer, criteria, MOST_EXPORTED):
        raise DomainError(
            f"This is more than {MOST_EXPORTED:,} rows, the most that one spreadsheet takes. Choose a shorter period."
        )
    lines = trail.whole_trail(officer, criteria)
    rows = ([line.seq, line.at, line.actor, line.case, line.sentence, line.hash] for line in lines)
    taken = []
    answer = send_xlsx(
        f"audit-trail-{clock.today().isoformat()}.xlsx",
        lambda file: taken.append(write_xlsx(file, "Audit trail", HEADINGS, rows)),
    )
    service.record_export(taken[0], actor=officer)
    return answer


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

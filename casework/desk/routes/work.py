"""Where an officer starts."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.desk.queries import work
from casework.outbox import queries as outbox
from casework.outbox import service as outbox_service
from casework.permissions import Permission, can
from casework.web.forms import page
from casework.web.guard import requires

bp = Blueprint("desk", __name__)


@bp.get("/")
@requires(Permission.ACCOUNT_OWN)
def my_work() -> ResponseReturnValue:
    """What needs me, overdue first."""
    officer = current_officer()
    reads = can(officer, Permission.REPORT_READ_ISSUED) and not can(officer, Permission.CASE_VIEW_SOME)
    return page(
        "desk/my_work.html",
        work=work.work_of(officer),
        unread=work.unread(officer),
        reports=work.issued_reports() if reads else None,
        works_cases=can(officer, Permission.CASE_VIEW_SOME),
        handles=can(officer, Permission.TAKEDOWN_HANDLE),
    )


@bp.post("/notices/<int:notice_id>/read")
@requires(Permission.ACCOUNT_OWN)
def read_notice(notice_id: int) -> ResponseReturnValue:
    """Put a notice away."""
    outbox_service.mark_read(outbox.own_notice(current_officer().id, notice_id))
    return redirect(url_for(".my_work"))


@bp.post("/notices/<int:notice_id>/read-up-to")
@requires(Permission.ACCOUNT_OWN)
def read_notices(notice_id: int) -> ResponseReturnValue:
    """Put away all the notices that were on the page, of which this was the newest."""
    outbox_service.mark_read_up_to(current_officer().id, notice_id)
    return redirect(url_for(".my_work"))

"""The last step: everything at a glance, then the reference."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.models import Case
from casework.cases.queries import get_visible
from casework.cases.service import what_is_due
from casework.cases.workflow import CaseStatus, Minimum, Missing, missing_for_reference
from casework.council import queries as council
from casework.evidence import queries as evidence
from casework.evidence.receipts import shown
from casework.intake import queries, service
from casework.intake.routes.blueprint import bp
from casework.permissions import Permission
from casework.web.forms import Form, page
from casework.web.guard import requires
from casework.working_days import in_words


@bp.route("/log/<int:case_id>/check", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def check(case_id: int) -> ResponseReturnValue:
    """What was logged, what is missing for a reference, what may wait; then register."""
    officer, form = current_officer(), Form()
    case = queries.whole_draft(officer, case_id)
    if case.status is not CaseStatus.DRAFT:
        return redirect(url_for(".registered", case_id=case_id))
    if form.submitted():
        with form.catching():
            service.register(case, actor=officer)
        if not form.failed:
            return redirect(url_for(".registered", case_id=case_id))
        case = queries.whole_draft(officer, case_id)
    exhibits = evidence.of_case(case_id)
    return page(
        "intake/check.html",
        form=form,
        case=case,
        receipts=[shown(exhibit) for exhibit in exhibits],
        missing=wanting(case, pictured=any(each.destroyed_at is None for each in exhibits)),
    )


@bp.get("/log/<int:case_id>/registered")
@requires(Permission.CASE_LOG)
def registered(case_id: int) -> ResponseReturnValue:
    """The reference, and what comes next."""
    case = get_visible(current_officer(), case_id)
    if case.status is CaseStatus.DRAFT:
        return redirect(url_for(".check", case_id=case_id))
    today, closures = clock.today(), council.closures()
    due = [(each, in_words(each.on, today, closures)) for each in what_is_due(case)]
    return page("intake/registered.html", case=case, due=due)


def wanting(case: Case, *, pictured: bool) -> list[Missing]:
    """Return what a loaded draft still lacks for a reference."""
    return missing_for_reference(
        Minimum(
            pictured=pictured,
            address=any(post.address for post in case.posts if not post.taken_out_reason),
            described=bool(case.description)
            or any(conduct.description for conduct in case.conducts)
            or any(post.words for post in case.posts if not post.taken_out_reason),
            member=any(not subject.removed_reason for subject in case.subjects),
            member_not_identified=case.member_not_identified,
            complaints=sum(complaint.withdrawn_on is None for complaint in case.complaints),
            received_on=case.received_on,
        )
    )

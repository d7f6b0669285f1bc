"""What the software proposes that exhibits show, and an officer's answer to it."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.cases.page import open_case
from casework.evidence import queries, service
from casework.evidence.routes.blueprint import bp
from casework.evidence.routes.drawing import WHOLE, still_held
from casework.evidence.seals import refuse_where_sealed
from casework.permissions import Permission
from casework.web.filters import plural
from casework.web.guard import requires
from casework.web.requests import row_number


@bp.post("/exhibits/<int:exhibit_id>/proposed")
@requires(Permission.CASE_EDIT)
def answer_proposal(exhibit_id: int) -> ResponseReturnValue:
    """Say whether an exhibit shows the post that was proposed, and go back to where that was asked."""
    exhibit = still_held(queries.get_visible(current_officer(), exhibit_id, *WHOLE))
    refuse_where_sealed(exhibit)
    case_id, label = exhibit.case_id, exhibit.label
    shows = request.form.get("shows") == "yes"
    service.answer_proposal(
        exhibit, request.form.get("post", 0, type=row_number), actor=current_officer(), shows=shows
    )
    flash(f"Exhibit {label} {'shows' if shows else 'does not show'} the post: that is kept.", "success")
    if request.form.get("asked") == "case":
        return redirect(url_for(".index", case_id=case_id, _anchor=f"exhibit-{exhibit_id}"))
    return redirect(url_for(".show", exhibit_id=exhibit_id))


@bp.post("/cases/<int:case_id>/evidence/proposed")
@requires(Permission.CASE_EDIT)
def confirm_proposals(case_id: int) -> ResponseReturnValue:
    """Say of all exhibits that were listed that they show what was proposed."""
    upto = request.form.get("upto", 0, type=row_number)
    count = service.confirm_proposals(open_case(case_id), actor=current_officer(), upto=upto)
    flash(f"{plural(count, 'exhibit shows', 'exhibits show')} the post: that is kept.", "success")
    return redirect(url_for(".index", case_id=case_id))

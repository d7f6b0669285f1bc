"""Taking an exhibit apart that came before Casework took such files apart."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.evidence import queries, service
from casework.evidence.routes.blueprint import bp
from casework.evidence.routes.drawing import WHOLE, still_held
from casework.permissions import Permission
from casework.web.guard import requires


@bp.post("/exhibits/<int:exhibit_id>/take-apart")
@requires(Permission.CASE_EDIT)
def take_apart(exhibit_id: int) -> ResponseReturnValue:
    """Take out what is in an exhibit of which nothing was taken out yet."""
    exhibit = still_held(queries.get_visible(current_officer(), exhibit_id, *WHOLE))
    flash(service.take_apart(exhibit, actor=current_officer()), "success")
    return redirect(url_for(".show", exhibit_id=exhibit_id))

"""Taking a request further: drafting it on the next route, and recording that this was done."""

from flask import abort, flash, redirect, url_for
from flask import request as http
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.permissions import Permission
from casework.takedowns import service
from casework.takedowns.routes.blueprint import bp, done, of_staff
from casework.takedowns.workflow import Route
from casework.web.guard import requires


@bp.post("/removal-requests/<int:request_id>/next")
@requires(Permission.TAKEDOWN_DRAFT)
def take_further(request_id: int) -> ResponseReturnValue:
    """Draft the request on the next route, and open that draft."""
    request, _ = of_staff(request_id)
    name = http.form.get("route", "")
    if name not in set(Route):
        abort(400)
    draft = service.take_further(request, Route.of(name), actor=current_officer())
    flash(
        f"{draft.name} is drafted after {request.name}. Say to whom it goes, and what the route needs.",
        "success",
    )
    return redirect(url_for(".edit", request_id=draft.id))


@bp.post("/removal-requests/<int:request_id>/escalate")
@requires(Permission.TAKEDOWN_DRAFT)
def escalate(request_id: int) -> ResponseReturnValue:
    """Record that the request was taken further."""
    request, _ = of_staff(request_id)
    service.escalate(request, actor=current_officer())
    return done(request, "It is recorded that it was taken further.")

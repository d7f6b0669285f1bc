"""What the council says of each route of removal requests."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.errors import NotFound
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.forms import RouteForm
from casework.takedowns.route_facts import NAMES, acts_on
from casework.takedowns.routes.blueprint import bp
from casework.takedowns.workflow import Route
from casework.web.forms import page
from casework.web.guard import requires


@bp.get("/removal-routes")
@requires(Permission.COUNCIL_EDIT)
def routes() -> ResponseReturnValue:
    """Every route: whether it is offered, its time and on what that rests, what it needs, and what may come next."""
    return page("takedowns/routes.html", settled=queries.settled_routes(), acts_on=acts_on, names=NAMES)


@bp.route("/removal-routes/<string:name>", methods=["GET", "POST"])
@requires(Permission.COUNCIL_EDIT)
def route(name: str) -> ResponseReturnValue:
    """Change what the council says of one route."""
    if name not in set(Route):
        raise NotFound
    chosen = Route.of(name)
    held = queries.settled(chosen)
    form = RouteForm(
        version=held.version,
        offered=held.offered,
        days=held.days,
        basis=held.basis,
        remind_day=held.remind_day,
        note=held.note,
    )
    if form.submitted() and form.days.data is not None and form.remind_day.data is not None:
        with form.catching():
            service.change_route(
                chosen,
                actor=current_officer(),
                version=form.version.data,
                offered=bool(form.offered.data),
                days=form.days.data,
                basis=form.basis.data,
                remind_day=form.remind_day.data,
                note=form.note.data or "",
            )
            flash(f"Saved: {chosen.label}.", "success")
            return redirect(url_for(".routes"))
    return page("takedowns/route.html", form=form, held=held, acts_on=acts_on(chosen))

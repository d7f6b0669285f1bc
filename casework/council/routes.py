"""Pages of the council's settings."""

from datetime import date

from flask import Blueprint, Response, abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.council import queries, service
from casework.council.forms import ClosureForm, ElectionForm, SettingsForm
from casework.council.labels import LABELS
from casework.council.models import DEFAULT_COLOUR
from casework.permissions import Permission
from casework.web.filters import plural
from casework.web.forms import page
from casework.web.guard import public, requires
from casework.web.headers import cacheable

bp = Blueprint("council", __name__)
A_YEAR = 31_536_000


@bp.route("/council", methods=["GET", "POST"])
@requires(Permission.COUNCIL_EDIT)
def settings() -> ResponseReturnValue:
    """What the council has settled: names, contacts, time limits, thresholds."""
    form = SettingsForm(obj=queries.settings())
    if form.submitted():
        with form.catching():
            values = {name: form[name].data for name in LABELS}
            service.change_settings(version=form.version.data, actor=current_officer(), **values)
            flash("The settings are saved.", "success")
            return redirect(url_for(".settings"))
    return page("council/settings.html", form=form)


@bp.route("/council/closures", methods=["GET", "POST"])
@requires(Permission.COUNCIL_EDIT)
def closures() -> ResponseReturnValue:
    """Weekdays on which the council is closed: no working day of a time limit."""
    form = ClosureForm()
    if form.submitted() and form.first_day.data is not None:
        with form.catching():
            days = service.add_closure(
                first_day=form.first_day.data,
                last_day=form.last_day.data,
                reason=form.reason.data or "",
                actor=current_officer(),
            )
            flash(f"{plural(len(days), 'working day')} recorded as closed.", "success")
            return redirect(url_for(".closures"))
    return page("council/closures.html", form=form, closed=queries.closed_days())


@bp.post("/council/closures/remove")
@requires(Permission.COUNCIL_EDIT)
def remove_closure() -> ResponseReturnValue:
    """Take a day out again."""
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        abort(400)
    service.remove_closure(day, actor=current_officer())
    flash("The council is open on that day.", "success")
    return redirect(url_for(".closures"))


@bp.route("/council/elections", methods=["GET", "POST"])
@requires(Permission.COUNCIL_EDIT)
def elections() -> ResponseReturnValue:
    """Times before elections: whoever approves a removal request in one is warned."""
    form = ElectionForm()
    if form.submitted() and form.first_day.data is not None and form.last_day.data is not None:
        with form.catching():
            row = service.add_election(
                election=form.election.data or "",
                first_day=form.first_day.data,
                last_day=form.last_day.data,
                actor=current_officer(),
            )
            flash(f"The pre-election period is recorded: {row.election}.", "success")
            return redirect(url_for(".elections"))
    return page("council/elections.html", form=form, periods=queries.election_periods())


@bp.post("/council/elections/<int:election_id>/remove")
@requires(Permission.COUNCIL_EDIT)
def remove_election(election_id: int) -> ResponseReturnValue:
    """Take a pre-election period out again."""
    service.remove_election(election_id, actor=current_officer())
    flash("The pre-election period is removed.", "success")
    return redirect(url_for(".elections"))


@bp.get("/theme.css")
@public
@cacheable
def theme() -> Response:
    """The council's own colour as a stylesheet. Its address names the version of the settings, so it can be kept."""
    colour = queries.settings().accent_colour
    own = "" if colour == DEFAULT_COLOUR else f":root{{--govuk-brand-colour:{colour};--cw-action:{colour}}}\n"
    response = make_response(own)
    response.mimetype = "text/css"
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response

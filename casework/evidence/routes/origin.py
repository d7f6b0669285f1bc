"""Where an exhibit comes from, what keeps it, and where it went."""

from typing import cast

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.forms.fields import leave_open, typed
from casework.evidence import queries
from casework.evidence.models import Exhibit
from casework.evidence.origin import service
from casework.evidence.origin.forms import HandoverForm, HoldForm, OriginForm
from casework.evidence.origin.queries import origin_of
from casework.evidence.routes.blueprint import bp
from casework.evidence.routes.drawing import WHOLE, exhibit_page
from casework.evidence.seals import refuse_unless_unsealed_for, refuse_where_sealed
from casework.permissions import Permission
from casework.web.guard import requires

SAID = tuple(service.OriginValues.__annotations__)


@bp.route("/exhibits/<int:exhibit_id>/origin", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def origin(exhibit_id: int) -> ResponseReturnValue:
    """Say where an exhibit comes from, how it was collected, and how it is to be handled."""
    exhibit = _exhibit(exhibit_id)
    refuse_where_sealed(exhibit)
    known = origin_of(exhibit_id)
    form = OriginForm(
        data={name: getattr(known, name) for name in (*SAID, "version")} if known else {"version": 0}
    )
    leave_open(form, service.ASKED, known.answered if known else ())
    if form.submitted():
        with form.catching():
            service.declare_origin(
                exhibit,
                actor=current_officer(),
                version=form.version.data,
                **cast("service.OriginValues", _answers(form)),
            )
            flash(f"What is known of the origin of exhibit {exhibit.label} is kept.", "success")
            return redirect(url_for(".show", exhibit_id=exhibit_id))
    return exhibit_page("evidence/origin.html", exhibit, form=form)


@bp.route("/exhibits/<int:exhibit_id>/handover", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def handover(exhibit_id: int) -> ResponseReturnValue:
    """Record that an exhibit, or a copy of it, was handed over, disclosed, or came back."""
    exhibit = _exhibit(exhibit_id)
    refuse_unless_unsealed_for(exhibit, current_officer())
    form = HandoverForm(data={"on": clock.today()})
    if form.submitted():
        with form.catching():
            service.record_handover(
                exhibit, actor=current_officer(), **typed(form, ("how", "what", "on", "other", "reason"))
            )
            flash("It stands in the custody of the exhibit.", "success")
            return redirect(url_for(".show", exhibit_id=exhibit_id, _anchor="custody"))
    return exhibit_page("evidence/handover.html", exhibit, form=form)


@bp.route("/exhibits/<int:exhibit_id>/hold", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def hold(exhibit_id: int) -> ResponseReturnValue:
    """Keep an exhibit from being destroyed."""
    exhibit = _exhibit(exhibit_id)
    form = HoldForm()
    if form.submitted():
        with form.catching():
            service.hold(exhibit, actor=current_officer(), reason=form.reason.data or "")
            flash(f"Exhibit {exhibit.label} is on hold.", "success")
            return redirect(url_for(".show", exhibit_id=exhibit_id))
    return exhibit_page("evidence/hold.html", exhibit, form=form, lifting=False)


@bp.route("/exhibits/<int:exhibit_id>/hold/end", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_DESTROY)
def lift_hold(exhibit_id: int) -> ResponseReturnValue:
    """Lift a hold."""
    exhibit = _exhibit(exhibit_id)
    form = HoldForm()
    if form.submitted():
        with form.catching():
            service.lift_hold(exhibit, actor=current_officer(), reason=form.reason.data or "")
            flash(f"The hold on exhibit {exhibit.label} is lifted.", "success")
            return redirect(url_for(".show", exhibit_id=exhibit_id))
    return exhibit_page("evidence/hold.html", exhibit, form=form, lifting=True)


def _exhibit(exhibit_id: int) -> Exhibit:
    return queries.get_visible(current_officer(), exhibit_id, *WHOLE)


def _answers(form: OriginForm) -> dict[str, object]:
    """Return what was entered. A list from which nothing was picked is a question left unanswered."""
    given = typed(form, SAID)
    return {
        name: value for name, value in given.items() if not (name in service.ASKED and value in (None, ""))
    }

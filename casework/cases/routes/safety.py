"""A councillor under threat, and exposed data."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases import queries, service
from casework.cases.deadlines import hours_left, notice_limit
from casework.cases.forms.conduct import ExposureForm, NewSafetyForm, SafetyForm
from casework.cases.forms.fields import typed
from casework.cases.models import SafetyRecord
from casework.cases.page import case_page, open_case
from casework.cases.routes.blueprint import bp
from casework.cases.service.safety import EXPOSURE_LABELS, SAFETY_LABELS
from casework.council import queries as council
from casework.members.queries import councillor_named
from casework.permissions import Permission
from casework.web.guard import requires


@bp.route("/cases/<int:case_id>/safety/new", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def add_safety(case_id: int) -> ResponseReturnValue:
    """Record a threat to a councillor."""
    case = open_case(case_id)
    form = NewSafetyForm()
    if form.submitted():
        with form.catching():
            councillor = councillor_named(form.councillor.data or "", form.councillor_id.data or "")
            service.record_safety(case, councillor, actor=current_officer(), **typed(form, SAFETY_LABELS))
            flash("The safety matter is recorded.", "success")
            return redirect(url_for(".show", case_id=case_id, _anchor="safety"))
    return case_page("cases/safety.html", case, "overview", form=form, contacts=council.settings())


@bp.route("/cases/<int:case_id>/safety/<int:record_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def edit_safety(case_id: int, record_id: int) -> ResponseReturnValue:
    """Change what is recorded of a threat."""
    case = open_case(case_id)
    row = queries.part_of(case, SafetyRecord, record_id)
    form = SafetyForm(obj=row)
    if form.submitted():
        with form.catching():
            service.change_safety(
                row, actor=current_officer(), version=form.version.data, **typed(form, SAFETY_LABELS)
            )
            flash("The safety matter is changed.", "success")
            return redirect(url_for(".show", case_id=case_id, _anchor="safety"))
    return case_page("cases/safety.html", case, "overview", form=form, contacts=council.settings())


@bp.route("/cases/<int:case_id>/exposure", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def exposure(case_id: int) -> ResponseReturnValue:
    """What was exposed, and the 72 hours."""
    case = open_case(case_id)
    row = queries.exposure_of(case_id)
    form = ExposureForm(obj=row)
    if form.submitted():
        with form.catching():
            service.record_exposure(
                case, actor=current_officer(), version=form.version.data, **typed(form, EXPOSURE_LABELS)
            )
            flash("The record of exposed data is saved.", "success")
            return redirect(url_for(".show", case_id=case_id, _anchor="exposure"))
    known = row is not None and row.aware_at
    return case_page(
        "cases/exposure.html",
        case,
        "overview",
        form=form,
        limit=notice_limit(known) if known else None,
        hours=hours_left(known, clock.now()) if known else None,
        contact=council.settings().data_protection_contact,
    )

"""Asking for the approval of a redacted copy, taking that back, and sending it back to who drew it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.evidence import service
from casework.evidence.redacting_forms import BackForm
from casework.evidence.routes.blueprint import bp
from casework.evidence.routes.redaction import load, redaction_page, tell_who_was_asked
from casework.permissions import Permission
from casework.web.guard import requires


@bp.post("/redactions/<int:redaction_id>/ask")
@requires(Permission.CASE_EDIT)
def ask_approval(redaction_id: int) -> ResponseReturnValue:
    """Ask for approval of the boxes as they were saved."""
    redaction, _exhibit = load(redaction_id)
    tell_who_was_asked(redaction)
    return redirect(url_for(".redaction", redaction_id=redaction_id))


@bp.post("/redactions/<int:redaction_id>/take-back")
@requires(Permission.CASE_EDIT)
def take_back_redaction(redaction_id: int) -> ResponseReturnValue:
    """Let it wait for approval no longer."""
    redaction, _exhibit = load(redaction_id)
    service.take_back(redaction, actor=current_officer())
    flash("It is taken back, and waits for approval no longer.", "success")
    return redirect(url_for(".redaction", redaction_id=redaction_id))


@bp.route("/redactions/<int:redaction_id>/send-back", methods=["GET", "POST"])
@requires(Permission.REDACTION_APPROVE)
def send_back_redaction(redaction_id: int) -> ResponseReturnValue:
    """Send it back to who drew it, with a reason."""
    redaction, exhibit = load(redaction_id)
    form = BackForm()
    if form.submitted():
        with form.catching():
            service.send_back(redaction, actor=current_officer(), reason=form.reason.data or "")
            flash("It is sent back, and whoever drew it has been told why.", "success")
            return redirect(url_for(".redaction", redaction_id=redaction_id))
    return redaction_page("evidence/redaction_back.html", redaction, exhibit, form)

"""What is kept back: leaving quarantine, and sealing an indecent or intimate image."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.evidence import queries, service
from casework.evidence.forms import ReleaseForm, UnsealForm
from casework.evidence.routes.blueprint import bp
from casework.evidence.routes.drawing import WHOLE, exhibit_page
from casework.permissions import Permission
from casework.web.guard import requires


@bp.route("/exhibits/<int:exhibit_id>/release", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_RELEASE)
def release(exhibit_id: int) -> ResponseReturnValue:
    """Decide, as the second officer, whether a file leaves quarantine."""
    exhibit = queries.get_visible(current_officer(), exhibit_id, *WHOLE)
    if not exhibit.held or exhibit.destroyed_at is not None:
        return redirect(url_for(".show", exhibit_id=exhibit_id))
    form = ReleaseForm()
    if form.submitted():
        with form.catching():
            service.release(exhibit, actor=current_officer(), reason=form.reason.data or "")
            flash("It left quarantine. Its original can be downloaded.", "success")
            return redirect(url_for(".show", exhibit_id=exhibit_id))
    return exhibit_page(
        "evidence/release.html",
        exhibit,
        form=form,
        said=service.message_of(exhibit.file),
        mine=exhibit.received_by_id == current_officer().id,
    )


@bp.post("/exhibits/<int:exhibit_id>/seal")
@requires(Permission.CASE_EDIT)
def seal(exhibit_id: int) -> ResponseReturnValue:
    """Seal an indecent or intimate image at once, and show what to do next."""
    exhibit = queries.get_visible(current_officer(), exhibit_id)
    service.seal(exhibit, actor=current_officer())
    return redirect(url_for(".show", exhibit_id=exhibit_id))


@bp.route("/exhibits/<int:exhibit_id>/unseal", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_SEALED)
def unseal(exhibit_id: int) -> ResponseReturnValue:
    """Lift a seal that was set in error, and have its pictures drawn again."""
    exhibit = queries.get_visible(current_officer(), exhibit_id, *WHOLE)
    if exhibit.file.sealed_at is None:
        return redirect(url_for(".show", exhibit_id=exhibit_id))
    form, sha256 = UnsealForm(), exhibit.sha256
    if form.submitted():
        with form.catching():
            service.unseal(exhibit, actor=current_officer(), reason=form.reason.data or "")
            service.redraw(sha256)
            flash("The seal is lifted.", "success")
            return redirect(url_for(".show", exhibit_id=exhibit_id))
    return exhibit_page("evidence/unseal.html", exhibit, form=form)

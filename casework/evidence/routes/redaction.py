"""Redacted copies: drawing the boxes, approving them, the certificate, and the copy itself."""

from typing import Any

from flask import Response, abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.council import queries as council
from casework.evidence import queries, service
from casework.evidence.models import Exhibit, Redaction
from casework.evidence.redacting_forms import (
    BoxesForm,
    ReleaseForm,
    WithdrawalForm,
    blank_box,
    boxes_form,
    drawn,
    in_view,
    leave_one_empty,
)
from casework.evidence.redaction.burning import encoded
from casework.evidence.redaction.gate import MISSED
from casework.evidence.redaction.regions import Answer, Question, Region, from_rows
from casework.evidence.routes.blueprint import bp
from casework.evidence.routes.drawing import WHOLE, exhibit_page
from casework.evidence.seals import refuse_where_sealed
from casework.evidence.workflow import READERS_EXPLAINED, RedactionStatus, Standing
from casework.permissions import Permission
from casework.web.forms import Form, page
from casework.web.guard import requires

AGAIN = 5  # seconds until a page that shows how far a check is comes again
TONES = {
    Standing.DRAWN: "new",
    Standing.WAITING: "waiting",
    Standing.CHECKING: "active",
    Standing.SENT_BACK: "bad",
    Standing.RELEASED: "good",
    Standing.WITHDRAWN: "closed",
}


def load(redaction_id: int) -> tuple[Redaction, Exhibit]:
    """Return a plan and its exhibit; raise NotFound where their case is hidden, NotPossible where it is sealed."""
    redaction = queries.get_redaction(current_officer(), redaction_id)
    exhibit = queries.get_visible(current_officer(), redaction.exhibit_id, *WHOLE)
    refuse_where_sealed(exhibit)
    return redaction, exhibit


def about(redaction: Redaction, exhibit: Exhibit) -> dict[str, Any]:
    """Return what every page about a redacted copy shows."""
    regions = from_rows(redaction.regions)
    return {
        "redaction": redaction,
        "name": redaction.name_for(exhibit),
        "sizes": service.sizes_of(redaction),
        "numbered": list(enumerate(regions, 1)),
        "schedule": redaction.recipe.get("schedule") or service.schedule(regions),
        "redaction_tone": TONES[redaction.standing],
        "released": any(
            copy.id == redaction.id for copy in queries.released_copies([exhibit.id])[exhibit.id]
        ),
        "answers": [
            (Question.of(key).label, Answer.of(value).label) for key, value in redaction.answers.items()
        ],
        "drew": redaction.drafted_by_id == current_officer().id,
    }


def redaction_page(
    template: str, redaction: Redaction, exhibit: Exhibit, form: Form | None = None, **more: object
) -> tuple[str, int]:
    """Draw a page about a redacted copy, loading anew what a refused command has let go of."""
    if form is not None and form.failed:
        redaction, exhibit = load(redaction.id)
    return exhibit_page(template, exhibit, form=form, **(about(redaction, exhibit) | more))


@bp.post("/exhibits/<int:exhibit_id>/redactions")
@requires(Permission.CASE_EDIT)
def begin_redaction(exhibit_id: int) -> ResponseReturnValue:
    """Begin a redacted copy."""
    exhibit = queries.get_visible(current_officer(), exhibit_id, *WHOLE)
    refuse_where_sealed(exhibit)
    redaction = service.begin_redaction(exhibit, actor=current_officer())
    return redirect(url_for(".boxes", redaction_id=redaction.id))


@bp.get("/redactions/<int:redaction_id>")
@requires(Permission.CASE_VIEW_SOME)
def redaction(redaction_id: int) -> ResponseReturnValue:
    """A redacted copy: how it stands, what the checks found, and the copy where it passed."""
    alone = council.settings().self_approval
    redaction, exhibit = load(redaction_id)
    waits = redaction.standing is Standing.WAITING
    approvers = service.others_who_approve(redaction, redaction.drafted_by) if waits else []
    check = service.check_of(redaction)
    shown = redaction_page(
        "evidence/redaction.html",
        redaction,
        exhibit,
        own_allowed=alone,
        waits=waits,
        check=check,
        approvers=[each.name for each in approvers],
    )
    # Not in the page: it is loaded again without a script too, and only until the check is over.
    return (*shown, {"Refresh": str(AGAIN)}) if check else shown


@bp.route("/redactions/<int:redaction_id>/boxes", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def boxes(redaction_id: int) -> ResponseReturnValue:
    """Draw, move, size and take away boxes: on the picture, or by numbers."""
    redaction, exhibit = load(redaction_id)
    if redaction.status is not RedactionStatus.DRAFT:
        return redirect(url_for(".redaction", redaction_id=redaction_id))
    if request.form.get("then") == "undo":
        return _undo(redaction)
    said = {name: getattr(redaction, name) for name in ("description", "must_not_show", "may_stay")}
    form = boxes_form(from_rows(redaction.regions), redaction.version, **said)
    if form.submitted() and (regions := drawn(form, service.sizes_of(redaction))) is not None:
        with form.catching():
            return _save(redaction, form, regions)
    typed = {"numbered": in_view(form)} if form.failed else {}
    leave_one_empty(form)
    return redaction_page(
        "evidence/redaction_boxes.html", redaction, exhibit, form, blank=blank_box(), **typed
    )


def _save(redaction: Redaction, form: BoxesForm, regions: list[Region]) -> ResponseReturnValue:
    service.change_redaction(
        redaction,
        actor=current_officer(),
        version=form.version.data,
        regions=regions,
        description=form.description.data or "",
        must_not_show=form.must_not_show.data or "",
        may_stay=form.may_stay.data or "",
    )
    if request.form.get("then") != "ask":
        flash("The boxes are saved.", "success")
        return redirect(url_for(".boxes", redaction_id=redaction.id))
    tell_who_was_asked(redaction)
    return redirect(url_for(".redaction", redaction_id=redaction.id))


def tell_who_was_asked(redaction: Redaction) -> None:
    """Ask for approval, and say on the next page who can give it."""
    if service.ask_for_approval(redaction, actor=current_officer()):
        flash("Approval is asked. Those who may give it have been told.", "success")
    elif service.may_approve_own(redaction, current_officer()):
        flash(
            "Approval is asked. No other officer may give it, so approve it yourself, with a reason.",
            "success",
        )
    else:
        flash("Approval is asked, but no other officer may give it yet. Tell an administrator.", "warning")


def _undo(redaction: Redaction) -> ResponseReturnValue:
    service.undo_boxes(redaction, actor=current_officer())
    flash("The last saved change of the boxes is taken back.", "success")
    return redirect(url_for(".boxes", redaction_id=redaction.id))


@bp.route("/redactions/<int:redaction_id>/approve", methods=["GET", "POST"])
@requires(Permission.REDACTION_APPROVE)
def approve_redaction(redaction_id: int) -> ResponseReturnValue:
    """Look for what people overlook, then burn the boxes and put the finished file to the checks."""
    redaction, exhibit = load(redaction_id)
    form = ReleaseForm(data={"version": redaction.version})
    if form.submitted():
        with form.catching():
            version, approval = form.version.data or 0, form.approval()
            if len(redaction.sizes) > 1:
                service.ask_check(redaction, actor=current_officer(), version=version, approval=approval)
                return redirect(url_for(".redaction", redaction_id=redaction_id))
            results = service.approve_redaction(
                redaction, actor=current_officer(), version=version, approval=approval
            )
            passed = sum(each.passed for each in results)
            if passed == len(results):
                flash(f"The redacted copy passed all {passed} checks. It may be given out.", "success")
            else:
                flash(f"It passed {passed} of {len(results)} checks, so there is no copy yet.", "error")
            return redirect(url_for(".redaction", redaction_id=redaction_id))
    drew = redaction.drafted_by_id == current_officer().id
    sought, beyond = service.sought_names(redaction)
    waits = redaction.standing is Standing.WAITING
    return redaction_page(
        "evidence/redaction_approve.html",
        redaction,
        exhibit,
        form,
        questions=[each for each in Question if each is not Question.BY_EYE],
        sought=sought,
        missed=MISSED,
        beyond=beyond,
        waits=waits,
        explained=READERS_EXPLAINED,
        barred=drew and not council.settings().self_approval,
    )


@bp.route("/redactions/<int:redaction_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def withdraw_redaction(redaction_id: int) -> ResponseReturnValue:
    """Withdraw a plan, or a copy that passed."""
    redaction, exhibit = load(redaction_id)
    form = WithdrawalForm()
    if form.submitted():
        with form.catching():
            service.withdraw_redaction(redaction, actor=current_officer(), reason=form.reason.data or "")
            flash("It is withdrawn, and shown to nobody outside the case any more.", "success")
            return redirect(url_for(".show", exhibit_id=redaction.exhibit_id))
    return redaction_page("evidence/redaction_withdraw.html", redaction, exhibit, form)


@bp.post("/redactions/<int:redaction_id>/review")
@requires(Permission.REDACTION_APPROVE)
def review_redaction(redaction_id: int) -> ResponseReturnValue:
    """Record that an approval of one's own was looked at again."""
    redaction, _exhibit = load(redaction_id)
    service.review_redaction(redaction, actor=current_officer())
    flash("Your review is recorded.", "success")
    return redirect(url_for(".redaction", redaction_id=redaction_id))


@bp.get("/redactions/<int:redaction_id>/certificate")
@requires(Permission.CASE_VIEW_SOME)
def certificate(redaction_id: int) -> ResponseReturnValue:
    """What was checked, with what result, the hashes and the reasons by box: a page for paper."""
    redaction, exhibit = load(redaction_id)
    if not redaction.report:
        abort(404)
    return page(
        "evidence/redaction_certificate.html", exhibit=exhibit, case=exhibit.case, **about(redaction, exhibit)
    )


@bp.get("/redactions/<int:redaction_id>/original/<int:number>.png")
@requires(Permission.CASE_EDIT)
def working_page(redaction_id: int, number: int) -> ResponseReturnValue:
    """A page of the original at full size, drawn anew from its pixels: what the boxes are drawn on."""
    _redaction, exhibit = load(redaction_id)
    return Response(encoded(service.page_of(exhibit, number).page), mimetype="image/png")


@bp.get("/redactions/<int:redaction_id>/pages/<int:number>.png")
@requires(Permission.CASE_VIEW_SOME)
def redacted_page(redaction_id: int, number: int) -> ResponseReturnValue:
    """A page of a redacted copy that passed."""
    load(redaction_id)
    with service.open_released(redaction_id, number) as copy:
        return Response(copy.read(), mimetype="image/png")


@bp.get("/redactions/<int:redaction_id>/copy/<int:number>")
@requires(Permission.CASE_VIEW_SOME)
def download_redacted(redaction_id: int, number: int) -> ResponseReturnValue:
    """Download a page of a redacted copy that passed; it is recorded."""
    redaction, exhibit = load(redaction_id)
    name = redaction.name_for(exhibit)
    copy = service.download_released(redaction, number, actor=current_officer())
    paged = f"-page-{number}" if len(redaction.sizes) > 1 else ""
    return send_file(copy, mimetype="image/png", as_attachment=True, download_name=f"{name}{paged}.png")

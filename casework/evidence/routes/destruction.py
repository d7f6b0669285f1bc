"""Destroying a wrong upload: one officer proposes, another decides."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from casework.accounts.identity import current_officer
from casework.accounts.models import Officer
from casework.errors import NotFound
from casework.evidence import queries, service
from casework.evidence.forms import ProposalForm, RefusalForm
from casework.evidence.models import DestructionProposal, Exhibit
from casework.evidence.resting import rests_on
from casework.evidence.routes.blueprint import bp
from casework.evidence.routes.drawing import WHOLE, exhibit_page, still_held
from casework.permissions import Permission
from casework.web.guard import requires

PROPOSER = joinedload(DestructionProposal.proposed_by).lazyload(Officer.role_rows)


@bp.route("/exhibits/<int:exhibit_id>/destruction/new", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def propose_destruction(exhibit_id: int) -> ResponseReturnValue:
    """Propose to destroy a wrong upload."""
    exhibit = still_held(_exhibit(exhibit_id))
    form = ProposalForm()
    if form.submitted():
        with form.catching():
            service.propose_destruction(exhibit, actor=current_officer(), reason=form.reason.data or "")
            flash("It is proposed. A second officer has to approve before anything is destroyed.", "success")
            return redirect(url_for(".show", exhibit_id=exhibit_id))
    return exhibit_page("evidence/propose.html", exhibit, form=form, **_consequences(exhibit))


@bp.route("/exhibits/<int:exhibit_id>/destruction", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_DESTROY)
def destruction(exhibit_id: int) -> ResponseReturnValue:
    """Decide, as the second officer, whether the file is destroyed."""
    exhibit = _exhibit(exhibit_id)
    proposal = queries.open_proposal(exhibit_id)
    if proposal is None:
        if exhibit.destroyed_at is not None:
            return redirect(url_for(".show", exhibit_id=exhibit_id))
        raise NotFound
    form, mine = RefusalForm(), proposal.proposed_by_id == current_officer().id
    if request.form.get("decision") == "destroy":
        label = exhibit.label
        service.approve_destruction(proposal, actor=current_officer())
        flash(f"Exhibit {label} is destroyed. Its label, its hash and the reason remain.", "success")
        return redirect(url_for(".show", exhibit_id=exhibit_id))
    if form.submitted():
        with form.catching():
            service.refuse_destruction(proposal, actor=current_officer(), reason=form.reason.data or "")
            flash("The exhibit stays.", "success")
            return redirect(url_for(".show", exhibit_id=exhibit_id))
    return exhibit_page(
        "evidence/destruction.html",
        exhibit,
        form=form,
        proposal=queries.open_proposal(exhibit_id, PROPOSER),
        mine=mine,
        **_consequences(exhibit),
    )


def _consequences(exhibit: Exhibit) -> dict[str, object]:
    """What an officer has to know before the file goes: where else it is held, and what rests on it."""
    return {
        "twins": queries.same_bytes(current_officer(), exhibit),
        "alone": queries.rests_alone(exhibit),
        "rests": rests_on(exhibit),
    }


def _exhibit(exhibit_id: int) -> Exhibit:
    return queries.get_visible(current_officer(), exhibit_id, *WHOLE)

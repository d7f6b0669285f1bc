"""What stands beside the decisions: consultations of Independent Persons, and referrals."""

from collections.abc import Callable

from flask import flash
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.cases.models import Case
from casework.cases.page import case_page, open_case
from casework.cases.queries import part_of
from casework.cases.workflow import AssessmentKind
from casework.permissions import Permission
from casework.procedure import service
from casework.procedure.forms import AskedForm, ConsultationForm, ReferralForm, ReplyForm, ViewForm
from casework.procedure.models import Consultation, Referral
from casework.procedure.routes.blueprint import bp
from casework.procedure.routes.decisions import SECTION, back_to, list_of
from casework.web.forms import Form
from casework.web.guard import requires

CONSULTING = (
    "Their views are sought, and taken into account, before a decision on an allegation that the council has decided "
    "to investigate. The councillor may seek their views too: record that apart."
)
NOT_INVESTIGATED = (
    "No decision to investigate is on record: a view that is sought before one is “on another allegation”."
)


@bp.route("/cases/<int:case_id>/decisions/consultations/new", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def consult(case_id: int) -> ResponseReturnValue:
    """Record that an Independent Person was asked."""
    case = service.still_worked_on(open_case(case_id))
    form = ConsultationForm()
    return _page(
        case,
        form,
        lambda: service.consult(
            case,
            kind=form.kind.data,
            person=form.person.data or "",
            asked_on=form.asked_on.data,
            material=form.material.data or "",
            actor=current_officer(),
        ),
        done="The consultation is recorded. Record the view when it comes.",
        among="consultations",
        heading="Consult an Independent Person",
        lead=CONSULTING
        if case.assessment is AssessmentKind.INVESTIGATE
        else f"{CONSULTING} {NOT_INVESTIGATED}",
    )


@bp.route("/cases/<int:case_id>/decisions/consultations/<int:consultation_id>/edit", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def correct_consultation(case_id: int, consultation_id: int) -> ResponseReturnValue:
    """Correct who was asked, when, or on what papers."""
    case = open_case(case_id)
    row = part_of(case, Consultation, consultation_id)
    form = AskedForm(obj=row)
    return _page(
        case,
        form,
        lambda: service.change_consultation(
            row,
            person=form.person.data or "",
            asked_on=form.asked_on.data,
            material=form.material.data or "",
            actor=current_officer(),
            version=form.version.data,
        ),
        done="The consultation is corrected.",
        among="consultations",
        heading="Correct the consultation",
        lead="In which capacity they were consulted stays as it was recorded: a finding may rest on it.",
    )


@bp.route("/cases/<int:case_id>/decisions/consultations/<int:consultation_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def view(case_id: int, consultation_id: int) -> ResponseReturnValue:
    """Record the Independent Person's view, and how it was taken into account."""
    case = open_case(case_id)
    row = part_of(case, Consultation, consultation_id)
    form = ViewForm(obj=row)
    return _page(
        case,
        form,
        lambda: service.record_view(
            row,
            view=form.view.data or "",
            view_on=form.view_on.data,
            taken_into_account=form.taken_into_account.data or "",
            actor=current_officer(),
            version=form.version.data,
        ),
        done="The Independent Person’s view is recorded.",
        among="consultations",
        heading=f"The view of {row.person}",
    )


@bp.route("/cases/<int:case_id>/decisions/referrals/new", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def refer(case_id: int) -> ResponseReturnValue:
    """Record that the matter was passed on."""
    case = service.still_worked_on(open_case(case_id))
    form = ReferralForm()
    return _page(
        case,
        form,
        lambda: service.refer(
            case,
            to=form.to.data,
            referred_on=form.referred_on.data,
            reason=form.reason.data or "",
            their_reference=form.their_reference.data or "",
            actor=current_officer(),
        ),
        done="The referral is recorded.",
        among="referrals",
        heading="Refer the matter",
        lead="A referral stands beside the decisions. It decides nothing, and the case goes on.",
    )


@bp.route("/cases/<int:case_id>/decisions/referrals/<int:referral_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def reply(case_id: int, referral_id: int) -> ResponseReturnValue:
    """Record what came back from a referral."""
    case = open_case(case_id)
    row = part_of(case, Referral, referral_id)
    form = ReplyForm(obj=row)
    return _page(
        case,
        form,
        lambda: service.answer_referral(
            row,
            their_reference=form.their_reference.data or "",
            reply=form.reply.data or "",
            replied_on=form.replied_on.data,
            actor=current_officer(),
            version=form.version.data,
        ),
        done="What came back is recorded.",
        among="referrals",
        heading=f"Reply to the referral: {row.to.label}",
    )


def _page(
    case: Case,
    form: Form,
    write: Callable[[], object],
    *,
    done: str,
    among: str,
    heading: str,
    lead: str = "",
) -> ResponseReturnValue:
    """Write what was sent, and go back to where it stands on the page of decisions; else show the form."""
    if form.submitted():
        with form.catching():
            write()
            flash(done, "success")
            return back_to(case.id, among)
    return case_page(
        "procedure/form.html",
        case,
        SECTION,
        form=form,
        back=list_of(case.id),
        heading=heading,
        lead=lead,
    )

"""Step 3: whose conduct it is, in which office; and a councillor who is under threat."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.cases import queries
from casework.cases import service as cases
from casework.cases.forms.conduct import ReasonForm, SafetyForm
from casework.cases.forms.fields import typed
from casework.cases.models import SafetyRecord, SubjectMember
from casework.cases.service.safety import SAFETY_LABELS
from casework.cases.workflow import CapacityFact
from casework.council import queries as council
from casework.database import db
from casework.intake import queries as intake
from casework.intake import service
from casework.intake.forms import CouncillorForm, MemberForm, ThreatForm
from casework.intake.progress import Step
from casework.intake.routes.blueprint import bp
from casework.intake.routes.pages import go_on, open_draft, step_page
from casework.members import queries as members
from casework.members.models import Councillor
from casework.permissions import Permission
from casework.web.guard import requires
from casework.words import YesNo


@bp.route("/log/<int:case_id>/councillor", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def councillor(case_id: int) -> ResponseReturnValue:
    """Who is named so far, whom a known account points to, and naming another."""
    case, form = open_draft(case_id), CouncillorForm()
    if form.submitted():
        with form.catching():
            row = intake.councillor_named(form.councillor.data or "", request.form.get("councillor_id", ""))
            subject = cases.add_subject(case, row, actor=current_officer())
            flash(f"{row.name} is named in this draft.", "success")
            return redirect(url_for(".member", case_id=case_id, subject_id=subject.id))
    fitting = members.find(form.councillor.data or "") if form.councillor.errors else []
    return step_page(
        "intake/councillors.html",
        case,
        Step.COUNCILLOR,
        form=form,
        subjects=[each for each in queries.subjects_of(case_id) if not each.removed_reason],
        known=intake.known_accounts(case_id),
        safety=queries.safety_of(case_id),
        fitting=fitting,
        facts=len(CapacityFact),
    )


@bp.post("/log/<int:case_id>/councillor/not-identified")
@requires(Permission.CASE_LOG)
def not_identified(case_id: int) -> ResponseReturnValue:
    """Say that nobody is identified yet; or take it back."""
    cases.change_case(
        open_draft(case_id), actor=current_officer(), member_not_identified=request.form.get("is") == "yes"
    )
    return go_on(case_id, Step.COUNCILLOR)


@bp.route("/log/<int:case_id>/councillor/<int:subject_id>", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def member(case_id: int, subject_id: int) -> ResponseReturnValue:
    """In which office a councillor acted, for which authority, and the facts about capacity."""
    case = open_draft(case_id)
    subject = queries.part_of(case, SubjectMember, subject_id)
    name = db.session.get_one(Councillor, subject.councillor_id).name
    answers: dict[str, Any] = dict(subject.capacity_facts)
    form = MemberForm(obj=subject, **answers)
    form.office_id.choices = {"": "Not known"} | queries.office_choices(subject.councillor_id)
    form.authority_id.choices = {"": "Not known"} | queries.authority_choices()
    if not subject.answered and form.office_id.data is None and len(form.office_id.choices) == 2:
        form.office_id.data = int(list(form.office_id.choices)[1])  # who holds one office mostly acted in it
    if form.submitted():
        with form.catching():
            facts: dict[CapacityFact, YesNo] = {
                fact: form[fact.value].data for fact in CapacityFact if form[fact.value].data is not None
            }
            service.change_member(
                subject,
                actor=current_officer(),
                version=form.version.data,
                office_id=form.office_id.data,
                authority_id=form.authority_id.data,
                facts=facts,
                notes=form.capacity_notes.data or "",
            )
            return go_on(case_id, Step.COUNCILLOR, f"What is known of {name} is kept.")
    questions = [form[fact.value] for fact in CapacityFact]
    return step_page(
        "intake/member.html",
        case,
        Step.COUNCILLOR,
        form=form,
        name=name,
        questions=questions,
        subject_id=subject_id,
    )


@bp.route("/log/<int:case_id>/councillor/<int:subject_id>/remove", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def remove_member(case_id: int, subject_id: int) -> ResponseReturnValue:
    """Take a councillor off the draft, with a reason."""
    case = open_draft(case_id)
    subject = queries.part_of(case, SubjectMember, subject_id)
    name, form = db.session.get_one(Councillor, subject.councillor_id).name, ReasonForm()
    if form.submitted():
        with form.catching():
            cases.remove_subject(subject, form.reason.data or "", actor=current_officer())
            return redirect(url_for(".councillor", case_id=case_id))
    return step_page(
        "intake/reason.html",
        case,
        Step.COUNCILLOR,
        form=form,
        heading=f"Take {name} off",
        consequence=f"{name} stays on the record as somebody who was named and found not to be concerned.",
        button_text=f"Take {name} off",
    )


@bp.route("/log/<int:case_id>/safety", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def safety(case_id: int) -> ResponseReturnValue:
    """A councillor who is the victim of threats."""
    case, form = open_draft(case_id), ThreatForm()
    if form.submitted():
        with form.catching():
            row = intake.councillor_named(form.councillor.data or "", form.councillor_id.data or "")
            cases.record_safety(case, row, actor=current_officer(), **typed(form, SAFETY_LABELS))
            flash("The threat is recorded.", "success")
            return redirect(url_for(".councillor", case_id=case_id))
    return step_page(
        "intake/safety.html", case, Step.COUNCILLOR, form=form, contacts=council.settings(), name=""
    )


@bp.route("/log/<int:case_id>/safety/<int:record_id>", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def change_safety(case_id: int, record_id: int) -> ResponseReturnValue:
    """Change what is recorded of a threat."""
    case = open_draft(case_id)
    row = queries.part_of(case, SafetyRecord, record_id)
    name, form = db.session.get_one(Councillor, row.councillor_id).name, SafetyForm(obj=row)
    if form.submitted():
        with form.catching():
            cases.change_safety(
                row, actor=current_officer(), version=form.version.data, **typed(form, SAFETY_LABELS)
            )
            flash("The threat is recorded.", "success")
            return redirect(url_for(".councillor", case_id=case_id))
    return step_page(
        "intake/safety.html", case, Step.COUNCILLOR, form=form, contacts=council.settings(), name=name
    )

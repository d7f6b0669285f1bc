"""The councillors whom a case is about: who, in which office, and the facts about capacity."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from casework.accounts.identity import current_officer
from casework.cases import queries, service
from casework.cases.forms.about import CapacityForm, NewSubjectForm, SubjectForm, capacity_questions
from casework.cases.forms.conduct import ReasonForm
from casework.cases.forms.fields import typed
from casework.cases.models import Case, SubjectMember
from casework.cases.page import case_page, open_case
from casework.cases.routes.blueprint import bp
from casework.cases.service.subjects import LABELS
from casework.cases.workflow import CapacityFact
from casework.database import db
from casework.members.models import Councillor
from casework.members.queries import councillor_named
from casework.permissions import Permission
from casework.web.guard import requires
from casework.words import YesNo


def _back(case: Case) -> Response:
    return redirect(url_for("cases.show", case_id=case.id, _anchor="councillors"))


def _councillor(subject: SubjectMember) -> Councillor:
    return db.session.get_one(Councillor, subject.councillor_id)


@bp.route("/cases/<int:case_id>/councillors/new", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def add_subject(case_id: int) -> ResponseReturnValue:
    """Name a councillor."""
    case = open_case(case_id)
    form = NewSubjectForm()
    if form.submitted():
        with form.catching():
            councillor = councillor_named(form.councillor.data or "", form.councillor_id.data or "")
            subject = service.add_subject(case, councillor, actor=current_officer())
            flash(f"{councillor.name} is named in this case. In which office did they act?", "success")
            return redirect(url_for(".edit_subject", case_id=case.id, subject_id=subject.id))
    return case_page("cases/add_subject.html", case, "overview", form=form)


@bp.route("/cases/<int:case_id>/councillors/<int:subject_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def edit_subject(case_id: int, subject_id: int) -> ResponseReturnValue:
    """In which office, and for which authority."""
    case = open_case(case_id)
    subject = queries.part_of(case, SubjectMember, subject_id)
    name = _councillor(subject).name
    form = SubjectForm(obj=subject)
    form.office_id.choices = {"": "Not known"} | queries.office_choices(subject.councillor_id)
    form.authority_id.choices = {"": "Not known"} | queries.authority_choices()
    if form.submitted():
        with form.catching():
            service.change_subject(
                subject, actor=current_officer(), version=form.version.data, **typed(form, LABELS)
            )
            flash(f"What is recorded of {name} is changed.", "success")
            return _back(case)
    return case_page("cases/form.html", case, "overview", form=form, heading=f"Office of {name}")


@bp.route("/cases/<int:case_id>/councillors/<int:subject_id>/capacity", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def capacity(case_id: int, subject_id: int) -> ResponseReturnValue:
    """The facts about capacity. The conclusion is drawn with each allegation."""
    case = open_case(case_id)
    subject = queries.part_of(case, SubjectMember, subject_id)
    name = _councillor(subject).name
    answers: dict[str, Any] = dict(subject.capacity_facts)
    form = CapacityForm(obj=subject, **answers)
    if form.submitted():
        with form.catching():
            facts: dict[CapacityFact, YesNo] = {
                fact: form[fact.value].data for fact in CapacityFact if form[fact.value].data is not None
            }
            service.record_capacity_facts(
                subject,
                facts,
                form.capacity_notes.data or "",
                actor=current_officer(),
                version=form.version.data,
            )
            flash("The facts about capacity are recorded.", "success")
            return _back(case)
    return case_page(
        "cases/capacity.html", case, "overview", form=form, name=name, questions=capacity_questions(form)
    )


@bp.route("/cases/<int:case_id>/councillors/<int:subject_id>/remove", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def remove_subject(case_id: int, subject_id: int) -> ResponseReturnValue:
    """Record that a councillor is not concerned."""
    case = open_case(case_id)
    subject = queries.part_of(case, SubjectMember, subject_id)
    name = _councillor(subject).name
    form = ReasonForm()
    if form.submitted():
        with form.catching():
            service.remove_subject(subject, form.reason.data or "", actor=current_officer())
            flash(f"It is recorded that {name} is not concerned.", "success")
            return _back(case)
    return case_page(
        "cases/confirm.html",
        case,
        "overview",
        form=form,
        heading=f"{name} is not concerned",
        consequence=f"{name} stays on the record as somebody who was named and found not to be concerned, with your "
        "reason. The case no longer appears among their cases.",
        button_text=f"Take {name} off the case",
    )

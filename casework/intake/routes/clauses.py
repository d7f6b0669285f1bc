"""Step 6: which clauses the conduct engages, and the paragraph that it may breach. It may wait."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.cases import queries
from casework.cases import service as cases
from casework.cases.models import Allegation, Case, Conduct, SubjectMember
from casework.errors import DomainError
from casework.intake import service
from casework.intake.clauses import Offer, offer, proposed_paragraphs
from casework.intake.forms import ClausesForm
from casework.intake.progress import Step
from casework.intake.routes.blueprint import bp
from casework.intake.routes.pages import go_on, open_draft, step_page
from casework.intake.service import Marked
from casework.permissions import Permission
from casework.web.guard import requires


@bp.route("/log/<int:case_id>/clauses", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def clauses(case_id: int) -> ResponseReturnValue:
    """What the words suggest, everything else of the version in force, and the paragraph by the cross-walk."""
    case = open_draft(case_id)
    conducts = queries.conducts_of(case_id)
    subjects = [each for each in queries.subjects_of(case_id) if not each.removed_reason]
    conduct = _conduct(conducts)
    form = _form(subjects)
    offered = offer(case, conduct, subjects[0] if subjects else None, _chosen_version())
    form.offer(offered.paragraphs)
    if form.submitted():
        with form.catching():
            _save(case, conduct, subjects, form, offered)
        if not form.errors:
            return go_on(case_id, Step.CLAUSES, "What was said of the clauses is kept.")
        conducts = queries.conducts_of(case_id)
    return step_page(
        "intake/clauses.html",
        case,
        Step.CLAUSES,
        form=form,
        offer=offered,
        conduct=conduct,
        conducts=conducts,
        subjects=subjects,
        allegations=[each for each in queries.allegations_of(case_id) if not each.withdrawn_reason],
        ticked=_ticked(),
        answered=request.form,
    )


@bp.post("/log/<int:case_id>/clauses/<int:allegation_id>/withdraw")
@requires(Permission.CASE_LOG)
def withdraw_allegation(case_id: int, allegation_id: int) -> ResponseReturnValue:
    """Take an allegation back while logging."""
    row = queries.part_of(open_draft(case_id), Allegation, allegation_id)
    cases.withdraw_allegation(row, service.CORRECTED, actor=current_officer())
    flash("The allegation is taken back.", "success")
    return redirect(url_for(".clauses", case_id=case_id))


def _conduct(conducts: Sequence[Conduct]) -> Conduct:
    wanted = request.values.get("conduct", type=int)
    return next((each for each in conducts if each.id == wanted), conducts[0])


def _chosen_version() -> int | None:
    return request.values.get("version_id", type=int)


def _form(subjects: Sequence[SubjectMember]) -> ClausesForm:
    form = ClausesForm(data={"subjects": [each.id for each in subjects]})
    form.subjects.choices = {str(each.id): each.councillor.name for each in subjects}
    return form


def _ticked() -> set[int]:
    return {int(value) for value in request.form.getlist("clauses") if value.isdecimal()} | {
        int(name.removeprefix("mark-"))
        for name, value in request.form.items()
        if name.startswith("mark-") and value == "accept" and name.removeprefix("mark-").isdecimal()
    }


def _save(
    case: Case, conduct: Conduct, subjects: Sequence[SubjectMember], form: ClausesForm, offered: Offer
) -> None:
    """Keep which suggestions were accepted or set aside, and make an allegation for each councillor chosen."""
    ticked = _ticked()
    marks = [
        Marked(each.clause, answer == "accept", offered.words_of(each))
        for each in offered.suggested
        if (answer := request.form.get(f"mark-{each.clause.id}"))
    ]
    chosen = [each for each in subjects if each.id in (form.subjects.data or [])]
    if ticked and subjects and not chosen:
        raise DomainError("Choose whose conduct these clauses are about.", "subjects")
    if not ticked and not marks:
        raise DomainError("Choose at least one clause, or set a suggestion aside. This step may also wait.")
    service.say_clauses(
        case,
        actor=current_officer(),
        marks=marks,
        conduct=conduct,
        subjects=chosen or ([None] if not subjects else []),
        clauses=ticked,
        paragraph=_paragraph(form, offered, ticked) if ticked else "",
        gist=form.gist.data or "",
        version_id=offered.version.id
        if offered.version and offered.governing.social_media.needs_choice
        else None,
        version_reason=form.version_reason.data or "",
    )


def _paragraph(form: ClausesForm, offered: Offer, ticked: set[int]) -> str:
    """Return the paragraph that was chosen, or the only one that the cross-walk proposes."""
    if form.paragraph.data == "later":
        return ""
    if form.paragraph.data:
        return str(form.paragraph.data)
    every = [each.clause for each in offered.suggested] + [
        row for _, group in offered.others for row in group
    ]
    proposed = proposed_paragraphs([row for row in every if row.id in ticked], offered.paragraphs)
    if len(proposed) > 1:
        listed = "; ".join(f"{each} {offered.paragraphs[each]}" for each in proposed)
        raise DomainError(
            f"These clauses map to several paragraphs of the Members’ Code: {listed}. Choose one, and make another "
            "allegation for another paragraph; or leave it for later.",
            "paragraph",
        )
    return proposed[0] if proposed else ""

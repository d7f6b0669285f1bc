"""Step 6: which clauses the conduct engages, and the paragraph that it may breach. It may wait."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.cases import queries
from casework.cases import service as cases
from casework.cases.models import Allegation, Case
from casework.codes import queries as codes
from casework.errors import DomainError
from casework.intake import service
from casework.intake.clauses import Offer, offers, proposed_paragraphs
from casework.intake.forms import ClausesForm, clauses_form
from casework.intake.matters import Matter, matters
from casework.intake.progress import Step
from casework.intake.routes.blueprint import bp
from casework.intake.routes.pages import go_on, open_draft, step_page
from casework.intake.service import Marked, Said
from casework.permissions import Permission
from casework.web.guard import requires

LONGEST_ID = 10


@bp.route("/log/<int:case_id>/clauses", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def clauses(case_id: int) -> ResponseReturnValue:
    """For each matter what the words suggest, all else of the version in force, and the paragraph by the cross-walk."""
    case = open_draft(case_id)
    offered, allegations = _offered(case)
    form = clauses_form(offered)
    if request.form.get("then") != "show" and form.submitted():
        with form.catching():
            _save(case, form, offered)
        if not form.failed:
            return go_on(case_id, Step.CLAUSES, "What was said of the clauses is kept.")
        offered, allegations = _offered(open_draft(case_id))  # what was rolled back is read anew
    return step_page(
        "intake/clauses.html",
        case,
        Step.CLAUSES,
        form=form,
        offers=offered,
        allegations=allegations,
        ticked={each.prefix: _ticked(each) for each in offered},
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


def _offered(case: Case) -> tuple[list[Offer], list[Allegation]]:
    """Return what may be chosen for each matter of the case, and the allegations that stand."""
    allegations = [each for each in queries.allegations_of(case.id) if not each.withdrawn_reason]
    subjects = [each for each in queries.subjects_of(case.id) if not each.removed_reason]
    found = matters(queries.conducts_of(case.id), subjects, allegations, codes.published())
    return offers(case, found, allegations, _chosen_versions(found)), allegations


def _chosen_versions(found: Sequence[Matter]) -> dict[str, int]:
    """Return {key of a matter: the version chosen for it}, from whichever place on the page the matter had."""
    first = found[0].key if found else ""
    chosen = {}
    for name, value in request.form.items():
        prefix = name.removesuffix("version_id")
        if prefix != name and value.isdecimal() and len(value) < LONGEST_ID:
            chosen[request.form.get(f"{prefix}key", first)] = int(value)
    return chosen


def _ids(values: Sequence[str]) -> set[int]:
    return {int(value) for value in values if value.isdecimal() and len(value) < LONGEST_ID}


def _ticked(offer: Offer) -> set[int]:
    """Return the ids of the clauses that were ticked or accepted for a matter."""
    accepted = [
        str(each.clause.id)
        for each in offer.suggested
        if request.form.get(offer.name_of(f"mark-{each.clause.id}")) == "accept"
    ]
    return _ids([*request.form.getlist(offer.name_of("clauses")), *accepted])


def _save(case: Case, form: ClausesForm, offered: Sequence[Offer]) -> None:
    """Keep which suggestions were accepted or set aside, and make an allegation for each councillor chosen."""
    if any(request.form.get(each.name_of("key"), each.matter.key) != each.matter.key for each in offered):
        raise DomainError(
            "The posts or the councillors of this draft have changed since the page was opened. Look at the choices "
            "again and save once more."
        )
    said = [_said(form, offer) for offer in offered]
    if not any(each.clauses or each.marks for each in said):
        raise DomainError("Choose at least one clause, or set a suggestion aside. This step may also wait.")
    service.say_clauses(case, said, [each.matter for each in offered], actor=current_officer())


def _said(form: ClausesForm, offer: Offer) -> Said:
    """Return what was answered of one matter; raise DomainError at the field that is wanting."""
    ticked, matter = _ticked(offer), offer.matter
    marks = [
        Marked(each.clause, answer == "accept", offer.words_of(each))
        for each in offer.suggested
        if (answer := request.form.get(offer.name_of(f"mark-{each.clause.id}")))
    ]
    if not ticked:
        return Said(matter, offer.prefix, marks, (), ())
    asked = len(matter.subjects) > 1
    ids = form[offer.name_of("subjects")].data
    chosen = [each for each in matter.subjects if not asked or each.id in ids]
    if asked and not chosen:
        raise DomainError("Choose whose conduct these clauses are about.", offer.name_of("subjects"))
    version, _, paragraph = _paragraph(form, offer, ticked).rpartition(":")
    return Said(
        matter,
        offer.prefix,
        marks,
        chosen or [None],
        ticked,
        paragraph,
        form[offer.name_of("gist")].data or "",
        offer.version.id if offer.version and matter.governing.social_media.needs_choice else None,
        int(version) if version else None,
        form[offer.name_of("version_reason")].data or "",
    )


def _paragraph(form: ClausesForm, offer: Offer, ticked: set[int]) -> str:
    """Return the paragraph that was chosen, or the only one that the cross-walk proposes; empty: it may wait."""
    name = offer.name_of("paragraph")
    chosen = str(form[name].data or "")
    if chosen:
        return "" if chosen == "later" else chosen
    known = {reference: key for key, (reference, _) in offer.paragraphs.items()}
    proposed = proposed_paragraphs([row for row in offer.grounds() if row.id in ticked], known)
    fitting = [(key, " ".join(words)) for key, words in offer.paragraphs.items() if words[0] in proposed]
    if len(fitting) > 1:
        listed = "; ".join(title for _, title in fitting)
        raise DomainError(
            f"These clauses map to several paragraphs of the Members’ Code: {listed}. "
            "Choose one, and make another allegation for another paragraph; or leave it for later.",
            name,
        )
    return fitting[0][0] if fitting else ""

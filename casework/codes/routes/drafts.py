"""Correcting a draft before it is published: its clauses one by one, or letting it go."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.codes import queries, service
from casework.codes.forms import DiscardForm, DraftClauseForm
from casework.codes.routes.blueprint import bp
from casework.codes.workflow import ClauseKind, check_draft
from casework.permissions import Permission
from casework.web.forms import page
from casework.web.guard import requires


@bp.route("/codes/versions/<int:version_id>/clauses/add", methods=["GET", "POST"])
@requires(Permission.CODE_EDIT)
def add_clause(version_id: int) -> ResponseReturnValue:
    """Add a clause to a draft."""
    version, form = queries.version(version_id), DraftClauseForm()
    check_draft(version.status)
    if form.submitted():
        with form.catching():
            clause = service.add_clause(version, **_settled(form), actor=current_officer())
            flash(f"Clause {clause.reference} is added.", "success")
            return redirect(url_for(".version", version_id=version_id, _anchor=f"clause-{clause.id}"))
    return page("codes/draft_clause.html", form=form, version=version, clause=None)


@bp.route("/codes/clauses/<int:clause_id>/correct", methods=["GET", "POST"])
@requires(Permission.CODE_EDIT)
def correct(clause_id: int) -> ResponseReturnValue:
    """Correct a clause of a draft: reference, section and wording too."""
    clause = queries.clause(clause_id)
    version = clause.code_version
    check_draft(version.status)
    form = DraftClauseForm(obj=clause)
    if form.submitted():
        with form.catching():
            service.correct_clause(
                clause, **_settled(form), version=form.version.data, actor=current_officer()
            )
            flash(f"Clause {clause.reference} is corrected.", "success")
            return redirect(url_for(".clause", clause_id=clause_id))
    return page("codes/draft_clause.html", form=form, version=version, clause=clause)


@bp.route("/codes/clauses/<int:clause_id>/remove", methods=["GET", "POST"])
@requires(Permission.CODE_EDIT)
def remove_clause(clause_id: int) -> ResponseReturnValue:
    """Take a clause out of a draft, with all that is written of it."""
    clause = queries.clause(clause_id)
    check_draft(clause.code_version.status)
    if request.method == "GET":
        return page("codes/take_out.html", clause=clause, version=clause.code_version)
    version_id, reference = clause.version_id, clause.reference
    service.remove_clause(clause, actor=current_officer())
    flash(f"Clause {reference} is taken out.", "success")
    return redirect(url_for(".version", version_id=version_id))


@bp.route("/codes/versions/<int:version_id>/discard", methods=["GET", "POST"])
@requires(Permission.CODE_EDIT)
def discard(version_id: int) -> ResponseReturnValue:
    """Discard a draft."""
    version, form = queries.version(version_id), DiscardForm()
    check_draft(version.status)
    if form.submitted():
        with form.catching():
            service.discard_version(version, actor=current_officer())
            flash("The draft is discarded.", "success")
            return redirect(url_for(".index"))
    held = queries.counts().get(version_id, queries.Counts())
    return page("codes/discard.html", form=form, version=version, held=held)


def _settled(form: DraftClauseForm) -> dict[str, Any]:
    texts = {name: form[name].data or "" for name in ("reference", "section", "title", "wording")}
    return {**texts, "kind": ClauseKind.of(form.kind.data)}

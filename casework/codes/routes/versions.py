"""Beginning a version from another, publishing it, and correcting its days and who adopted the Code."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.codes import queries, service
from casework.codes.forms import AdoptionForm, CopyForm, PeriodForm
from casework.codes.routes.blueprint import bp
from casework.codes.workflow import VersionStatus
from casework.errors import NotPossible
from casework.permissions import Permission
from casework.web.forms import page
from casework.web.guard import requires


@bp.route("/codes/versions/<int:version_id>/publish", methods=["GET", "POST"])
@requires(Permission.CODE_EDIT)
def publish(version_id: int) -> ResponseReturnValue:
    """Publish a draft: its references and wording are fixed from then on."""
    version = queries.version(version_id)
    if version.status is not VersionStatus.DRAFT:
        raise NotPossible("This version is published already. Amend its clauses, or begin another version.")
    form = PeriodForm()
    if form.submitted():
        with form.catching():
            service.publish(
                version,
                in_force_from=form.in_force_from.data,
                in_force_to=form.in_force_to.data,
                irregularity=form.irregularity.data or "",
                end_previous=form.end_previous.data,
                actor=current_officer(),
            )
            flash(f"{version.label} is published.", "success")
            return redirect(url_for(".version", version_id=version_id))
    others = [row for row in queries.versions_of(version.code_id) if row.status is VersionStatus.PUBLISHED]
    held = queries.counts().get(version_id, queries.Counts())
    return page("codes/publish.html", form=form, version=version, others=others, held=held)


@bp.route("/codes/versions/<int:version_id>/period", methods=["GET", "POST"])
@requires(Permission.CODE_EDIT)
def period(version_id: int) -> ResponseReturnValue:
    """Correct the days on which a published version is in force."""
    version = queries.version(version_id)
    if version.status is not VersionStatus.PUBLISHED:
        raise NotPossible("A draft has no days in force yet. Publish it to give it them.")
    form = PeriodForm(obj=version)
    if form.submitted():
        with form.catching():
            service.change_period(
                version,
                in_force_from=form.in_force_from.data,
                in_force_to=form.in_force_to.data,
                irregularity=form.irregularity.data or "",
                actor=current_officer(),
            )
            flash("The days are saved.", "success")
            return redirect(url_for(".version", version_id=version_id))
    others = [
        row for row in queries.versions_of(version.code_id) if row.id != version_id and row.in_force_from
    ]
    return page("codes/period.html", form=form, version=version, others=others)


@bp.route("/codes/versions/<int:version_id>/copy", methods=["GET", "POST"])
@requires(Permission.CODE_EDIT)
def copy(version_id: int) -> ResponseReturnValue:
    """Begin a draft with the clauses of this version."""
    version, form = queries.version(version_id), CopyForm()
    if form.submitted():
        with form.catching():
            begun = service.copy_version(version, form.label.data or "", actor=current_officer())
            flash("The draft is begun. Correct its clauses, then publish it.", "success")
            return redirect(url_for(".version", version_id=begun.id))
    return page("codes/copy.html", form=form, version=version)


@bp.route("/codes/<int:code_id>/adoption", methods=["GET", "POST"])
@requires(Permission.CODE_EDIT)
def adoption(code_id: int) -> ResponseReturnValue:
    """Say which authorities have adopted the Code."""
    code = queries.code(code_id)
    form = AdoptionForm(data={"authorities": [row.authority_id for row in code.adoptions]})
    if form.submitted():
        with form.catching():
            service.change_adoption(code, form.authorities.data or [], actor=current_officer())
            flash("Who adopted the Code is saved.", "success")
            return redirect(url_for(".index"))
    return page("codes/adoption.html", form=form, code=code)

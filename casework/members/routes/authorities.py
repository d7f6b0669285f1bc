"""The authorities whose members this office deals with."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.members import queries, service
from casework.members.forms import AuthorityForm
from casework.members.routes.blueprint import bp
from casework.permissions import Permission
from casework.web.forms import page
from casework.web.guard import requires


@bp.get("/authorities")
@requires(Permission.MEMBER_VIEW)
def authorities() -> ResponseReturnValue:
    """Every authority, with how many offices in it are held today."""
    return page("members/authorities.html", rows=queries.authorities_with_offices())


@bp.route("/authorities/new", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def new_authority() -> ResponseReturnValue:
    """Add an authority."""
    form = AuthorityForm()
    if form.submitted():
        with form.catching():
            row = service.create_authority(
                name=form.name.data or "", tier=form.tier.data, actor=current_officer()
            )
            flash(f"{row.name} is added.", "success")
            return redirect(url_for(".authorities"))
    return page("members/edit_authority.html", form=form, authority=None)


@bp.route("/authorities/<int:authority_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def edit_authority(authority_id: int) -> ResponseReturnValue:
    """Change an authority's name or kind."""
    authority = queries.authority_by_id(authority_id)
    form = AuthorityForm(obj=authority)
    if form.submitted():
        with form.catching():
            service.change_authority(
                authority,
                name=form.name.data or "",
                tier=form.tier.data,
                version=form.version.data,
                actor=current_officer(),
            )
            flash("The authority is changed.", "success")
            return redirect(url_for(".authorities"))
    return page("members/edit_authority.html", form=form, authority=authority)

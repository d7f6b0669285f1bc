"""Cases that belong together."""

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.cases import queries, service
from casework.cases.forms.work import LinkForm
from casework.cases.models import Case
from casework.cases.page import case_page, open_case
from casework.cases.routes.blueprint import bp
from casework.permissions import Permission
from casework.web.guard import requires


@bp.get("/cases/matches")
@requires(Permission.CASE_VIEW_SOME)
def matches() -> ResponseReturnValue:
    """Cases whose reference or councillor fits what is being typed."""
    found = queries.case_matches(current_officer(), request.args.get("q", ""))
    return jsonify([{"id": case.id, "label": case.name, "hint": names} for case, names in found])


def _page(case: Case, form: LinkForm) -> ResponseReturnValue:
    viewer = current_officer()
    return case_page(
        "cases/links.html",
        case,
        "overview",
        form=form,
        links=queries.links_of(viewer, case.id),
        merged=queries.merged_here(viewer, case.id),
    )


@bp.get("/cases/<int:case_id>/links")
@requires(Permission.CASE_VIEW_SOME)
def links(case_id: int) -> ResponseReturnValue:
    """The links of a case, and a form for another."""
    return _page(open_case(case_id), LinkForm())


@bp.post("/cases/<int:case_id>/links")
@requires(Permission.CASE_EDIT)
def link(case_id: int) -> ResponseReturnValue:
    """Link the case to another, or judge the two separate."""
    case, form, actor = open_case(case_id), LinkForm(), current_officer()
    if form.submitted():
        with form.catching():
            other = queries.case_named(actor, form.other.data or "", form.other_id.data)
            service.link_cases(case, other, form.kind.data, form.reason.data or "", actor=actor)
            flash("It is recorded on both cases.", "success")
            return redirect(url_for(".links", case_id=case_id))
    return _page(case, form)


@bp.post("/cases/<int:case_id>/links/<int:link_id>/remove")
@requires(Permission.CASE_EDIT)
def unlink(case_id: int, link_id: int) -> ResponseReturnValue:
    """Remove a link."""
    open_case(case_id)
    link = queries.link_between(current_officer(), case_id, link_id)
    service.unlink_cases(link, actor=current_officer())
    flash("The link is removed from both cases.", "success")
    return redirect(url_for(".links", case_id=case_id))

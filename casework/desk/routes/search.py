"""One search box over everything that the viewer may open."""

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.desk.forms import SearchForm
from casework.desk.queries.hits import KINDS, case_of_reference, exhibit_of_label, hits
from casework.desk.routes.work import bp
from casework.permissions import Permission, can
from casework.web.forms import page
from casework.web.guard import requires
from casework.web.requests import page_asked


@bp.get("/search")
@requires(Permission.CASE_SEARCH)
def search() -> ResponseReturnValue:
    """Find a case by its reference, an exhibit by its label, or anything by its words."""
    form, officer = SearchForm(request.args), current_officer()
    kinds = {name: kind for name, kind in KINDS.items() if can(officer, _permission(kind.view))}
    chosen = request.args.get("kind", "")
    sought, found = form.q.data or "", None
    if "q" in request.args and form.validate():
        case_id = None if chosen else case_of_reference(officer, sought)
        if case_id is not None:
            return redirect(url_for("cases.show", case_id=case_id))
        exhibit_id = None if chosen else exhibit_of_label(officer, sought)
        if exhibit_id is not None:
            return redirect(url_for("evidence.show", exhibit_id=exhibit_id))
        with form.catching():
            wanted = [chosen] if chosen in kinds else list(kinds)
            found = hits(officer, sought, kinds=wanted, number=page_asked())
    return page("desk/search.html", form=form, found=found, kinds=kinds, chosen=chosen)


def _permission(view: str) -> Permission:
    """Return what the page itself asks for: what may not be opened is not found."""
    return Permission(vars(current_app.view_functions[view])["permission"])

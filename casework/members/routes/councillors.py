"""The list of councillors, and one of them."""

from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from casework import clock
from casework.accounts.identity import current_officer
from casework.database import db
from casework.members import queries, service
from casework.members.forms import CouncillorForm, FilterForm
from casework.members.models import Office
from casework.members.routes.blueprint import bp
from casework.permissions import Permission
from casework.web.downloads import send_xlsx
from casework.web.forms import filters_in_words, page
from casework.web.guard import requires
from casework.web.paging import paginate
from casework.web.requests import page_asked
from casework.web.spreadsheet import write_xlsx

HEADINGS = (
    "Councillor",
    "E-mail address",
    "Office",
    "Ward or division",
    "Group",
    "Authority",
    "From",
    "Until",
)


@bp.get("/councillors")
@requires(Permission.MEMBER_VIEW)
def index() -> ResponseReturnValue:
    """Councillors by surname, narrowed by name, authority and group."""
    form = FilterForm(request.args)
    found = paginate(db.session(), _sought(form), page_asked())
    return page("members/index.html", filters=form, found=found, today=clock.today())


@bp.get("/councillors.xlsx")
@requires(Permission.MEMBER_VIEW)
def export() -> ResponseReturnValue:
    """Exactly what is listed, a row for each office held today, or for each ever held where those are listed too.

    A councillor with no office to show has a row as well, as on the page.
    """
    form = FilterForm(request.args)
    today, former = clock.today(), bool(form.former.data)
    rows = (
        (councillor.name, councillor.email, *_told(office))
        for councillor in db.session.scalars(_sought(form))
        for office in [each for each in councillor.offices if former or each.held_at(today)] or [None]
    )
    return send_xlsx(
        f"councillors-{today}.xlsx",
        lambda file: write_xlsx(file, "Councillors", HEADINGS, rows, filters=filters_in_words(form)),
    )


@bp.get("/members/find")
@requires(Permission.MEMBER_VIEW)
def find() -> ResponseReturnValue:
    """Answer a type-ahead: up to ten councillors whose name or known handle begins so."""
    matches = queries.find(request.args.get("q", ""))
    return jsonify([{"id": match.id, "label": match.label, "hint": match.hint} for match in matches])


@bp.get("/councillors/<int:councillor_id>")
@requires(Permission.MEMBER_VIEW)
def show(councillor_id: int) -> ResponseReturnValue:
    """One councillor: offices and known accounts. Their cases are a page of their own, for those who may see any."""
    return page("members/show.html", councillor=queries.councillor_by_id(councillor_id), today=clock.today())


@bp.route("/councillors/new", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def new() -> ResponseReturnValue:
    """Add a councillor; their first office comes next."""
    form = CouncillorForm()
    if form.submitted():
        with form.catching():
            councillor = service.create_councillor(
                name=form.name.data or "",
                email=form.email.data or "",
                notes=form.notes.data or "",
                another=form.another.data,
                actor=current_officer(),
            )
            flash(f"{councillor.name} is added. Say now which office they hold.", "success")
            return redirect(url_for(".new_office", councillor_id=councillor.id))
    return page("members/edit.html", form=form, councillor=None)


@bp.route("/councillors/<int:councillor_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def edit(councillor_id: int) -> ResponseReturnValue:
    """Change name, e-mail or notes."""
    councillor = queries.councillor_by_id(councillor_id)
    form = CouncillorForm(obj=councillor)
    if form.submitted():
        with form.catching():
            service.change_councillor(
                councillor,
                name=form.name.data or "",
                email=form.email.data or "",
                notes=form.notes.data or "",
                version=form.version.data,
                actor=current_officer(),
            )
            flash("The record is changed.", "success")
            return redirect(url_for(".show", councillor_id=councillor_id))
    return page("members/edit.html", form=form, councillor=councillor)


def _told(office: Office | None) -> tuple[object, ...]:
    if office is None:
        return (None,) * 6
    return (
        office.title,
        office.ward,
        office.group_name,
        office.authority.name,
        office.held_from,
        office.held_to,
    )


def _sought(form: FilterForm) -> Select[Any]:
    """Return the select that the filters ask for. A filter that makes no sense is none."""
    form.validate()
    return queries.councillors(
        words=form.q.data or "",
        authority_id=form.authority.data if not form.authority.errors else None,
        group=form.group.data if not form.group.errors else None,
        former=bool(form.former.data),
    )

"""Who works on a case, and who must not see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from casework.accounts import queries as accounts
from casework.accounts.identity import current_officer
from casework.accounts.models import Officer
from casework.cases import queries, service
from casework.cases.forms.conduct import ReasonForm
from casework.cases.forms.work import AssignForm, WallForm
from casework.cases.models import Assignment, Case, Wall
from casework.cases.namesakes import Namesake, namesakes, people_of
from casework.cases.page import case_page, open_case
from casework.cases.routes.blueprint import bp
from casework.errors import DomainError, NotFound
from casework.permissions import Permission, can
from casework.web.guard import requires


@dataclass(frozen=True)
class _Forms:
    """Both forms of the page, each offering the officers who are not kept from the case."""

    assign: AssignForm
    wall: WallForm
    walls: Sequence[Wall]
    namesakes: Sequence[Namesake]

    @classmethod
    def of(cls, case: Case) -> "_Forms":
        walls = queries.walls_of(case.id)
        walled = {wall.officer_id for wall in walls}
        free = [officer for officer in accounts.officers(active_only=True) if officer.id not in walled]
        assign, wall = AssignForm(prefix="assign-"), WallForm(prefix="wall-")
        assign.officer_id.choices = _offered(each for each in free if can(each, Permission.CASE_VIEW_SOME))
        wall.officer_id.choices = _offered(free)
        people = people_of(queries.complaints_of(case.id), case.subjects)
        return cls(assign, wall, walls, namesakes(free, people, case.answered))


def _offered(officers: Iterable[Officer]) -> dict[str, str]:
    return {"": "Choose one"} | {str(officer.id): officer.name for officer in officers}


def _page(case: Case, forms: _Forms, form: AssignForm | WallForm | None = None) -> ResponseReturnValue:
    return case_page(
        "cases/people.html",
        case,
        "overview",
        form=form,
        assign=forms.assign,
        wall=forms.wall,
        walls=queries.walls_of(case.id) if form is not None else forms.walls,
        assignments=queries.assignments_of(case.id),
        namesakes=forms.namesakes,
    )


def _chosen(form: AssignForm | WallForm) -> Officer:
    if form.officer_id.data is None:
        raise DomainError("Choose an officer.", "officer_id")
    return accounts.officer_by_id(form.officer_id.data)


def _back(case_id: int) -> Response:
    return redirect(url_for("cases.people", case_id=case_id))


@bp.get("/cases/<int:case_id>/people")
@requires(Permission.CASE_EDIT)
def people(case_id: int) -> ResponseReturnValue:
    """Who works on the case, and who must not see it."""
    case = open_case(case_id)
    return _page(case, _Forms.of(case))


@bp.post("/cases/<int:case_id>/people/assign")
@requires(Permission.CASE_ASSIGN)
def assign(case_id: int) -> ResponseReturnValue:
    """Put an officer on the case."""
    case = open_case(case_id)
    forms = _Forms.of(case)
    form = forms.assign
    if form.submitted():
        with form.catching():
            officer = _chosen(form)
            service.assign(case, officer, form.kind.data, actor=current_officer())
            flash(f"The case is assigned to {officer.name}.", "success")
            return _back(case_id)
    return _page(case, forms, form)


@bp.post("/cases/<int:case_id>/people/<int:assignment_id>/end")
@requires(Permission.CASE_ASSIGN)
def unassign(case_id: int, assignment_id: int) -> ResponseReturnValue:
    """End an officer's place on the case."""
    case = open_case(case_id)
    service.unassign(queries.part_of(case, Assignment, assignment_id), actor=current_officer())
    flash("The assignment is ended.", "success")
    return _back(case_id)


@bp.post("/cases/<int:case_id>/people/wall")
@requires(Permission.CASE_EDIT)
def raise_wall(case_id: int) -> ResponseReturnValue:
    """Record that an officer must not see the case."""
    case = open_case(case_id)
    forms = _Forms.of(case)
    form = forms.wall
    if form.submitted():
        with form.catching():
            officer = _chosen(form)
            service.raise_wall(case, officer, form.reason.data or "", actor=current_officer())
            if officer.id == current_officer().id:
                flash("You can no longer see that case.", "success")
                return redirect(url_for("cases.index"))
            flash(f"{officer.name} can no longer see the case.", "success")
            return _back(case_id)
    return _page(case, forms, form)


@bp.post("/cases/<int:case_id>/people/namesakes/<int:officer_id>/clear")
@requires(Permission.CASE_ASSIGN)
def clear_namesake(case_id: int, officer_id: int) -> ResponseReturnValue:
    """Record that an officer only happens to be called like somebody in the case."""
    officer = accounts.officer_by_id(officer_id)
    service.clear_namesake(open_case(case_id), officer, actor=current_officer())
    flash(f"{officer.name} is somebody else. The case does not ask again.", "success")
    return _back(case_id)


@bp.route("/cases/<int:case_id>/people/walls/<int:officer_id>/lift", methods=["GET", "POST"])
@requires(Permission.CASE_ASSIGN)
def lift_wall(case_id: int, officer_id: int) -> ResponseReturnValue:
    """Let an officer see the case again."""
    case = open_case(case_id)
    wall = next((each for each in queries.walls_of(case_id) if each.officer_id == officer_id), None)
    if wall is None:
        raise NotFound
    officer, form = wall.officer, ReasonForm()
    if form.submitted():
        with form.catching():
            service.lift_wall(case, officer, form.reason.data or "", actor=current_officer())
            flash(f"{officer.name} can see the case again.", "success")
            return _back(case_id)
    return case_page(
        "cases/confirm.html",
        case,
        "overview",
        form=form,
        heading=f"Let {officer.name} see the case",
        consequence=f"{officer.name} will see the whole case again, in lists and in search, with all that was recorded "
        "meanwhile.",
        button_text=f"Let {officer.name} see it",
        back=url_for(".people", case_id=case_id),
    )

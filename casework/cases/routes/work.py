"""Notes and actions."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases import queries, service
from casework.cases.forms.fields import typed
from casework.cases.forms.work import ActionForm, NewActionForm, NoteForm
from casework.cases.models import Action, Case
from casework.cases.page import case_page, open_case
from casework.cases.routes.blueprint import bp
from casework.council import queries as council
from casework.permissions import Permission
from casework.web.guard import requires
from casework.working_days import in_words

ACTION = ("what", "officer_id", "who", "due_on")


@bp.get("/cases/<int:case_id>/notes")
@requires(Permission.CASE_VIEW_SOME)
def notes(case_id: int) -> ResponseReturnValue:
    """The notes, newest first."""
    case = open_case(case_id)
    return case_page("cases/notes.html", case, "notes", form=NoteForm(), notes=queries.notes_of(case_id))


@bp.post("/cases/<int:case_id>/notes")
@requires(Permission.CASE_EDIT)
def add_note(case_id: int) -> ResponseReturnValue:
    """Write a note."""
    case = open_case(case_id)
    form = NoteForm()
    if form.submitted():
        with form.catching():
            service.add_note(case, form.body.data or "", actor=current_officer())
            flash("The note is added.", "success")
            return redirect(url_for(".notes", case_id=case_id))
    return case_page("cases/notes.html", case, "notes", form=form, notes=queries.notes_of(case_id))


def _actions(case_id: int) -> Response:
    return redirect(url_for("cases.actions", case_id=case_id))


def _form_page(case: Case, form: ActionForm, heading: str) -> ResponseReturnValue:
    back = url_for(".actions", case_id=case.id)
    return case_page("cases/form.html", case, "actions", form=form, heading=heading, back=back)


def _offer_officers(form: ActionForm, case_id: int, blank: str) -> None:
    officers = queries.officers_who_may_see(case_id)
    form.officer_id.choices = {"": blank} | {str(officer.id): officer.name for officer in officers}


@bp.get("/cases/<int:case_id>/actions")
@requires(Permission.CASE_VIEW_SOME)
def actions(case_id: int) -> ResponseReturnValue:
    """What is to be done, and what was done."""
    case = open_case(case_id)
    closures, today = council.closures(), clock.today()
    rows = queries.actions_of(case_id)
    words = {
        row.id: in_words(row.due_on, today, closures) for row in rows if row.due_on and row.done_on is None
    }
    return case_page("cases/actions.html", case, "actions", actions=rows, words=words)


@bp.route("/cases/<int:case_id>/actions/new", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def add_action(case_id: int) -> ResponseReturnValue:
    """Put something down to be done."""
    case = open_case(case_id)
    form = NewActionForm()
    _offer_officers(form, case_id, "Me, unless somebody else is named below")
    if form.submitted():
        with form.catching():
            service.add_action(case, actor=current_officer(), **typed(form, ACTION))
            flash("The action is added.", "success")
            return _actions(case_id)
    return _form_page(case, form, "Add an action")


@bp.route("/cases/<int:case_id>/actions/<int:action_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def edit_action(case_id: int, action_id: int) -> ResponseReturnValue:
    """Change what is to be done."""
    case = open_case(case_id)
    action = queries.part_of(case, Action, action_id)
    form = ActionForm(obj=action)
    _offer_officers(form, case_id, "Nobody: see below")
    if form.submitted():
        with form.catching():
            service.change_action(
                action, actor=current_officer(), version=form.version.data, **typed(form, ACTION)
            )
            flash("The action is changed.", "success")
            return _actions(case_id)
    return _form_page(case, form, "Change an action")


@bp.post("/cases/<int:case_id>/actions/<int:action_id>/done")
@requires(Permission.CASE_EDIT)
def finish_action(case_id: int, action_id: int) -> ResponseReturnValue:
    """Mark an action as done today."""
    case = open_case(case_id)
    service.finish_action(queries.part_of(case, Action, action_id), actor=current_officer())
    flash("The action is done.", "success")
    return _actions(case_id)

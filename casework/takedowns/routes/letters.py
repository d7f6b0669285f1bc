"""The letter of a request: read, downloaded and printed by whoever handles it, corrected by who could approve it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.page import case_page
from casework.correspondence import service as correspondence
from casework.correspondence.models import Letter
from casework.correspondence.routes import text_file, word_file
from casework.correspondence.templates import service as templates
from casework.correspondence.workflow import unchangeable
from casework.council import queries as council
from casework.errors import NotFound, NotPossible
from casework.permissions import Permission
from casework.takedowns import deadlines, queries, service
from casework.takedowns.letter_form import AnewForm, RequestLetterForm
from casework.takedowns.models import RemovalRequest
from casework.takedowns.routes.blueprint import SECTION, bp, done, home, of_staff
from casework.web.forms import page
from casework.web.guard import requires


@bp.get("/removal-requests/<int:request_id>/letter")
@requires(Permission.TAKEDOWN_HANDLE)
def letter(request_id: int) -> ResponseReturnValue:
    """The letter on the screen."""
    request, found = _letter(request_id)
    return page("takedowns/letter.html", removal=request, letter=found, back=home(request))


@bp.get("/removal-requests/<int:request_id>/letter.txt")
@requires(Permission.TAKEDOWN_HANDLE)
def letter_text(request_id: int) -> ResponseReturnValue:
    """The letter as a file of plain text."""
    return text_file(_letter(request_id)[1])


@bp.get("/removal-requests/<int:request_id>/letter.docx")
@requires(Permission.TAKEDOWN_HANDLE)
def letter_word(request_id: int) -> ResponseReturnValue:
    """The letter as the Word document that the council's template made."""
    return word_file(_letter(request_id)[1])


@bp.get("/removal-requests/<int:request_id>/letter/print")
@requires(Permission.TAKEDOWN_HANDLE)
def letter_print(request_id: int) -> ResponseReturnValue:
    """The letter for paper."""
    found = _letter(request_id)[1]
    return page("correspondence/print.html", letter=found, back=url_for(".letter", request_id=request_id))


@bp.route("/removal-requests/<int:request_id>/letter/edit", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_APPROVE)
def letter_edit(request_id: int) -> ResponseReturnValue:
    """Correct the letter that was approved: for those who could have approved it."""
    request, case = of_staff(request_id, *queries.LETTER)
    found = request.letter
    if found is None:
        raise NotFound
    objection = unchangeable(found.status)
    if objection:
        raise NotPossible(objection)
    correspondence.check_is_text(found)
    form = RequestLetterForm(obj=found, deadline=request.deadline)
    if form.submitted() and form.deadline.data:
        with form.catching():
            service.correct_letter(
                request,
                found,
                actor=current_officer(),
                subject=form.subject.data or "",
                body=form.body.data or "",
                deadline=form.deadline.data,
                version=form.version.data,
            )
            return done(request, "The letter is saved.")
    if form.failed:
        request, case = of_staff(request_id, *queries.LETTER)
    return case_page(
        "takedowns/letter_edit.html", case, SECTION, form=form, removal=request, back=home(request)
    )


@bp.post("/removal-requests/<int:request_id>/letter/as-text")
@requires(Permission.TAKEDOWN_APPROVE)
def letter_as_text(request_id: int) -> ResponseReturnValue:
    """Write the letter as plain text instead of a Word document, so that it can be corrected."""
    request, _ = of_staff(request_id, *queries.LETTER)
    if request.letter is None:
        raise NotFound
    templates.write_as_text(request.letter, actor=current_officer())
    flash("The letter is plain text now, in the same words. You can correct it.", "success")
    return redirect(url_for(".letter_edit", request_id=request_id))


@bp.route("/removal-requests/<int:request_id>/letter/anew", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_APPROVE)
def letter_anew(request_id: int) -> ResponseReturnValue:
    """Write a letter anew that came back, and whose day to answer has come."""
    request, case = of_staff(request_id, *queries.LETTER)
    if objection := service.why_not_renewed(request):
        raise NotPossible(objection)
    form = AnewForm(deadline=deadlines.deadline(clock.today(), request.deadline_days, council.closures()))
    if form.submitted() and form.deadline.data:
        with form.catching():
            service.renew_letter(request, deadline=form.deadline.data, actor=current_officer())
            return done(request, "The letter is written anew. Read it, and send it again.")
    if form.failed:
        request, case = of_staff(request_id, *queries.LETTER)
    return case_page(
        "takedowns/letter_anew.html", case, SECTION, form=form, removal=request, back=home(request)
    )


def _letter(request_id: int) -> tuple[RemovalRequest, Letter]:
    request = queries.get_handled(current_officer(), request_id, *queries.FOR_ITS_HANDLER)
    if request.letter is None:
        raise NotFound
    return request, request.letter

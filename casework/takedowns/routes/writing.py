"""Reminders, thanks and the last letter: prepared, read, corrected, marked as sent or discarded on the request's pages.

Whoever handles the request prepares and sends them; like the request's own letter, only those who may approve
correct them.
"""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.page import case_page
from casework.correspondence import service as correspondence
from casework.correspondence.forms import DiscardForm, LetterForm, SentForm
from casework.correspondence.mailing import why_held
from casework.correspondence.models import Letter
from casework.correspondence.routes import text_file, word_file
from casework.correspondence.templates import service as templates
from casework.correspondence.workflow import LetterKind, unchangeable
from casework.errors import NotFound, NotPossible
from casework.outbox import queries as outbox
from casework.outbox.server import is_on
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.models import RemovalRequest
from casework.takedowns.routes.blueprint import SECTION, bp, home, of_staff
from casework.web.forms import page
from casework.web.guard import requires

AT = "/removal-requests/<int:request_id>/letters/<int:letter_id>"


@bp.post("/removal-requests/<int:request_id>/letters/<any(reminder, thanks, closing):kind>")
@requires(Permission.TAKEDOWN_HANDLE)
def write(request_id: int, kind: str) -> ResponseReturnValue:
    """Prepare a letter from what the request says now."""
    request = queries.get_handled(current_officer(), request_id)
    letter = service.prepare_letter(request, LetterKind.of(kind), actor=current_officer())
    flash("The letter is prepared. Read it, send it, then mark it as sent.", "success")
    return _to(request_id, letter.id)


@bp.get(AT)
@requires(Permission.TAKEDOWN_HANDLE)
def later_letter(request_id: int, letter_id: int) -> ResponseReturnValue:
    """The letter, and what can be done with it."""
    request, letter = found(request_id, letter_id)
    return page(
        "takedowns/later_letter.html",
        removal=request,
        letter=letter,
        changeable=unchangeable(letter.status) is None,
        mail={
            "on": is_on(),
            "held": why_held(letter, current_officer()),
            "last": outbox.last_message(letter.id),
        },
        back=home(request),
    )


@bp.get(f"{AT}/letter.txt")
@requires(Permission.TAKEDOWN_HANDLE)
def later_letter_text(request_id: int, letter_id: int) -> ResponseReturnValue:
    """The letter as a file of plain text: of a sent one, the very bytes of its hash."""
    return text_file(found(request_id, letter_id)[1])


@bp.get(f"{AT}/letter.docx")
@requires(Permission.TAKEDOWN_HANDLE)
def later_letter_word(request_id: int, letter_id: int) -> ResponseReturnValue:
    """The letter as the Word document that the council's template made."""
    return word_file(found(request_id, letter_id)[1])


@bp.post(f"{AT}/as-text")
@requires(Permission.TAKEDOWN_APPROVE)
def later_letter_as_text(request_id: int, letter_id: int) -> ResponseReturnValue:
    """Write the letter as plain text instead of a Word document, so that it can be corrected."""
    request, _ = of_staff(request_id, *queries.FOR_ITS_HANDLER)
    templates.write_as_text(_letter(request, letter_id), actor=current_officer())
    flash("The letter is plain text now, in the same words. You can correct it.", "success")
    return redirect(url_for(".later_letter_edit", request_id=request_id, letter_id=letter_id))


@bp.get(f"{AT}/print")
@requires(Permission.TAKEDOWN_HANDLE)
def later_letter_print(request_id: int, letter_id: int) -> ResponseReturnValue:
    """The letter for paper."""
    return page(
        "correspondence/print.html", letter=found(request_id, letter_id)[1], back=at(request_id, letter_id)
    )


@bp.route(f"{AT}/edit", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_APPROVE)
def later_letter_edit(request_id: int, letter_id: int) -> ResponseReturnValue:
    """Correct the letter: for those who could have approved the request."""
    request, case = of_staff(request_id, *queries.FOR_ITS_HANDLER)
    letter = _changeable(_letter(request, letter_id))
    correspondence.check_is_text(letter)
    form = LetterForm(obj=letter)
    if form.submitted():
        with form.catching():
            correspondence.change_letter(
                letter,
                subject=form.subject.data or "",
                body=form.body.data or "",
                actor=current_officer(),
                version=form.version.data,
            )
            flash("The letter is saved.", "success")
            return _to(request_id, letter_id)
    if form.failed:
        request, case = of_staff(request_id, *queries.FOR_ITS_HANDLER)
    return case_page(
        "takedowns/letter_edit.html",
        case,
        SECTION,
        form=form,
        removal=request,
        back=at(request_id, letter_id),
    )


@bp.route(f"{AT}/sent", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def later_letter_sent(request_id: int, letter_id: int) -> ResponseReturnValue:
    """Mark the letter as sent: its text is frozen."""
    request, letter = found(request_id, letter_id)
    form = SentForm(version=_changeable(letter).version, sent_on=clock.today())
    if form.submitted() and form.sent_on.data:
        with form.catching():
            service.send_letter(
                request,
                letter,
                actor=current_officer(),
                sent_on=form.sent_on.data,
                sent_how=form.sent_how.data or "",
                version=form.version.data,
            )
            flash("The letter is marked as sent. Its text is frozen.", "success")
            return _to(request_id, letter_id)
    return _form(request_id, letter_id, form, "Mark the letter as sent")


@bp.route(f"{AT}/discard", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def later_letter_discard(request_id: int, letter_id: int) -> ResponseReturnValue:
    """Put the letter aside: it is not sent."""
    request, letter = found(request_id, letter_id)
    form = DiscardForm(version=_changeable(letter).version)
    if form.submitted():
        with form.catching():
            service.discard_letter(
                request,
                letter,
                form.reason.data or "",
                actor=current_officer(),
                version=form.version.data,
            )
            flash("The letter is discarded.", "success")
            return redirect(home(request))
    return _form(request_id, letter_id, form, "Discard the letter")


def _form(request_id: int, letter_id: int, form: SentForm | DiscardForm, heading: str) -> ResponseReturnValue:
    request, letter = found(request_id, letter_id)
    return page(
        "takedowns/later_letter_form.html",
        removal=request,
        letter=letter,
        form=form,
        heading=heading,
        sending=isinstance(form, SentForm),
        back=at(request_id, letter_id),
    )


def found(request_id: int, letter_id: int) -> tuple[RemovalRequest, Letter]:
    """Return a request that the officer handles, with one of its letters; raise NotFound where there is none."""
    request = queries.get_handled(current_officer(), request_id, *queries.FOR_ITS_HANDLER)
    return request, _letter(request, letter_id)


def _letter(request: RemovalRequest, letter_id: int) -> Letter:
    letter = next((each for each in request.later_letters if each.id == letter_id), None)
    if letter is None:
        raise NotFound
    return letter


def _changeable(letter: Letter) -> Letter:
    """Return the letter; raise NotPossible where it was sent or discarded."""
    objection = unchangeable(letter.status)
    if objection:
        raise NotPossible(objection)
    return letter


def at(request_id: int, letter_id: int) -> str:
    """Return where the letter is."""
    return url_for(".later_letter", request_id=request_id, letter_id=letter_id)


def _to(request_id: int, letter_id: int) -> ResponseReturnValue:
    return redirect(at(request_id, letter_id))

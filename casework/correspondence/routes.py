"""The letters of a case: prepared, corrected, discarded or marked as sent, downloaded and printed."""

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases import queries as cases
from casework.cases.models import Case
from casework.cases.page import case_page, open_case
from casework.correspondence import queries, service
from casework.correspondence.forms import DiscardForm, LetterForm, SentForm
from casework.correspondence.models import Letter
from casework.correspondence.templates.documents import document_of, name_of
from casework.correspondence.workflow import LetterKind, unchangeable
from casework.errors import NotFound, NotPossible
from casework.permissions import Permission
from casework.web.downloads import send_office_file
from casework.web.forms import page
from casework.web.guard import requires

bp = Blueprint("correspondence", __name__)
SECTION = "letters"


@bp.get("/cases/<int:case_id>/letters")
@requires(Permission.CASE_VIEW_SOME)
def index(case_id: int) -> ResponseReturnValue:
    """The letters of a case, and whom else one can be prepared for."""
    case = open_case(case_id)
    return case_page(
        "correspondence/index.html",
        case,
        SECTION,
        letters=queries.letters(case.id).all(),
        complaints=cases.complaints_of(case.id),
        protected=queries.PROTECTED,
    )


@bp.post("/cases/<int:case_id>/complaints/<int:complaint_id>/acknowledgement")
@requires(Permission.CASE_EDIT)
def prepare(case_id: int, complaint_id: int) -> ResponseReturnValue:
    """Prepare an acknowledgement to one complainant."""
    case = open_case(case_id)
    complaint = next((each for each in cases.complaints_of(case.id) if each.id == complaint_id), None)
    if complaint is None:
        raise NotFound
    letter = service.prepare_acknowledgement(case, complaint, actor=current_officer())
    flash("The acknowledgement is prepared. Read it, correct it, send it, then mark it as sent.", "success")
    return redirect(url_for(".show", letter_id=letter.id))


@bp.get("/letters/<int:letter_id>")
@requires(Permission.CASE_VIEW_SOME)
def show(letter_id: int) -> ResponseReturnValue:
    """One letter, and what can be done with it."""
    letter, case = _letter(letter_id)
    return case_page(
        "correspondence/show.html",
        case,
        SECTION,
        letter=letter,
        acknowledges=letter.kind is LetterKind.ACKNOWLEDGEMENT,
        complaint=queries.complaint_of(letter),
    )


@bp.route("/letters/<int:letter_id>/edit", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def edit(letter_id: int) -> ResponseReturnValue:
    """Correct a prepared letter."""
    letter, case = _letter(letter_id)
    _check_changeable(letter)
    form = LetterForm(obj=letter)
    if form.submitted():
        with form.catching():
            service.change_letter(
                letter,
                subject=form.subject.data or "",
                body=form.body.data or "",
                actor=current_officer(),
                version=form.version.data,
            )
            flash("The letter is saved.", "success")
            return redirect(url_for(".show", letter_id=letter_id))
    return case_page("correspondence/edit.html", case, SECTION, form=form, letter=letter)


@bp.route("/letters/<int:letter_id>/sent", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def sent(letter_id: int) -> ResponseReturnValue:
    """Mark a letter as sent: its text is frozen."""
    letter, case = _letter(letter_id)
    _check_changeable(letter)
    form = SentForm(version=letter.version, sent_on=clock.today())
    if form.submitted() and form.sent_on.data:
        with form.catching():
            service.mark_sent(
                letter,
                sent_on=form.sent_on.data,
                sent_how=form.sent_how.data or "",
                actor=current_officer(),
                version=form.version.data,
            )
            flash("The letter is marked as sent. Its text is frozen.", "success")
            return redirect(url_for(".show", letter_id=letter_id))
    return case_page("correspondence/sent.html", case, SECTION, form=form, letter=letter)


@bp.route("/letters/<int:letter_id>/discard", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def discard(letter_id: int) -> ResponseReturnValue:
    """Put a prepared letter aside: it is not sent."""
    letter, case = _letter(letter_id)
    _check_changeable(letter)
    form = DiscardForm(version=letter.version)
    if form.submitted():
        with form.catching():
            service.discard(
                letter, form.reason.data or "", actor=current_officer(), version=form.version.data
            )
            flash("The letter is discarded.", "success")
            return redirect(url_for(".index", case_id=case.id))
    return case_page("correspondence/discard.html", case, SECTION, form=form, letter=letter)


@bp.get("/letters/<int:letter_id>/letter.txt")
@requires(Permission.CASE_VIEW_SOME)
def download(letter_id: int) -> ResponseReturnValue:
    """The letter as a file of plain text: of a sent one, the very bytes of its hash."""
    return text_file(queries.get_visible(current_officer(), letter_id))


@bp.get("/letters/<int:letter_id>/print")
@requires(Permission.CASE_VIEW_SOME)
def printed(letter_id: int) -> ResponseReturnValue:
    """The letter for paper."""
    letter = queries.get_visible(current_officer(), letter_id)
    return page("correspondence/print.html", letter=letter, back=url_for(".show", letter_id=letter_id))


@bp.get("/letters/<int:letter_id>/letter.docx")
@requires(Permission.CASE_VIEW_SOME)
def document(letter_id: int) -> ResponseReturnValue:
    """The Word document of a letter: the very bytes of its hash."""
    return word_file(queries.get_visible(current_officer(), letter_id))


def word_file(letter: Letter) -> ResponseReturnValue:
    """Return the Word document of a letter as it was prepared; raise NotFound where it has none."""
    found = document_of(letter.id)
    if found is None:
        raise NotFound
    return send_office_file(name_of(letter), BytesIO(found.content))


def text_file(letter: Letter) -> Response:
    """Return a letter as an attachment whose name says what it is, and of nobody."""
    name = f"{letter.kind.label.lower().replace(' ', '-')}-{letter.id}.txt"
    return Response(
        service.content(letter),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _letter(letter_id: int) -> tuple[Letter, Case]:
    letter = queries.get_visible(current_officer(), letter_id)
    return letter, open_case(letter.case_id)


def _check_changeable(letter: Letter) -> None:
    """Raise for a letter that was sent, and for a removal request's: its request has rules of its own for it."""
    if letter.kind is not LetterKind.ACKNOWLEDGEMENT:
        raise NotFound
    objection = unchangeable(letter.status)
    if objection:
        raise NotPossible(objection)

"""The proof sheet of a removal, before and after side by side: a page, and a tagged PDF."""

from contextlib import suppress

from flask import Response, render_template, url_for
from flask import request as http
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.page import case_page
from casework.council import queries as council
from casework.errors import NotFound, NotPossible
from casework.evidence import service as evidence
from casework.evidence.queries import get_visible as get_exhibit
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.models import RemovalRequest
from casework.takedowns.proof import READERS, SHOWS_NOT, Edition, Picture, Sheet, sheet_of
from casework.takedowns.routes.blueprint import SECTION, bp, home, of_staff
from casework.web.forms import page
from casework.web.guard import requires
from casework.web.tagged_pdf import HELD, tagged_pdf

FOR_STAFF = (Edition.FILE, Edition.PUBLIC)


def _edition() -> Edition:
    """Return the edition that staff ask for; the one for the file where they name none."""
    return next((each for each in FOR_STAFF if each.value == http.args.get("edition")), Edition.FILE)


def _insist_on_sent(request: RemovalRequest) -> None:
    if request.sent_on is None:
        raise NotPossible(
            "This removal request was not sent, so there is nothing yet that a sheet could show."
        )


@bp.get("/removal-requests/<int:request_id>/proof")
@requires(Permission.CASE_VIEW_SOME)
def proof(request_id: int) -> ResponseReturnValue:
    """The proof sheet as a page, for the file or without names."""
    request, case = of_staff(request_id, *queries.LETTER)
    _insist_on_sent(request)
    sheet = sheet_of(request, _edition())
    return case_page(
        "takedowns/proof.html",
        case,
        SECTION,
        removal=request,
        sheet=sheet,
        editions=FOR_STAFF,
        shows_not=SHOWS_NOT,
        source=lambda picture: _address(request, sheet, picture),
        pdf=url_for(".proof_pdf", request_id=request_id, edition=sheet.edition.value),
    )


@bp.get("/removal-requests/<int:request_id>/proof.pdf")
@requires(Permission.CASE_VIEW_SOME)
def proof_pdf(request_id: int) -> ResponseReturnValue:
    """The same as a PDF. That it was made is recorded, with its hash."""
    request, _ = of_staff(request_id, *queries.LETTER)
    _insist_on_sent(request)
    return _pdf(request, _edition())


@bp.get("/removal-requests/<int:request_id>/before-and-after")
@requires(Permission.TAKEDOWN_HANDLE)
def before_and_after(request_id: int) -> ResponseReturnValue:
    """The proof sheet for whoever handles the request: released redacted copies, and no other picture."""
    request = queries.get_handled(current_officer(), request_id, *queries.LETTER)
    _insist_on_sent(request)
    sheet = sheet_of(request, Edition.HANDLER)
    return page(
        "takedowns/proof_mine.html",
        removal=request,
        sheet=sheet,
        shows_not=SHOWS_NOT,
        source=lambda picture: _address(request, sheet, picture),
        pdf=url_for(".before_and_after_pdf", request_id=request_id),
        back=home(request),
    )


@bp.get("/removal-requests/<int:request_id>/before-and-after.pdf")
@requires(Permission.TAKEDOWN_HANDLE)
def before_and_after_pdf(request_id: int) -> ResponseReturnValue:
    """The same as a PDF."""
    request = queries.get_handled(current_officer(), request_id, *queries.LETTER)
    _insist_on_sent(request)
    return _pdf(request, Edition.HANDLER)


@bp.get("/removal-requests/<int:request_id>/proof/<string:key>.png")
@requires(Permission.CASE_VIEW_SOME)
def proof_picture(request_id: int, key: str) -> ResponseReturnValue:
    """A picture of the sheet for the public: a redacted copy that was released for it, and no other."""
    request, _ = of_staff(request_id, *queries.LETTER)
    return _picture(request, Edition.PUBLIC, key)


@bp.get("/removal-requests/<int:request_id>/before-and-after/<string:key>.png")
@requires(Permission.TAKEDOWN_HANDLE)
def before_and_after_picture(request_id: int, key: str) -> ResponseReturnValue:
    """A picture of the sheet for the handler: a redacted copy that was released for them, and no other."""
    request = queries.get_handled(current_officer(), request_id, *queries.LETTER)
    return _picture(request, Edition.HANDLER, key)


def _picture(request: RemovalRequest, edition: Edition, key: str) -> Response:
    picture = sheet_of(request, edition).pictures.get(key)
    if picture is None:
        raise NotFound
    return Response(_bytes(request, edition, picture), mimetype="image/png")


def _address(request: RemovalRequest, sheet: Sheet, picture: Picture) -> str:
    if picture.copy is None:
        return url_for("evidence.preview", exhibit_id=picture.exhibit_id)
    handler = sheet.edition is Edition.HANDLER
    view = "takedowns.before_and_after_picture" if handler else "takedowns.proof_picture"
    return url_for(view, request_id=request.id, key=picture.key)


def _bytes(request: RemovalRequest, edition: Edition, picture: Picture) -> bytes:
    """Return the PNG of a picture; raise NotFound where it may not be shown after all."""
    if picture.copy is not None:
        redaction_id, number = picture.copy
        purpose = f"proof of removal {request.name}"
        reader = READERS[edition]
        return evidence.show_released(redaction_id, number, reader, actor=current_officer(), purpose=purpose)
    exhibit = get_exhibit(current_officer(), picture.exhibit_id or 0)
    with evidence.open_picture(exhibit, evidence.PREVIEW) as opened:
        return opened.read()


def _pdf(request: RemovalRequest, edition: Edition) -> Response:
    sheet = sheet_of(request, edition)
    pictures: dict[str, bytes] = {}
    for key, picture in sheet.pictures.items():
        with suppress(NotFound):  # sealed or kept back since: its hash stands there without it
            pictures[key] = _bytes(request, edition, picture)
    html = render_template(
        "takedowns/proof_pdf.html",
        removal=request,
        sheet=sheet,
        shows_not=SHOWS_NOT,
        source=lambda picture: f"{HELD}{picture.key}" if picture.key in pictures else "",
        council_name=council.settings().council_name,
        made_at=clock.now(),
    )
    pdf = tagged_pdf(html, render_template("takedowns/proof_pdf.css"), pictures)
    service.record_proof(request, edition.label, pdf, actor=current_officer())
    name = f"{request.name.replace('/', '-')}-proof-{edition.value}.pdf"
    return Response(
        pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

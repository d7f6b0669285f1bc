"""Letter templates among the council's settings: what is in use, what was before, and how to replace it."""

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.correspondence.models import LetterTemplate
from casework.correspondence.templates import made_up, queries, service
from casework.correspondence.templates.built_in import BUILT_IN
from casework.correspondence.templates.fields import fields_of
from casework.correspondence.templates.forms import TemplateUploadForm
from casework.correspondence.templates.workflow import KINDS, TemplateForm
from casework.correspondence.workflow import Addressee, LetterKind
from casework.council import queries as council
from casework.errors import NotFound
from casework.permissions import Permission
from casework.web.downloads import send_office_file
from casework.web.forms import page
from casework.web.guard import requires

bp = Blueprint("letter_templates", __name__)
ANYBODY = "anybody"
LETTER = "/letter-templates/<any(removal_request, reminder, thanks, closing):kind>/<string:to>"
ONE = "/letter-templates/<int:template_id>"


@bp.get("/letter-templates")
@requires(Permission.COUNCIL_EDIT)
def index() -> ResponseReturnValue:
    """By which template each letter is made."""
    return page(
        "correspondence/templates/index.html",
        kinds=KINDS,
        addressees=["", *Addressee],
        in_use=queries.all_in_use(),
        anybody=ANYBODY,
    )


@bp.route(LETTER, methods=["GET", "POST"])
@requires(Permission.COUNCIL_EDIT)
def letter(kind: str, to: str) -> ResponseReturnValue:
    """The templates of one kind of letter to one addressee, and a form for another one."""
    chosen, addressee = LetterKind.of(kind), _addressee(to)
    form = TemplateUploadForm()
    if form.submitted():
        file = request.files.get("file")
        content = file.stream.read(service.LARGEST + 1) if file is not None and file.filename else b""
        typed = (form.text.data or "").strip()
        word = bool(file is not None and file.filename)
        with form.catching():
            try:
                kept = service.upload(
                    chosen,
                    addressee,
                    TemplateForm.WORD if word else TemplateForm.TEXT,
                    content if word else f"{typed}\n".encode() if typed else b"",
                    actor=current_officer(),
                )
            except service.Unusable as unusable:
                form[unusable.field or "file"].errors = unusable.problems
            else:
                flash("The template is kept. Read the preview, then take it in use.", "success")
                return redirect(url_for(".template", template_id=kept.id))
    kept_before = queries.history(chosen, addressee)
    return page(
        "correspondence/templates/letter.html",
        form=form,
        kind=chosen,
        to=to,
        addressee=Addressee.of(addressee).label if addressee else "Anybody",
        history=kept_before,
        used=next((each for each in kept_before if each.in_use), None),
        general=queries.all_in_use().get((chosen, "")) if addressee else None,
        fields=fields_of(chosen),
    )


@bp.get(f"{LETTER}/built-in.docx")
@requires(Permission.COUNCIL_EDIT)
def built_in_word(kind: str, to: str) -> ResponseReturnValue:
    """The built-in letter as a Word document to start from."""
    from casework.correspondence.templates import word  # heavy

    _addressee(to)
    text = BUILT_IN[LetterKind.of(kind)]
    label = LetterKind.of(kind).label
    content = word.built_in_word(text, title=f"{label}: template", author=council.settings().council_name)
    return send_office_file(f"{kind.replace('_', '-')}-template.docx", BytesIO(content))


@bp.get(f"{LETTER}/built-in.txt")
@requires(Permission.COUNCIL_EDIT)
def built_in_text(kind: str, to: str) -> ResponseReturnValue:
    """The built-in letter as plain text to start from."""
    _addressee(to)
    return _text(BUILT_IN[LetterKind.of(kind)].encode(), f"{kind.replace('_', '-')}-template.txt")


@bp.post(f"{LETTER}/built-in")
@requires(Permission.COUNCIL_EDIT)
def return_to_built_in(kind: str, to: str) -> ResponseReturnValue:
    """Use no template of the council's for this letter any more."""
    service.return_to_built_in(LetterKind.of(kind), _addressee(to), actor=current_officer())
    flash("The template is no longer in use. Every version is kept.", "success")
    return redirect(url_for(".letter", kind=kind, to=to))


@bp.get(ONE)
@requires(Permission.COUNCIL_EDIT)
def template(template_id: int) -> ResponseReturnValue:
    """One template, with a letter that it makes of made-up facts."""
    found = queries.get(template_id)
    return page(
        "correspondence/templates/template.html",
        held=found,
        to=found.addressee or ANYBODY,
        preview=queries.made_from(found, made_up.full(found.kind)).text,
    )


@bp.get(f"{ONE}/file")
@requires(Permission.COUNCIL_EDIT)
def file(template_id: int) -> ResponseReturnValue:
    """The template as it was uploaded."""
    found = queries.get(template_id)
    if found.form is TemplateForm.TEXT:
        return _text(found.content, f"{_name(found)}.txt")
    return send_office_file(f"{_name(found)}.docx", BytesIO(found.content))


@bp.get(f"{ONE}/preview.docx")
@requires(Permission.COUNCIL_EDIT)
def preview(template_id: int) -> ResponseReturnValue:
    """The Word document that it makes of made-up facts, marked as a preview."""
    from casework.correspondence.templates import word  # heavy

    found = queries.get(template_id)
    made = queries.made_from(found, made_up.full(found.kind))
    if made.document is None:
        raise NotFound
    return send_office_file(f"preview-{_name(found)}.docx", BytesIO(word.preview(made.document)))


@bp.post(f"{ONE}/use")
@requires(Permission.COUNCIL_EDIT)
def use(template_id: int) -> ResponseReturnValue:
    """Make letters from this template from now on."""
    found = queries.get(template_id)
    service.take_in_use(found, actor=current_officer())
    flash("The template is in use. Letters that are prepared already stay as they are.", "success")
    return redirect(url_for(".letter", kind=found.kind.value, to=found.addressee or ANYBODY))


def _addressee(to: str) -> str:
    """Return the addressee that an address names, "" for anybody; raise NotFound for any other."""
    if to == ANYBODY:
        return ""
    if to not in set(Addressee):
        raise NotFound
    return to


def _name(template: LetterTemplate) -> str:
    return (
        f"{template.kind.value.replace('_', '-')}-template-{template.addressee or ANYBODY}-{template.number}"
    )


def _text(content: bytes, name: str) -> Response:
    return Response(
        content,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

"""Importing a Code as published: the file, then a preview of every item, and only then a version."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.codes import queries, service
from casework.codes.forms import Destination, FileForm, SettleForm, settle_form
from casework.codes.importing import NewCode, Preview, preview
from casework.codes.models import CodeImport
from casework.codes.parser import UnreadableCode, parse
from casework.codes.reading import MAX_BYTES
from casework.codes.routes.blueprint import bp
from casework.codes.workflow import CodeFamily, in_force_on
from casework.database import let_go
from casework.errors import DomainError
from casework.permissions import Permission
from casework.web.filters import plural
from casework.web.forms import page
from casework.web.guard import requires
from casework.web.requests import row_number


@bp.route("/codes/import", methods=["GET", "POST"])
@requires(Permission.CODE_EDIT)
def import_file() -> ResponseReturnValue:
    """Take a file; `fill`: the version whose wording it is to bring."""
    form = FileForm()
    fill = request.args.get("fill", type=row_number)
    if form.submitted():
        with form.catching():
            content, name = _sent()
            parse(content)
            staged = service.stage(content, name, actor=current_officer())
            return redirect(url_for(".settle", import_id=staged.id, fill=fill))
    return page("codes/import.html", form=form)


@bp.route("/codes/import/<int:import_id>", methods=["GET", "POST"])
@requires(Permission.CODE_EDIT)
def settle(import_id: int) -> ResponseReturnValue:
    """Every word of the file, what is offered for each item, and what is to become of it."""
    staged = queries.staged(import_id, current_officer().id)
    content = staged.content
    let_go()
    looked = preview(parse(content))
    form = _settle_form(looked)
    if form.submitted():
        with form.catching():
            return redirect(_save(queries.staged(import_id, current_officer().id), looked, form))
    return page(
        "codes/settle.html",
        form=form,
        staged=queries.staged(import_id, current_officer().id),
        preview=looked,
        tally=[
            (each, sum(bool(form[f"clause-{offer.place}"].data) for offer in each.offers))
            for each in looked.sections
            if each.offers
        ],
    )


@bp.route("/codes/import/<int:import_id>/discard", methods=["GET", "POST"])
@requires(Permission.CODE_EDIT)
def discard_import(import_id: int) -> ResponseReturnValue:
    """Let the file go, once it was asked whether that is meant."""
    staged = queries.staged(import_id, current_officer().id)
    if request.method == "POST":
        service.discard_import(staged)
        flash("The file was let go. Nothing of it was saved.", "information")
        return redirect(url_for(".index"))
    return page("codes/let_go.html", staged=staged)


def _sent() -> tuple[bytes, str]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise UnreadableCode("Choose the file that holds the Code.")
    return file.read(MAX_BYTES + 1), file.filename


def _settle_form(looked: Preview) -> SettleForm:
    unworded, codes = queries.unworded(), queries.codes()
    fill = request.args.get("fill", type=row_number)
    title = looked.known.title if looked.known else ""
    if fill is None and looked.known:
        # Of several, the version in force now: its wording is the one that an office has at hand.
        same = [row for row in unworded if row.code.title == title]
        fill = next((row.id for row in [*in_force_on(same, clock.today()), *same]), None)
    form = settle_form(
        looked,
        into=Destination.FILL.value
        if fill
        else Destination.VERSION.value
        if codes
        else Destination.CODE.value,
        version_id=fill,
        code_id=next((row.id for row in codes if row.title == title), None),
        title=title or looked.published.title,
        family=(looked.known.family if looked.known else CodeFamily.SOCIAL_MEDIA).value,
    )
    form.version_id.choices = {str(row.id): f"{row.code.title}, {row.label}" for row in unworded}
    form.code_id.choices = {str(row.id): row.title for row in codes}
    possible = {
        Destination.FILL: bool(unworded),
        Destination.VERSION: bool(codes),
        Destination.CODE: True,
    }
    form.into.choices = {each.value: each.label for each, offered in possible.items() if offered}
    return form


def _save(staged: CodeImport, looked: Preview, form: SettleForm) -> str:
    """Save what was settled, and return where to go on."""
    clauses = looked.clauses(form.settled(looked), form.titles(looked))
    officer = current_officer()
    if form.into.data == Destination.FILL:
        if form.version_id.data is None:
            raise DomainError("Choose the version whose wording this is.", "version_id")
        version = queries.version(form.version_id.data)
        wording = {clause.reference: clause.wording or "" for clause in clauses}
        filled = service.import_wording(staged, version, wording, actor=officer)
        flash(f"The official wording of {plural(filled, 'clause')} is loaded.", "success")
        return url_for(".version", version_id=version.id)
    if form.into.data == Destination.CODE and not form.family.data:
        raise DomainError("Say what the Code is.", "family")
    if form.into.data == Destination.VERSION and form.code_id.data is None:
        raise DomainError("Choose the Code.", "code_id")
    code = (
        queries.code(form.code_id.data)
        if form.into.data == Destination.VERSION
        else NewCode(form.title.data or "", CodeFamily.of(form.family.data), form.authorities.data or [])
    )
    begun = service.import_version(staged, code, form.label.data or "", clauses, actor=officer)
    flash(f"{plural(len(clauses), 'clause')} saved as a draft. Publish it when it is right.", "success")
    return url_for(".version", version_id=begun.id)

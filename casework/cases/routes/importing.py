"""Importing open cases from a workbook: first what would happen, then, on one button, all of it."""

import base64
import binascii

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField

from casework.accounts.identity import current_officer
from casework.cases import service
from casework.cases.importing import COLUMNS, MOST_ROWS, REQUIRED
from casework.cases.routes.blueprint import bp
from casework.cases.workbook import MOST_BYTES, template
from casework.errors import DomainError
from casework.permissions import Permission
from casework.web.downloads import send_xlsx
from casework.web.filters import plural
from casework.web.forms import Form, page
from casework.web.guard import requires


class ImportForm(Form):
    """The file."""

    file = FileField("Excel workbook (XLSX)")


@bp.route("/cases/import", methods=["GET", "POST"])
@requires(Permission.CASE_IMPORT)
def import_page() -> ResponseReturnValue:
    """Take a workbook and say what importing it would do; with `confirmed`, do it."""
    form, outcome, kept = ImportForm(), None, ""
    if form.submitted():
        with form.catching():
            data, confirmed = _sent(), "confirmed" in request.form
            outcome = service.import_cases(data, actor=current_officer(), dry_run=not confirmed)
            if confirmed and not outcome.faults:
                first, last = outcome.said[0].reference, outcome.said[-1].reference
                flash(f"{plural(len(outcome.said), 'case')} imported: {first} to {last}.", "success")
                return redirect(url_for(".index"))
            kept = base64.b64encode(data).decode()
    answer, status = page(
        "cases/import.html",
        form=form,
        outcome=outcome,
        kept=kept,
        columns=COLUMNS,
        required=REQUIRED,
        most=MOST_ROWS,
    )
    return answer, 422 if outcome is not None and outcome.faults else status


@bp.get("/cases/import/template.xlsx")
@requires(Permission.CASE_IMPORT)
def import_template() -> ResponseReturnValue:
    """The workbook to fill in."""
    return send_xlsx("open-cases-template.xlsx", lambda file: file.write(template()))


def _sent() -> bytes:
    """Return the bytes of the file, or of the one that the page before had checked."""
    if "confirmed" in request.form:
        try:
            return base64.b64decode(request.form.get("kept", ""), validate=True)
        except binascii.Error:
            raise DomainError("The file did not come back whole. Choose it again.", "file") from None
    file = request.files.get("file")
    data = file.read(MOST_BYTES + 1) if file is not None else b""
    if not data:
        raise DomainError("Choose the workbook.", "file")
    return data

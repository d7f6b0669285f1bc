"""Importing councillors from a CSV file: first what would happen, then, on one button, all of it."""

from flask import Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField

from casework.accounts.identity import current_officer
from casework.delimited import decode, write
from casework.errors import DomainError
from casework.members import service
from casework.members.importing import COLUMNS, MOST_ROWS, REQUIRED
from casework.members.routes.blueprint import bp
from casework.permissions import Permission
from casework.web.filters import plural
from casework.web.forms import Form, page
from casework.web.guard import requires

MOST_BYTES = 1024 * 1024
EMPTY = "The file is empty. Save it again as CSV, then choose it."


class ImportForm(Form):
    """The file."""

    file = FileField("CSV file")


@bp.route("/members/import", methods=["GET", "POST"])
@requires(Permission.MEMBER_EDIT)
def import_members() -> ResponseReturnValue:
    """Take a file and say what importing it would do; with `confirmed`, do it."""
    form, outcome, text = ImportForm(), None, ""
    if form.submitted():
        with form.catching():
            text = _sent()
            if "confirmed" in request.form:
                outcome = service.import_file(text.encode(), actor=current_officer())
                if not outcome.faults:
                    flash(f"{plural(outcome.changes, 'row')} imported.", "success")
                    return redirect(url_for(".index"))
            else:
                outcome = service.dry_run(text.encode())
    answer, status = page(
        "members/import.html",
        form=form,
        outcome=outcome,
        text=text,
        columns=COLUMNS,
        required=REQUIRED,
        most=MOST_ROWS,
    )
    return answer, 422 if outcome is not None and outcome.faults else status


@bp.get("/members/import/template.csv")
@requires(Permission.MEMBER_EDIT)
def import_template() -> Response:
    """The file to fill in, with one made-up row."""
    response = make_response(write(list(COLUMNS), [list(COLUMNS.values())]))
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = "attachment; filename=councillors-template.csv"
    return response


def _sent() -> str:
    """Return the text of the file, or of the one that the page before had read."""
    if "confirmed" in request.form:
        return request.form["text"]
    file = request.files.get("file")
    data = file.read(MOST_BYTES + 1) if file is not None else b""
    if not data:
        chosen = file is not None and file.filename
        raise DomainError(EMPTY if chosen else "Choose a CSV file.", "file")
    if len(data) > MOST_BYTES:
        raise DomainError("The file is over 1 MB. Import it in parts.", "file")
    return decode(data)

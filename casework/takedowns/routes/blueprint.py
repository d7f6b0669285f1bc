"""The blueprint, and how its views find a request."""

from contextlib import suppress

from flask import Blueprint, flash, redirect, url_for
from flask import request as http
from flask.typing import ResponseReturnValue
from sqlalchemy.sql.base import ExecutableOption
from werkzeug.exceptions import HTTPException

from casework.accounts.identity import current_officer
from casework.cases.models import Case
from casework.cases.page import open_case
from casework.cases.queries import may_see
from casework.errors import NotFound
from casework.permissions import Permission, can
from casework.takedowns import queries
from casework.takedowns.models import RemovalRequest
from casework.web.errors import answer

bp = Blueprint("takedowns", __name__)
SECTION = "requests"


def of_staff(request_id: int, *options: ExecutableOption) -> tuple[RemovalRequest, Case]:
    """Return the request with its case, to an officer who may see the whole case; NotFound to anybody else."""
    request = queries.get_visible(current_officer(), request_id, *options)
    return request, open_case(request.case_id)


@bp.errorhandler(403)
def elsewhere(_refused: HTTPException) -> ResponseReturnValue:
    """Send whom a request is given to from its full page, which a colleague may have named, to their own of it."""
    if http.endpoint == "takedowns.show" and can(current_officer(), Permission.TAKEDOWN_HANDLE):
        with suppress(NotFound):
            given = queries.get_given(current_officer(), (http.view_args or {})["request_id"])
            return redirect(url_for("my_requests.show", request_id=given.id))
    return answer(403)


def home(request: RemovalRequest) -> str:
    """Return where the officer finds the request: its full page, or the narrow one of whom it was given to."""
    officer = current_officer()
    staff = can(officer, Permission.CASE_VIEW_SOME) and may_see(officer, request.case_id)
    return url_for("takedowns.show" if staff else "my_requests.show", request_id=request.id)


def done(request: RemovalRequest, words: str) -> ResponseReturnValue:
    """Go back to the request, saying what was done."""
    flash(words, "success")
    return redirect(home(request))

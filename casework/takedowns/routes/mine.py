"""What a takedown officer sees: the requests given to them, and of each only what it takes to handle it, on one screen.

No picture but redacted copies that passed the release gate, no complainant, no councillor beyond the recipient, nothing
else of the case. `?do=` opens a part of the screen, and is where its form posts to; `post=` says at which post to look.
"""

from flask import Blueprint, Response, flash, redirect, url_for
from flask import request as http
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.council import queries as council
from casework.errors import NotFound
from casework.evidence import service as evidence
from casework.evidence.workflow import Reader
from casework.permissions import Permission
from casework.takedowns import queries
from casework.takedowns.models import RemovalRequest
from casework.takedowns.places import place
from casework.takedowns.pressing import Pressing, sentence
from casework.takedowns.routes.screen import Screen
from casework.takedowns.routes.showing import tone
from casework.web.errors import answer
from casework.web.forms import page
from casework.web.guard import requires
from casework.web.requests import page_asked

bp = Blueprint("my_requests", __name__)
GONE = (
    "If you had this removal request open, it may have been given to another officer since. What you entered here just "
    "now was not recorded: go back to copy it, and tell the case’s officer."
)


@bp.errorhandler(NotFound)
def not_given(_error: NotFound) -> ResponseReturnValue:
    """Say what to do to somebody whose request was given away while they had it open; the same to everybody else."""
    return answer(404, GONE)


@bp.get("/my-requests")
@requires(Permission.TAKEDOWN_HANDLE)
def index() -> ResponseReturnValue:
    """The requests given to the officer, in groups by what they want now; or those that have ended."""
    ended = http.args.get("show") == "ended"
    found, counts = queries.given_now(current_officer(), page_asked(), ended=ended)
    closures = council.closures()
    return page(
        "takedowns/mine.html",
        page=found,
        counts=counts,
        ended=ended,
        groups=[(each, [row for row, wanted in found.rows if wanted is each]) for each in Pressing],
        words=lambda row, wanted: sentence(row, wanted, clock.today(), closures),
        tone=tone,
        place=place,
        to_verify=queries.count_to_verify(current_officer()),
    )


@bp.route("/my-requests/<int:request_id>", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def show(request_id: int) -> ResponseReturnValue:
    """One request as its handler sees it, and all that they do with it."""
    request = _given(request_id)
    screen = Screen(request, http.args.get("do", ""), http.args.get("post", ""))
    if http.method == "POST":
        said = screen.record()
        if said:
            flash(said, "success")
            return redirect(url_for(".show", request_id=request_id))
        screen.request = _given(request_id)  # a refused command let go of it
    return screen.page()


@bp.post("/my-requests/<int:request_id>/captures")
@requires(Permission.TAKEDOWN_HANDLE)
def capture(request_id: int) -> ResponseReturnValue:
    """Take in what was pasted, dropped or chosen on the screen, as soon as it comes."""
    return Screen(_given(request_id), http.args.get("do", ""), "").stage()


@bp.get("/my-requests/<int:request_id>/copies/<int:redaction_id>/<int:number>.png")
@requires(Permission.TAKEDOWN_HANDLE)
def copy(request_id: int, redaction_id: int, number: int) -> ResponseReturnValue:
    """A page of a redacted copy of what the request asks about, and of no other picture; the look is recorded."""
    request = _given(request_id)
    if redaction_id not in {each.id for each in queries.copies_for(request)}:
        raise NotFound
    purpose = f"removal request {request.name}"
    officer = current_officer()
    png = evidence.show_released(redaction_id, number, Reader.TAKEDOWN, actor=officer, purpose=purpose)
    return Response(png, mimetype="image/png")


def _given(request_id: int) -> RemovalRequest:
    return queries.get_given(current_officer(), request_id, *queries.FOR_ITS_HANDLER)

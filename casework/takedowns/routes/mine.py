"""What a takedown officer sees: the requests given to them, and of each only what it takes to handle it.

No picture but redacted copies that passed the release gate, no complainant, no councillor beyond the recipient, nothing
else of the case.
"""

from flask import Blueprint, Response
from flask import request as http
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.errors import NotFound
from casework.evidence import service as evidence
from casework.evidence.workflow import Reader
from casework.permissions import Permission
from casework.takedowns import queries
from casework.takedowns.later_letters import writable
from casework.takedowns.looking import why_not_gone
from casework.takedowns.places import place, platform_of
from casework.takedowns.register import mine as given
from casework.takedowns.routes.mailing import mail_of
from casework.takedowns.routes.showing import can_do, deadline_words, tone
from casework.takedowns.what_next import next_words
from casework.takedowns.workflow import LOOKED_AT_IN, RequestAction
from casework.web.forms import page
from casework.web.guard import requires
from casework.web.requests import page_asked

bp = Blueprint("my_requests", __name__)


@bp.get("/my-requests")
@requires(Permission.TAKEDOWN_HANDLE)
def index() -> ResponseReturnValue:
    """The requests given to the officer: what wants something first by deadline, or what has ended."""
    ended = http.args.get("show") == "ended"
    found = given(current_officer(), page_asked(), ended=ended)
    return page(
        "takedowns/mine.html",
        page=found,
        ended=ended,
        tone=tone,
        place=place,
        deadline_words=deadline_words,
        next_for=lambda each: next_words(each, clock.today(), handler=True),
    )


@bp.get("/my-requests/<int:request_id>")
@requires(Permission.TAKEDOWN_HANDLE)
def show(request_id: int) -> ResponseReturnValue:
    """One request, as its handler sees it."""
    request = queries.get_given(current_officer(), request_id, *queries.FOR_ITS_HANDLER)
    looks = {
        post.id: [look for look in request.observations if look.post_id == post.id] for post in request.posts
    }
    return page(
        "takedowns/mine_one.html",
        removal=request,
        removal_tone=tone(request.status),
        next_words=next_words(request, clock.today(), handler=True),
        deadline=deadline_words(request),
        looks=looks,
        not_gone={post_id: why_not_gone(each) for post_id, each in looks.items()},
        platform_of=platform_of,
        place=place,
        copies=queries.copies_for(request),
        may_look=request.status in LOOKED_AT_IN,
        mail=mail_of(request),
        writable=writable(request),
        can_do=lambda action: can_do(request, RequestAction(action)),  # type: ignore[call-arg]
    )


@bp.get("/my-requests/<int:request_id>/copies/<int:redaction_id>/<int:number>.png")
@requires(Permission.TAKEDOWN_HANDLE)
def copy(request_id: int, redaction_id: int, number: int) -> ResponseReturnValue:
    """A page of a redacted copy of what the request asks about, and of no other picture; the look is recorded."""
    request = queries.get_given(current_officer(), request_id, *queries.FOR_ITS_HANDLER)
    if redaction_id not in {each.id for each in queries.copies_for(request)}:
        raise NotFound
    purpose = f"removal request {request.name}"
    officer = current_officer()
    png = evidence.show_released(redaction_id, number, Reader.TAKEDOWN, actor=officer, purpose=purpose)
    return Response(png, mimetype="image/png")

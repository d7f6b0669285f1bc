"""What is to be looked at today, and the form on which a recipient may answer: both for paper as well."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.council import queries as council
from casework.permissions import Permission
from casework.takedowns import queries
from casework.takedowns.places import place, platform_of
from casework.takedowns.routes.blueprint import bp as takedowns
from casework.takedowns.routes.blueprint import home
from casework.takedowns.routes.mine import bp
from casework.takedowns.workflow import AWAITED
from casework.web.forms import page
from casework.web.guard import requires
from casework.web.requests import page_asked
from casework.working_days import in_words


@bp.get("/my-requests/to-verify")
@requires(Permission.TAKEDOWN_HANDLE)
def to_verify() -> ResponseReturnValue:
    """The requests of which a post is to be looked at by today: one's own, and for staff all of their cases."""
    closures, today, officer = council.closures(), clock.today(), current_officer()
    return page(
        "takedowns/to_verify.html",
        page=queries.page_to_verify(officer, page_asked()),
        since=lambda each: in_words(each.next_look_on, today, closures),
        given=lambda each: each.given_to_id == officer.id,
        place=place,
        platform_of=platform_of,
    )


@takedowns.get("/removal-requests/<int:request_id>/reply-form")
@requires(Permission.TAKEDOWN_HANDLE)
def reply_form(request_id: int) -> ResponseReturnValue:
    """A form for paper on which the recipient may answer: it says no more than the letter said."""
    return render_template("takedowns/reply_form.html", **_asked(request_id))


@takedowns.get("/removal-requests/<int:request_id>/reply-form.txt")
@requires(Permission.TAKEDOWN_HANDLE)
def reply_form_text(request_id: int) -> ResponseReturnValue:
    """The same as plain text, to go with an e-mail."""
    return Response(
        render_template("takedowns/reply_form.txt", **_asked(request_id)),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="reply-form-{request_id}.txt"'},
    )


def _asked(request_id: int) -> dict[str, object]:
    request = queries.get_handled(current_officer(), request_id, *queries.FOR_ITS_HANDLER)
    return {
        "removal": request,
        "place": place,
        "asked_by": request.deadline if request.status in AWAITED or request.sent_on is None else None,
        "back": home(request),
    }

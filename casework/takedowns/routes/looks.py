"""Recording a look at one post, and asking for advice where another look was not announced.

A person looks, at the address that the letter named; nothing is ever fetched. Like all pages of whoever handles a
request, these show no more than the handler may see, whoever opens them.
"""

from flask import url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.models import Post
from casework.errors import NotFound
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.forms import AskForm
from casework.takedowns.looking import second_from
from casework.takedowns.models import RemovalRequest
from casework.takedowns.places import place
from casework.takedowns.queries import Standing
from casework.takedowns.routes.acting import look_form, record_look
from casework.takedowns.routes.attaching import fate
from casework.takedowns.routes.blueprint import bp, done, home
from casework.takedowns.workflow import LOOKED_AT_IN, RequestAction, Seen, next_status
from casework.web.forms import page
from casework.web.guard import requires


def _handled(request_id: int, post_id: int) -> tuple[RemovalRequest, Post]:
    request = queries.get_handled(current_officer(), request_id, *queries.FOR_ITS_HANDLER)
    post = next((each for each in request.posts if each.id == post_id), None)
    if post is None:
        raise NotFound
    if request.status not in LOOKED_AT_IN:
        next_status(request.status, RequestAction.CALL_FOR_LOOK)
    return request, post


@bp.route("/removal-requests/<int:request_id>/posts/<int:post_id>/look", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def look(request_id: int, post_id: int) -> ResponseReturnValue:
    """Record a look at one post, with its capture; or say why another look stops, and ask for advice."""
    request, post = _handled(request_id, post_id)
    form = look_form(request)
    if form.submitted() and form.seen_at.data:
        with form.catching():
            return done(request, record_look(request, post, form))
    if form.failed:
        request, post = _handled(request_id, post_id)
    stand = queries.standing(request)
    if stand.purpose(post_id, clock.today()) is None and not form.failed:
        return _stopped(request, post, stand, AskForm())
    return page(
        "takedowns/look.html",
        form=form,
        removal=request,
        post=post,
        **_told(request, post, stand),
        fate=fate(form),
        action=url_for(".look", request_id=request_id, post_id=post_id),
    )


@bp.post("/removal-requests/<int:request_id>/posts/<int:post_id>/look/advice")
@requires(Permission.TAKEDOWN_HANDLE)
def ask_advice(request_id: int, post_id: int) -> ResponseReturnValue:
    """Ask the Monitoring Officer for advice on another look."""
    request, post = _handled(request_id, post_id)
    form = AskForm()
    if form.submitted():
        with form.catching():
            service.ask_advice(request, form.question.data or "", actor=current_officer())
            return done(request, "The Monitoring Officer is asked. You are told when the answer is there.")
    request, post = _handled(request_id, post_id)
    return _stopped(request, post, queries.standing(request), form)


def _stopped(request: RemovalRequest, post: Post, stand: Standing, form: AskForm) -> ResponseReturnValue:
    return page(
        "takedowns/look_stopped.html", form=form, removal=request, post=post, **_told(request, post, stand)
    )


def _told(request: RemovalRequest, post: Post, stand: Standing) -> dict[str, object]:
    """Return what both pages say of the looks so far, and of the one that may come."""
    looks = [each for each in stand.looks[post.id] if each.seen is not Seen.NOT_CHECKED]
    return {
        "looks": looks,
        "left": stand.announced_left(post.id),
        "purpose": stand.purpose(post.id, clock.today()),
        "advice": stand.advice,
        "allowed": stand.allowing(post.id, clock.today()),
        "asked": stand.asked,
        "second_from": second_from(looks),
        "place": place,
        "back": home(request),
    }

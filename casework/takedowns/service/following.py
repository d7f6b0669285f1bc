"""Taking a request further: a draft on the next route, linked, which nobody sends but a person who approved it."""

from casework.accounts.models import Officer
from casework.cases.models import Case, Post
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.takedowns import queries
from casework.takedowns.looking import why_not_gone
from casework.takedowns.models import RemovalRequest
from casework.takedowns.next_routes import grounds_for
from casework.takedowns.route_facts import ROUTE_FACTS
from casework.takedowns.service.carrying import carried_over
from casework.takedowns.service.drafting import draft_request
from casework.takedowns.service.moving import held, move
from casework.takedowns.workflow import Ground, RequestAction, RequestLink, Route


@command
def take_further(request: RemovalRequest, route: Route, *, actor: Officer) -> RemovalRequest:
    """Draft a request on the next route with the grounds and reasons of it, linked, without posts shown to be gone.

    Only grounds on which somebody there acts are carried over, and nothing that the route needs of its own. Raises
    NotPossible where nothing calls for it, or a request is on that route already; DomainError for a route that may
    not follow this one, and what `draft_request` raises.
    """
    lock(request)
    why, found = queries.next_for(request, queries.around(request.case_id))
    if not why:
        raise NotPossible(
            "Nothing calls for another route now. Look at the request again: somebody moved it on."
        )
    proposed = {each.route: each for each in found}
    if route not in proposed:
        raise DomainError(
            "This route does not follow on the one that was taken. Choose from the list.", "route"
        )
    if proposed[route].objection:
        raise NotPossible(proposed[route].objection)
    case = db.session.get_one(Case, request.case_id)
    grounds = grounds_for(route, request.grounds)
    return draft_request(
        case,
        actor=actor,
        posts=_still_asked_about(request),
        clauses=queries.clauses_in(request) if Ground.CODE in grounds else (),
        parent=request,
        link=RequestLink.NEXT_ROUTE,
        route=route,
        recipient=ROUTE_FACTS[route].recipient,
        grounds=grounds,
        ground_detail=request.ground_detail if grounds else "",
        **carried_over(request),
    )


def _still_asked_about(request: RemovalRequest) -> list[Post]:
    """Return its posts without those shown to be gone, of which nobody else has to hear; all, where all are."""
    posts = [post for post in queries.posts_in(request) if not post.taken_out_reason]
    looks = queries.standing(request).looks
    return [post for post in posts if why_not_gone(looks.get(post.id, []))] or posts


@command
def escalate(request: RemovalRequest, *, actor: Officer) -> None:
    """Record that it was taken further. Raises NotPossible before there is a request on the next route."""
    held(request, RequestAction.ESCALATE)
    after = queries.opened_after(request, queries.around(request.case_id).links)
    if not after:
        raise NotPossible("Draft the request on the next route first: it was not taken further yet.")
    move(request, RequestAction.ESCALATE, actor=actor, reason=f"Taken further: {', '.join(after.values())}")

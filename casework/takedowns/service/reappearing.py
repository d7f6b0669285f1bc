"""A post that is there again: recorded with a look and its capture, and asked about anew in a draft of its own.

A request that was closed stays closed, with its outcome: it was gone then, and what comes now is another matter.
"""

from datetime import datetime
from typing import Unpack

from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case, Post
from casework.database import command, db, lock
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.evidence import service as evidence
from casework.evidence.models import Exhibit
from casework.permissions import Permission, can
from casework.takedowns import queries
from casework.takedowns.looking import SHOWS_IT
from casework.takedowns.models import Observation, RemovalRequest
from casework.takedowns.service.carrying import carried_over
from casework.takedowns.service.drafting import draft_request
from casework.takedowns.service.looks import check_capture, check_later_than_gone, check_look, put
from casework.takedowns.service.means import LookValues
from casework.takedowns.service.moving import held, move, need
from casework.takedowns.workflow import (
    LookPurpose,
    Means,
    RequestAction,
    RequestLink,
    RequestStatus,
    Seen,
    was_verified,
)


@command
def reappear(
    request: RemovalRequest,
    post: Post,
    *,
    actor: Officer,
    means: Means | None,
    seen_at: datetime,
    exhibit: Exhibit | None,
    noticed: str,
    copy_address: str | None = None,
    **values: Unpack[LookValues],
) -> RemovalRequest:
    """Record that a post which was verified removed is there again, and return a new draft that asks anew.

    `noticed`: how it came to notice, as nobody is to go and search. `copy_address`: where a copy of it is, if the post
    itself is still gone; it becomes a post of the case. Raises NotPossible where it was never verified, or was asked
    anew already; DomainError where there is no capture, or the look cannot be so; NotAllowed for whoever drafts none.
    """
    if not can(actor, Permission.TAKEDOWN_DRAFT):
        raise NotAllowed("Only whoever may draft a removal request records that a post is there again.")
    _held(request)
    noticed = need(noticed, "Say how it came to notice.", "noticed")
    if exhibit is None:
        raise DomainError("Send a capture that shows it: without one it cannot be said to be there.", "file")
    kept = check_look(request, post, Seen.AVAILABLE, means, seen_at, exhibit=exhibit, **values)
    check_later_than_gone(queries.looks_at(request)[post.id], seen_at)
    check_capture(request, post, seen_at, exhibit)
    case = db.session.get_one(Case, request.case_id)
    asked = post if copy_address is None else _copy_of(post, case, copy_address, actor)
    evidence.describe_all([exhibit], actor=actor, posts=[asked.id])
    look = Observation(
        case_id=request.case_id,
        request_id=request.id,
        post_id=post.id,
        seen=Seen.AVAILABLE,
        means=means,
        seen_at=seen_at,
        by_id=actor.id,
        exhibit=exhibit,
        address=asked.address,
        purpose=LookPurpose.REAPPEARED,
        noticed=noticed,
        **kept,
    )
    put(look, request, actor=actor, changes={})
    if request.status is not RequestStatus.CLOSED:
        move(request, RequestAction.REAPPEAR, actor=actor, reason=noticed)
    return _ask_anew(request, case, asked, actor)


@command
def ask_anew(request: RemovalRequest, *, actor: Officer) -> RemovalRequest:
    """Draft a request about the post that a look found there again, where whoever looked could draft none.

    Raises NotPossible where none was, or it was asked anew already.
    """
    lock(request)
    _insist_on_first(request)
    looks = queries.looks_at(request)
    seen = [look for each in looks.values() for look in each if look.seen in SHOWS_IT]
    if request.status is not RequestStatus.REAPPEARED or not seen:
        raise NotPossible("No look has found a post of this request there again.")
    newest = max(seen, key=lambda look: look.seen_at)
    case, post = db.session.get_one(Case, request.case_id), db.session.get_one(Post, newest.post_id)
    return _ask_anew(request, case, post, actor)


def _insist_on_first(request: RemovalRequest) -> None:
    again = queries.asked_anew(request)
    if again:
        raise NotPossible(f"It was asked anew already: {again.name}. Record the look there.")


def _held(request: RemovalRequest) -> None:
    if request.status is not RequestStatus.CLOSED:
        held(request, RequestAction.REAPPEAR)
        return
    lock(request)
    if not was_verified(request):
        raise NotPossible(
            "This request was closed without the post being verified removed, so it cannot be there again. Draft a new "
            "request."
        )
    _insist_on_first(request)


def _copy_of(post: Post, case: Case, address: str, actor: Officer) -> Post:
    """Add a copy of a post at another address to the record. Whose it is has still to be established."""
    address = need(address, "Give the address of the copy.", "copy_address")
    if address == post.address:
        raise DomainError(
            "This is the address of the post itself. Choose that it is the same.", "copy_address"
        )
    return cases.add_post(case, actor=actor, address=address, kind=post.kind, words=post.words)


def _ask_anew(request: RemovalRequest, case: Case, asked: Post, actor: Officer) -> RemovalRequest:
    """Draft a request about the post with what the first one rested on; nothing is sent by that."""
    return draft_request(
        case,
        actor=actor,
        posts=[asked],
        clauses=queries.clauses_in(request),
        route=request.route,
        recipient=request.recipient,
        recipient_contact=request.recipient_contact,
        grounds=list(request.grounds),
        ground_detail=request.ground_detail,
        parent=request,
        link=RequestLink.REAPPEARED,
        **carried_over(request),
    )

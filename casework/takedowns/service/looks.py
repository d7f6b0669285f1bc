"""Recording what was seen of a post, and saying what that amounts to."""

from datetime import datetime

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Post
from casework.database import command, db
from casework.errors import DomainError, NotPossible
from casework.evidence.models import Exhibit
from casework.takedowns import queries
from casework.takedowns.looking import why_not
from casework.takedowns.models import Observation, RemovalRequest
from casework.takedowns.places import place
from casework.takedowns.service.moving import held, held_exhibit, move, need
from casework.takedowns.workflow import (
    FINDINGS,
    FOLLOW_UPS,
    Means,
    RequestAction,
    RequestStatus,
    Seen,
)


@command
def observe(
    request: RemovalRequest,
    post: Post,
    *,
    actor: Officer,
    seen: Seen,
    means: Means | None,
    seen_at: datetime,
    wording: str = "",
    exhibit: Exhibit | None = None,
) -> Observation:
    """Record a look at one post of the request; the request is then to be verified.

    `exhibit`: the capture, of the same case. Raises NotPossible where nothing was sent yet or it has ended.
    """
    if request.status is RequestStatus.VERIFICATION_DUE:
        held(request, RequestAction.FIND_INCONCLUSIVE)
    else:
        held(request, RequestAction.CALL_FOR_LOOK)
    means = None if seen is Seen.NOT_CHECKED else means
    check_look(request, post, seen, means, seen_at)
    if exhibit is not None:
        _check_capture(request, post, seen_at, exhibit)
    look = Observation(
        case_id=request.case_id,
        request_id=request.id,
        post_id=post.id,
        seen=seen,
        means=means,
        seen_at=seen_at,
        by_id=actor.id,
        wording=wording.strip(),
        exhibit_id=exhibit.id if exhibit else None,
    )
    _put(look, request, exhibit, actor)
    if request.status is not RequestStatus.VERIFICATION_DUE:
        move(request, RequestAction.CALL_FOR_LOOK, actor=actor, finding_reason="")
    db.session.flush()
    return look


def _put(look: Observation, request: RemovalRequest, exhibit: Exhibit | None, actor: Officer) -> None:
    db.session.add(look)
    record(
        Verb.POST_OBSERVED,
        actor=actor,
        subject=request,
        case=request.case_id,
        also=[look],
        name=request.name,
        seen=look.seen.label.lower(),
        means=look.means,
        seen_at=look.seen_at,
        capture=exhibit.label if exhibit else None,
    )


def check_look(
    request: RemovalRequest, post: Post, seen: Seen, means: Means | None, seen_at: datetime
) -> None:
    """Raise DomainError where a look cannot have been so. Part of `observe`; asked before a capture is taken in."""
    if post.id not in {each.id for each in queries.posts_in(request)}:
        raise DomainError("This post is not one of those that the request asks about.", "post")
    if seen is not Seen.NOT_CHECKED and means is None:
        raise DomainError("Say how you looked: logged out, or with an account of the council.", "means")
    if seen_at > clock.now():
        raise DomainError("The time of the look is still to come. Check the date.", "seen_at")
    if request.sent_on is None or clock.london_date(seen_at) < request.sent_on:
        raise DomainError("A look at the post after the request counts from the day it was sent.", "seen_at")
    if request.approved_at is not None and seen_at < request.approved_at.replace(second=0, microsecond=0):
        raise DomainError(
            "At this time the request was not approved yet, let alone sent. Check it.", "seen_at"
        )


def _check_capture(request: RemovalRequest, post: Post, seen_at: datetime, exhibit: Exhibit) -> None:
    """Raise DomainError unless the exhibit can be what was seen then: of this case, no older, of no other look."""
    held_exhibit(request, exhibit)
    if exhibit.received_at < seen_at.replace(second=0, microsecond=0):
        raise DomainError(
            f"Exhibit {exhibit.label} was received before the time of this look, so it cannot show what was seen "
            "then. Check the time, or choose another exhibit.",
            "exhibit",
        )
    older = queries.held_before(request, exhibit)
    if older is not None:
        raise DomainError(
            f"Exhibit {exhibit.label} is the very same file as {older}, which was held before the request was sent, so "
            "it cannot show what was seen at this look. Send the capture of the look itself.",
            "exhibit",
        )
    answer = queries.answered_with(request, exhibit)
    if answer is not None:
        raise DomainError(
            f"Exhibit {exhibit.label} is the very same file as {answer}, which came with their answer: it is what they "
            "sent, not what was seen at this look. Send the capture of the look itself.",
            "exhibit",
        )
    earlier = queries.look_captured_by(request, post, exhibit)
    if earlier is not None:
        raise DomainError(
            f"Exhibit {exhibit.label} is the same picture as the capture of an earlier look at this post. Each look "
            "has a capture of its own.",
            "exhibit",
        )


@command
def conclude(request: RemovalRequest, finding: RequestAction, *, actor: Officer, reason: str = "") -> None:
    """Say what the looks amount to: removed, still there, changed, or that it cannot be verified (with a reason).

    Raises NotPossible naming what the looks do not show yet.
    """
    if finding not in FINDINGS:
        raise DomainError("Choose what was found.", "finding")
    held(request, finding)
    looks = queries.looks_at(request)
    objection = why_not(finding, {place(post): looks[post.id] for post in queries.posts_in(request)})
    if objection:
        raise NotPossible(objection)
    reason = reason.strip()
    if finding is RequestAction.FIND_INCONCLUSIVE:
        reason = need(reason, "Say why it cannot be verified.", "reason")
    move(request, finding, actor=actor, reason=reason or None, finding_reason=reason)


@command
def follow_up(request: RemovalRequest, action: RequestAction, reason: str, *, actor: Officer) -> None:
    """Take the request further, watch it for a time, or record that the post is there again; with a reason."""
    if action not in FOLLOW_UPS:
        raise DomainError("This does not follow up a removal request.", "action")
    held(request, action)
    move(request, action, actor=actor, reason=need(reason, "Give the reason.", "reason"))

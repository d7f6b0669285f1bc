"""Recording what was seen of a post, and saying what that amounts to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Post
from casework.clock import london_date, london_time, long_date
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.evidence.models import Exhibit
from casework.takedowns import queries
from casework.takedowns.looking import APART, GONE, SHOWS_IT, proving, why_not
from casework.takedowns.models import LookAdvice, Observation, RemovalRequest
from casework.takedowns.places import place
from casework.takedowns.service.handling import tell_owner
from casework.takedowns.service.means import LookValues, means_of
from casework.takedowns.service.moving import held, held_exhibit, move, need
from casework.takedowns.workflow import (
    FINDINGS,
    LOOKED_AT_IN,
    LookPurpose,
    Means,
    RequestAction,
    RequestStatus,
    Seen,
    next_status,
    was_verified,
)

UNSETTLING = frozenset({RequestAction.FIND_INCONCLUSIVE, RequestAction.FIND_REPORTED})
Changes = dict[str, tuple[object, object]]
WAITS = (
    "No look at this post is announced any more, and none is advised. To look again and again at somebody’s pages when "
    "they do not know of it can be surveillance that needs authority, so it stops here."
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
    exhibit: Exhibit | None = None,
    **values: Unpack[LookValues],
) -> Observation:
    """Record a look at the address of one post of the request, as its letter named it; it is then to be verified.

    While it is monitored it stays so. A post that was verified removed and is there again makes it “reappeared”, and
    the case's owner is told. `exhibit`: the capture, of the same case. Raises NotPossible where it was not sent, it
    has ended, or the look was recorded already or neither announced nor advised; DomainError where it cannot be so.
    """
    held_for_a_look(request)
    if queries.is_recorded(request, post, actor, seen_at, seen):
        raise NotPossible("This very look is recorded already.")
    if seen is Seen.NOT_CHECKED:
        means = None
    values = check_look(request, post, seen, means, seen_at, exhibit=exhibit, **values)
    if exhibit is not None:
        check_capture(request, post, seen_at, exhibit)
    back = was_verified(request) and seen in SHOWS_IT
    if back and exhibit is None:
        raise DomainError(
            "It was verified removed. To say that it is there again, send a capture that shows it.", "file"
        )
    stand = queries.standing(request)
    if back:
        check_later_than_gone(stand.looks[post.id], seen_at)
    purpose, advice = allowed_as(stand, post, seen, seen_at)
    look = Observation(
        case_id=request.case_id,
        request_id=request.id,
        post_id=post.id,
        seen=seen,
        means=means,
        seen_at=seen_at,
        by_id=actor.id,
        exhibit=exhibit,
        address=post.address,
        purpose=purpose,
        advice_id=advice.id if advice else None,
        **values,
    )
    stays = not back and request.status in {RequestStatus.VERIFICATION_DUE, RequestStatus.MONITORING}
    stand.looks[post.id].append(look)
    wanted = queries.next_look(request, request.status, stand, request.deadline)
    put(look, request, actor=actor, changes=changes_of(request, next_look_on=wanted) if stays else {})
    if back:
        move(request, RequestAction.REAPPEAR, actor=actor, reason=f"At a look: {seen.label.lower()}")
        case = db.session.get_one(Case, request.case_id)
        tell_owner(request, case, actor, f"A post of removal request {request.name} is there again.")
    elif not stays:
        move(request, RequestAction.CALL_FOR_LOOK, actor=actor, finding_reason="")
    db.session.flush()
    return look


def held_for_a_look(request: RemovalRequest) -> None:
    """Hold the request; raise NotPossible unless somebody may look at its posts now."""
    lock(request)
    if request.status not in LOOKED_AT_IN:
        next_status(request.status, RequestAction.CALL_FOR_LOOK)


def _typed(moment: datetime) -> datetime:
    """Return a moment as an officer types one: to the minute."""
    return moment.replace(second=0, microsecond=0)


def _told(moment: datetime) -> str:
    return f"{london_time(moment):%H:%M} on {long_date(moment)}"


def check_later_than_gone(looks: Sequence[Observation], seen_at: datetime) -> None:
    """Raise DomainError where a post that was verified removed is said to be there again before it was seen gone."""
    gone = max((look.seen_at for look in looks if look.seen in GONE), default=None)
    if gone is not None and seen_at < _typed(gone):
        raise DomainError(
            f"It was seen to be gone at {_told(gone)}, later than this look. That it is there again is "
            "said of a later one: check the time.",
            "seen_at",
        )


def allowed_as(
    stand: queries.Standing, post: Post, seen: Seen, seen_at: datetime
) -> tuple[LookPurpose, LookAdvice | None]:
    """Return what a look at a post is for, and the advice that allows it; raise NotPossible where it waits for some.

    Advice allows looks from the moment on at which it was given: none is made first, and excused afterwards.
    """
    if seen is Seen.NOT_CHECKED:
        return LookPurpose.ANNOUNCED, None
    day = london_date(seen_at)
    purpose = stand.purpose(post.id, day)
    if purpose is None:
        raise NotPossible(f"{WAITS} Ask for advice on the page of the look.")
    if purpose is not LookPurpose.ADVISED:
        return purpose, None
    advice = stand.allowing(post.id, day)
    if advice is not None and advice.answered_at is not None and seen_at < _typed(advice.answered_at):
        raise DomainError(
            f"The advice that allows this look was given at {_told(advice.answered_at)}. A look made before is not "
            "covered by it: check the time, or tell the Monitoring Officer.",
            "seen_at",
        )
    return purpose, advice


def put(look: Observation, request: RemovalRequest, *, actor: Officer, changes: Changes) -> None:
    """Add a look, and record it with its purpose; part of a command."""
    db.session.add(look)
    record(
        Verb.POST_OBSERVED,
        actor=actor,
        subject=request,
        case=request.case_id,
        also=[look],
        changes=changes,
        name=request.name,
        seen=look.seen.label.lower(),
        means=look.means,
        account=look.account,
        able=look.able,
        purpose=look.purpose,
        address=look.address,
        seen_at=look.seen_at,
        capture=look.exhibit.label if look.exhibit else None,
    )


def check_look(
    request: RemovalRequest,
    post: Post,
    seen: Seen,
    means: Means | None,
    seen_at: datetime,
    *,
    exhibit: object = None,
    **values: Unpack[LookValues],
) -> LookValues:
    """Return what is kept of a look; raise DomainError where it cannot have been so.

    Part of `observe`; asked before a capture is taken in. `exhibit`: whatever shows that there is one.
    """
    if post.id not in {each.id for each in queries.posts_in(request)}:
        raise DomainError("This post is not one of those that the request asks about.", "post")
    if seen_at > clock.now():
        raise DomainError("The time of the look is still to come. Check the date.", "seen_at")
    if request.sent_on is None or london_date(seen_at) < request.sent_on:
        raise DomainError("A look at the post after the request counts from the day it was sent.", "seen_at")
    if request.approved_at is not None and seen_at < _typed(request.approved_at):
        raise DomainError(
            "At this time the request was not approved yet, let alone sent. Check it.", "seen_at"
        )
    return means_of(request, post, seen, means, seen_at, captured=exhibit is not None, **values)


def check_capture(request: RemovalRequest, post: Post, seen_at: datetime, exhibit: Exhibit) -> None:
    """Raise DomainError unless the exhibit can be what was seen then: of this case, no older, of no other look."""
    held_exhibit(request, exhibit)
    if exhibit.received_at < _typed(seen_at):
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
    """Say what the looks amount to: removed, still there, changed, or, with a reason, that it cannot be verified.

    A removal whose captures came late needs one too. Raises NotPossible naming what the looks do not show yet.
    """
    if finding not in FINDINGS:
        raise DomainError("Choose what was found.", "finding")
    held(request, finding)
    stand = queries.standing(request)
    posts = {place(post): stand.looks[post.id] for post in stand.posts}
    objection = why_not(finding, posts, said_done=stand.said_done)
    if objection:
        raise NotPossible(objection)
    reason = reason.strip()
    if finding is RequestAction.VERIFY_REMOVED and (late := captured_late(stand)):
        reason = need(reason, late, "reason")
    if finding in UNSETTLING:
        reason = need(reason, "Say why it cannot be verified.", "reason")
    move(request, finding, actor=actor, reason=reason or None, finding_reason=reason)


def captured_late(stand: queries.Standing) -> str | None:
    """Say what is wanted where both captures of a post came within the last day, whatever times were given for them.

    The time of a look is what somebody typed; when its capture was received is what Casework itself knows.
    """
    for looks in stand.looks.values():
        received = [look.exhibit.received_at for look in proving(looks) if look.exhibit is not None]
        first = min(received, default=None)
        if first is not None and _typed(first) + APART > clock.now():
            return (
                f"The first capture that shows it gone was received only at {_told(first)}: that the two looks were a "
                "day apart is shown by nothing but the times written down for them. Say under Reason why it came "
                "late, which the proof sheet for the file repeats; or confirm it from "
                f"{_told(first + APART)} on, without another look."
            )
    return None

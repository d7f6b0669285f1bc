"""What was published. A post is taken out of the record with a reason, and never deleted."""

from datetime import date
from typing import TypedDict, Unpack

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.addresses import told_by_address
from casework.cases.models import Case, Conduct, Post, SubjectMember
from casework.cases.searchable import feed_post
from casework.cases.service.editing import (
    apply,
    need_address,
    need_period,
    need_reason,
    not_in_future,
    same_case,
)
from casework.cases.workflow import Attribution, Audience, Live, PostKind
from casework.database import command, db, lock
from casework.errors import NotPossible
from casework.members.folding import address_key, handle_key
from casework.members.workflow import Platform
from casework.versions import expect_version

LABELS = {
    "platform": "Platform",
    "platform_name": "Name of the platform",
    "kind": "What it is",
    "address": "Address",
    "handle": "Handle",
    "display_name": "Display name",
    "words": "Words",
    "subject_id": "Whose post it is",
    "attribution": "How it is tied to the member",
    "posted_displayed": "Date as displayed",
    "posted_from": "Posted, from",
    "posted_to": "Posted, to",
    "audience": "Who could see it",
    "how_reached": "How private content reached us",
    "live": "Still there",
    "standing_since": "Standing since",
    "member_told_on": "Member told of it",
    "member_told_by": "Told by",
}


ASKED = {"kind", "attribution", "audience", "live"}


class PostValues(TypedDict, total=False):
    """What is recorded of a post; every one may be left for later."""

    subject_id: int | None
    platform: Platform | None
    platform_name: str
    kind: PostKind
    address: str
    handle: str
    display_name: str
    words: str
    attribution: Attribution
    posted_displayed: str
    posted_from: date | None
    posted_to: date | None
    audience: Audience
    how_reached: str
    live: Live
    standing_since: date | None
    member_told_on: date | None
    member_told_by: str


@command
def add_post(
    case: Case, *, actor: Officer, conduct: Conduct | None = None, **values: Unpack[PostValues]
) -> Post:
    """Record a post, in the case's first course of conduct unless another of the case is given.

    An address tells its own platform and, on some, its account, where nobody says more.
    """
    if conduct is None:
        conduct = db.session.scalars(
            select(Conduct).where(Conduct.case_id == case.id).order_by(Conduct.id).limit(1)
        ).one()
    same_case(conduct, case.id, "This conduct")
    post = Post(case_id=case.id, conduct_id=conduct.id)
    apply(post, {**values, **_told(post, values)}, ASKED)
    _check(post)
    db.session.add(post)
    record(
        Verb.POST_ADDED, actor=actor, subject=post, case=case, platform=post.platform, address=post.address
    )
    feed_post(post)
    return post


@command
def change_post(
    post: Post,
    *,
    actor: Officer,
    conduct: Conduct | None = None,
    version: int | None = None,
    **values: Unpack[PostValues],
) -> None:
    """Change what is recorded of a post. Raises Stale, or NotPossible once it was taken out."""
    lock(post)
    if post.taken_out_reason:
        raise NotPossible("This post was taken out of the record. Put it back first.")
    expect_version(post, version, values, LABELS)
    changes = apply(post, {**values, **_told(post, values)}, ASKED)
    if conduct is not None:
        same_case(conduct, post.case_id, "This conduct")
        changes |= changes_of(post, conduct_id=conduct.id)
    _check(post)
    if changes:
        record(Verb.POST_CHANGED, actor=actor, subject=post, case=post.case_id, changes=changes)
        feed_post(post)


@command
def take_out_post(post: Post, reason: str, *, actor: Officer) -> None:
    """Take a post out of the record: it was recorded twice, or in the wrong case. It stays readable as such."""
    lock(post)
    if post.taken_out_reason:
        raise NotPossible("This post was taken out of the record already.")
    reason = need_reason(reason, "the post is taken out of the record")
    post.taken_out_reason = reason
    record(Verb.POST_REMOVED, actor=actor, subject=post, case=post.case_id, reason=reason)
    feed_post(post)


@command
def put_back_post(post: Post, *, actor: Officer) -> None:
    """Put a post back that was taken out of the record."""
    changes = changes_of(lock(post), taken_out_reason="")
    if changes:
        record(Verb.POST_CHANGED, actor=actor, subject=post, case=post.case_id, changes=changes)
        feed_post(post)


def _told(post: Post, values: PostValues) -> PostValues:
    """Return what a newly given address says of platform and account, where neither is on record nor given."""
    told, found = told_by_address(values.get("address", "")), PostValues()
    if told.platform and not values.get("platform", post.platform):
        found["platform"] = told.platform
    if told.handle and not values.get("handle", post.handle):
        found["handle"] = told.handle
    return found


def _check(post: Post) -> None:
    """Fold what is searched by, and refuse dates that cannot be."""
    post.address_key = address_key(post.address or "")
    post.handle_key = handle_key(post.handle or "")
    need_address(post.address or "")
    today = clock.today()
    not_in_future(post.posted_from, today, "The date of the post", "posted_from")
    not_in_future(post.standing_since, today, "The date since which it stands", "standing_since")
    not_in_future(post.member_told_on, today, "The date on which the member was told", "member_told_on")
    need_period(post.posted_from, post.posted_to, "posted_to")
    if post.subject_id is not None:
        same_case(db.session.get_one(SubjectMember, post.subject_id), post.case_id, "This councillor")

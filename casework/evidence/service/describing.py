"""What officers say of an exhibit: kept apart from what the software saw."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypedDict, Unpack

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Post
from casework.cases.service.editing import apply
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.evidence.models import Exhibit, ExhibitPost, PostProposal
from casework.evidence.texts.searchable import feed_exhibit
from casework.evidence.workflow import CapturedBy
from casework.versions import expect_version
from casework.words import YesNo

DESCRIBED = {
    "title": "What it shows",
    "captured_by": "Who took it",
    "captured_by_name": "Their name",
    "obtained_on": "When we got it",
    "seen_live": "Did an officer see the post live",
    "posts": "Which posts it shows",
}
ASKED = {"captured_by", "seen_live"}


class Description(TypedDict, total=False):
    """What may be said of an exhibit."""

    title: str
    captured_by: CapturedBy
    captured_by_name: str
    obtained_on: date | None
    seen_live: YesNo


@command
def describe(
    exhibit: Exhibit,
    *,
    actor: Officer,
    version: int | None = None,
    posts: Collection[int] | None = None,
    **values: Unpack[Description],
) -> None:
    """Describe an exhibit, and with `posts` (ids) say which posts of its case it shows.

    Raises Stale where another officer described it first, DomainError for a day in the future or a post elsewhere.
    """
    lock(exhibit)
    if exhibit.destroyed_at is not None:
        raise NotPossible(f"Exhibit {exhibit.label} was destroyed. What remains of it cannot be changed.")
    expect_version(exhibit, version, values, DESCRIBED)
    obtained = values.get("obtained_on")
    if obtained is not None and obtained > clock.today():
        raise DomainError("When we got it: this day is still to come.", "obtained_on")
    changes = apply(exhibit, values, ASKED)
    if posts is not None:
        changes |= _show(exhibit, posts)
        _settle(exhibit, posts, actor)
    if changes:
        record(
            Verb.EXHIBIT_DESCRIBED,
            actor=actor,
            subject=exhibit,
            case=exhibit.case_id,
            changes=changes,
            label=exhibit.label,
        )
        feed_exhibit(exhibit)


@command
def describe_all(
    exhibits: Iterable[Exhibit], *, actor: Officer, posts: Collection[int], **values: Unpack[Description]
) -> None:
    """Say the same of several exhibits at once; of each stays what only it is said to show.

    Raises as `describe` does; then nothing is said of any.
    """
    shown = {exhibit: _posts_of(exhibit) for exhibit in exhibits}
    shared = set.intersection(*shown.values()) if shown else set()
    for exhibit, own in shown.items():
        describe(exhibit, actor=actor, posts=(own - shared) | set(posts), **values)


def _posts_of(exhibit: Exhibit) -> set[int]:
    return set(db.session.scalars(select(ExhibitPost.post_id).where(ExhibitPost.exhibit_id == exhibit.id)))


def _settle(exhibit: Exhibit, posts: Collection[int], actor: Officer) -> None:
    """Take a proposal for answered where the officer has just said so by hand."""
    rows = select(PostProposal).where(
        PostProposal.exhibit_id == exhibit.id, PostProposal.answered_at.is_(None)
    )
    for row in db.session.scalars(rows):
        if row.post_id in posts:
            row.accepted, row.answered_at, row.answered_by_id = True, clock.now(), actor.id


def _show(exhibit: Exhibit, posts: Collection[int]) -> dict[str, tuple[object, object]]:
    wanted = set(posts)
    known = set(
        db.session.scalars(select(Post.id).where(Post.case_id == exhibit.case_id, Post.id.in_(wanted)))
    )
    if wanted - known:
        raise DomainError("Choose posts of this case.", "posts")
    rows = {
        row.post_id: row
        for row in db.session.scalars(select(ExhibitPost).where(ExhibitPost.exhibit_id == exhibit.id))
    }
    for post_id in rows.keys() - wanted:
        db.session.delete(rows[post_id])
    db.session.add_all(
        ExhibitPost(exhibit_id=exhibit.id, post_id=post_id) for post_id in wanted - rows.keys()
    )
    if rows.keys() == wanted:
        return {}
    db.session.expire(exhibit, ["posts"])
    return {"posts": (sorted(rows), sorted(wanted))}

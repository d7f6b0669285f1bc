"""Looks at the posts of a request, and the captures and copies that belong to it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from casework.accounts.models import Officer
from casework.cases.models import Post
from casework.cases.queries import Viewer, sees
from casework.clock import london_date
from casework.database import db
from casework.evidence import queries as evidence
from casework.evidence.models import Exhibit, ExhibitPost, Redaction
from casework.evidence.workflow import Reader
from casework.takedowns.models import Observation, RemovalRequest, Reply
from casework.takedowns.queries.asked import posts_in
from casework.takedowns.workflow import RequestLink, RequestStatus, Seen


def looks_at(request: RemovalRequest, posts: Sequence[Post] | None = None) -> dict[int, list[Observation]]:
    """Return {post id: what was seen of it in this request, oldest first} for each of its posts.

    `posts`: its own, where the caller has them.
    """
    known = posts_in(request) if posts is None else posts
    found: dict[int, list[Observation]] = {post.id: [] for post in known}
    rows = db.session.scalars(
        select(Observation)
        .where(Observation.request_id == request.id)
        .options(joinedload(Observation.exhibit), joinedload(Observation.by).lazyload(Officer.role_rows))
        .order_by(Observation.seen_at, Observation.id)
    )
    for row in rows:
        found.setdefault(row.post_id, []).append(row)
    return found


def look_captured_by(request: RemovalRequest, post: Post, exhibit: Exhibit) -> Observation | None:
    """Return a look at this post of which the same picture is the capture already; None where there is none."""
    return db.session.scalar(
        select(Observation)
        .join(Observation.exhibit)
        .where(
            Observation.request_id == request.id,
            Observation.post_id == post.id,
            Exhibit.sha256 == exhibit.sha256,
        )
        .limit(1)
    )


def answered_with(request: RemovalRequest, exhibit: Exhibit) -> str | None:
    """Return the label of the exhibit with the very same bytes that came with an answer; None where none did."""
    sent = db.session.scalar(
        select(Exhibit)
        .join(Reply, Reply.exhibit_id == Exhibit.id)
        .where(Reply.request_id == request.id, Exhibit.sha256 == exhibit.sha256)
        .limit(1)
    )
    return sent.label if sent else None


def captured_at_a_look(request: RemovalRequest, exhibit: Exhibit) -> bool:
    """Say whether the very same file is the capture of a look for this request."""
    looks = select(Observation.id).join(Observation.exhibit).where(Observation.request_id == request.id)
    return db.session.scalar(looks.where(Exhibit.sha256 == exhibit.sha256).limit(1)) is not None


def held_before(request: RemovalRequest, exhibit: Exhibit) -> str | None:
    """Return the label of an exhibit of the case with the very same bytes that was held before the request was sent."""
    twins = db.session.scalars(
        select(Exhibit)
        .where(Exhibit.case_id == request.case_id, Exhibit.sha256 == exhibit.sha256, Exhibit.id != exhibit.id)
        .order_by(Exhibit.id)
    )
    for twin in twins:
        on, at = request.sent_on, request.approved_at
        if (at is not None and twin.received_at < at) or (
            on is not None and london_date(twin.received_at) < on
        ):
            return twin.label
    return None


def asked_anew(request: RemovalRequest) -> RemovalRequest | None:
    """Return the request that asks anew after this one's post was there again, where it was not cancelled."""
    return db.session.scalar(
        select(RemovalRequest)
        .where(
            RemovalRequest.parent_id == request.id,
            RemovalRequest.link == RequestLink.REAPPEARED,
            RemovalRequest.status != RequestStatus.CANCELLED,
        )
        .order_by(RemovalRequest.id)
        .limit(1)
    )


def copies_for(request: RemovalRequest) -> list[Redaction]:
    """Return the redacted copies for a takedown officer, of the exhibits that show the posts of a request.

    They are all that whoever handles the request without seeing its case is shown in pictures.
    """
    shown = evidence.of_posts([post.id for post in request.posts])
    ids = {each.id for exhibits in shown.values() for each in exhibits}
    released = evidence.released_copies(ids, Reader.TAKEDOWN)
    return [copy for copies in released.values() for copy in copies]


def attachable(viewer: Viewer, request: RemovalRequest) -> Sequence[Exhibit]:
    """Return the exhibits that `viewer` may attach to a look or an answer, the newest first.

    Whoever sees the case chooses among all that it holds; others among those that they took in themselves.
    """
    query = select(Exhibit).where(Exhibit.case_id == request.case_id, Exhibit.destroyed_at.is_(None))
    return db.session.scalars(
        query.where(or_(sees(viewer, Exhibit.case_id), Exhibit.received_by_id == viewer.id)).order_by(
            Exhibit.id.desc()
        )
    ).all()


def shows_any(exhibit: Exhibit) -> bool:
    """Say whether an exhibit is said to show any post."""
    return bool(
        db.session.scalar(select(ExhibitPost.post_id).where(ExhibitPost.exhibit_id == exhibit.id).limit(1))
    )


def is_recorded(request: RemovalRequest, post: Post, by: Officer, seen_at: datetime, seen: Seen) -> bool:
    """Say whether this officer recorded the very same look already: a form that was sent twice."""
    same = select(Observation.id).where(
        Observation.request_id == request.id,
        Observation.post_id == post.id,
        Observation.by_id == by.id,
        Observation.seen_at == seen_at,
        Observation.seen == seen,
    )
    return db.session.scalar(same.limit(1)) is not None

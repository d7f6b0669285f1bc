"""Which removal requests rest on an exhibit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, Select, func, select

from casework.accounts.models import Officer
from casework.cases.models import Post
from casework.database import db
from casework.evidence.models import Exhibit, ExhibitPost
from casework.takedowns.models import Observation, RemovalRequest, RemovalRequestPost, Reply
from casework.takedowns.workflow import RequestStatus


@dataclass(frozen=True)
class Resting:
    """How a request rests on an exhibit: how many posts that it shows, looks that it captures, answers that it is."""

    name: str
    status: RequestStatus
    sent: bool
    posts: int
    looks: int
    answers: int


def resting_on(exhibit_id: int) -> list[Resting]:
    """Return the requests that rest on an exhibit, in the order of their names: one SELECT."""

    def count(query: Select[int]) -> ScalarSelect[int]:
        return query.correlate(RemovalRequest).scalar_subquery()

    posts = count(
        select(func.count())
        .select_from(RemovalRequestPost)
        .join(ExhibitPost, ExhibitPost.post_id == RemovalRequestPost.post_id)
        .where(RemovalRequestPost.request_id == RemovalRequest.id, ExhibitPost.exhibit_id == exhibit_id)
    )
    looks = count(
        select(func.count())
        .select_from(Observation)
        .where(Observation.request_id == RemovalRequest.id, Observation.exhibit_id == exhibit_id)
    )
    answers = count(
        select(func.count())
        .select_from(Reply)
        .where(Reply.request_id == RemovalRequest.id, Reply.exhibit_id == exhibit_id)
    )
    rows = db.session.execute(
        select(RemovalRequest.name, RemovalRequest.status, RemovalRequest.sent_on, posts, looks, answers)
        .join(Exhibit, Exhibit.case_id == RemovalRequest.case_id)
        .where(Exhibit.id == exhibit_id)
        .order_by(RemovalRequest.name)
    )
    return [
        Resting(name, status, sent_on is not None, *counts)
        for name, status, sent_on, *counts in rows
        if any(counts)
    ]


def looks_captured_as(exhibit_ids: Collection[int]) -> Sequence[tuple[Observation, str, str, str]]:
    """Return the looks whose captures these exhibits are: each with who looked, its request, and the post's address."""
    rows = db.session.execute(
        select(Observation, Officer.name, RemovalRequest.name, Post.address)
        .join(Officer, Officer.id == Observation.by_id)
        .join(RemovalRequest, RemovalRequest.id == Observation.request_id)
        .join(Post, Post.id == Observation.post_id)
        .where(Observation.exhibit_id.in_(exhibit_ids))
        .order_by(Observation.seen_at, Observation.id)
    )
    return [(look, officer, request, address) for look, officer, request, address in rows]

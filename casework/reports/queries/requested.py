"""The removal requests that figures count, as dated facts: seven selects however many there are."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, select

from casework import clock
from casework.cases.models import Post
from casework.database import db
from casework.reports.facts import RemovalFact
from casework.takedowns.looking import GONE
from casework.takedowns.models import Observation, Pause, RemovalRequest, RemovalRequestPost, Reply
from casework.takedowns.workflow import WERE_VERIFIED, Ground, ReplyKind, RequestLink

ONE_DAY = timedelta(days=1)


def removal_facts(*only: ColumnElement[bool]) -> dict[int, list[RemovalFact]]:
    """Return the requests that were sent, {case id: them}, of those that fit `only`.

    Gone is what was seen to be, of every post asked about.
    """
    these = select(RemovalRequest.id).where(RemovalRequest.sent_on.is_not(None), *only)
    answered = _firsts(these, Reply.kind != ReplyKind.ACKNOWLEDGED)
    said = _firsts(these, Reply.kind == ReplyKind.COMPLIED)
    seen, posts, platforms = _seen_gone(these), defaultdict[int, set[int]](set), _platforms_of(these)
    for request_id, post_id in db.session.execute(
        select(RemovalRequestPost.request_id, RemovalRequestPost.post_id).where(
            RemovalRequestPost.request_id.in_(these)
        )
    ):
        posts[request_id].add(post_id)
    pauses, came_back = _pauses_of(these), _came_back(these)
    facts: dict[int, list[RemovalFact]] = defaultdict(list)
    for row in db.session.execute(
        select(
            RemovalRequest.id,
            RemovalRequest.case_id,
            RemovalRequest.sent_on,
            RemovalRequest.ended_on,
            RemovalRequest.route,
            RemovalRequest.grounds,
            RemovalRequest.status,
            RemovalRequest.outcome,
        )
        .where(RemovalRequest.id.in_(these))
        .order_by(RemovalRequest.id)
    ):
        gone = [seen[row.id, post_id] for post_id in posts[row.id] if (row.id, post_id) in seen]
        facts[row.case_id].append(
            RemovalFact(
                asked=row.sent_on,
                said_done=said.get(row.id),
                seen_gone=max(gone) if gone and len(gone) == len(posts[row.id]) else None,
                verified=(row.outcome or row.status) in WERE_VERIFIED,
                ended=row.ended_on,
                answered=answered.get(row.id),
                route=row.route.label,
                grounds=frozenset(ground.label for ground in Ground if ground in row.grounds),
                platforms=frozenset(platforms[row.id]),
                outcome=(row.outcome or row.status).label,
                reappeared=row.id in came_back,
                paused=tuple(pauses[row.id]),
            )
        )
    return facts


def _firsts(these: Select[int], fits: ColumnElement[bool]) -> Mapping[int, date]:
    """Return {request id: day of the first reply that fits}."""
    rows = db.session.execute(
        select(Reply.request_id, func.min(Reply.received_on))
        .where(Reply.request_id.in_(these), fits)
        .group_by(Reply.request_id)
    )
    return {row.request_id: row[1] for row in rows}


def _seen_gone(these: Select[int]) -> Mapping[tuple[int, int], date]:
    """Return {(request id, post id): day on which the post was first seen gone}."""
    rows = db.session.execute(
        select(Observation.request_id, Observation.post_id, func.min(Observation.seen_at))
        .where(Observation.request_id.in_(these), Observation.seen.in_(GONE))
        .group_by(Observation.request_id, Observation.post_id)
    )
    return {(request_id, post_id): clock.london_date(moment) for request_id, post_id, moment in rows}


def _platforms_of(these: Select[int]) -> Mapping[int, set[str]]:
    """Return {request id: the platforms of its posts}; of one outside the list only that it is another."""
    found: dict[int, set[str]] = defaultdict(set)
    for request_id, platform in db.session.execute(
        select(RemovalRequestPost.request_id, Post.platform)
        .join(Post, Post.id == RemovalRequestPost.post_id)
        .where(RemovalRequestPost.request_id.in_(these), Post.platform.is_not(None))
        .distinct()
    ):
        if platform is not None:
            found[request_id].add(platform.label)
    return found


def _pauses_of(these: Select[int]) -> Mapping[int, list[tuple[date, date]]]:
    """Return {request id: the pauses of its time, each as RemovalFact has it}; one that lasts ends today."""
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for request_id, first, again in db.session.execute(
        select(Pause.request_id, Pause.from_day, Pause.ended_on).where(Pause.request_id.in_(these))
    ):
        found[request_id].append((first - ONE_DAY, again - ONE_DAY if again else clock.today()))
    return found


def _came_back(these: Select[int]) -> set[int]:
    """Return the ids of the requests after which a post was seen again."""
    rows = db.session.scalars(
        select(RemovalRequest.parent_id).where(
            RemovalRequest.parent_id.in_(these), RemovalRequest.link == RequestLink.REAPPEARED
        )
    )
    return {parent for parent in rows if parent is not None}

"""How the looks at the posts of a request stand: what was seen, what they said, and which look may come next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casework.accounts.models import Officer
from casework.cases.models import Post
from casework.database import db
from casework.errors import NotFound
from casework.takedowns.looking import saw_it_before, wanted_on
from casework.takedowns.models import LookAdvice, Observation, RemovalRequest, Reply
from casework.takedowns.queries.asked import posts_in
from casework.takedowns.queries.observed import looks_at
from casework.takedowns.repeating import Given, Monitoring, purpose_of, still_announced
from casework.takedowns.workflow import SAYS_DONE, LookPurpose, Means, ReplyKind, RequestStatus

AWAITED = frozenset({RequestStatus.SENT, RequestStatus.ACKNOWLEDGED, RequestStatus.NO_RESPONSE})


class Answer(NamedTuple):
    """What somebody answered, on which day, in which words."""

    kind: ReplyKind
    day: date
    words: str


@dataclass(frozen=True)
class Standing:
    """Looks by post id, oldest first; answers and advice in their order."""

    posts: Sequence[Post]
    looks: Mapping[int, list[Observation]]
    answers: Sequence[Answer]
    advice: Sequence[LookAdvice]
    monitoring: Monitoring | None

    @property
    def said_done_on(self) -> list[date]:
        """The days of the answers that say that it is done, or partly."""
        return [each.day for each in self.answers if each.kind in SAYS_DONE]

    @property
    def said_done(self) -> bool:
        """Whether the last answer that says anything says that it is done, or partly."""
        told = [each.kind for each in self.answers if each.kind is not ReplyKind.ACKNOWLEDGED]
        return bool(told) and told[-1] in SAYS_DONE

    def allowing(self, post_id: int, day: date) -> LookAdvice | None:
        """Return the advice that allows a look at a post on a day; None where none does."""
        return next(
            (each for each in self.advice if (it := self._given(each, post_id)) and it.allows(day)), None
        )

    def purpose(self, post_id: int, day: date) -> LookPurpose | None:
        """Return what another look at a post on a day would be for; None where it waits for advice."""
        return purpose_of(
            self.looks[post_id],
            on=day,
            said_done=self.said_done_on,
            monitoring=self.monitoring,
            advice=[it for each in self.advice if (it := self._given(each, post_id))],
        )

    def announced_left(self, post_id: int) -> int:
        """Return how many announced looks at a post are left."""
        return 0 if self.monitoring else still_announced(self.looks[post_id], self.said_done_on)

    def _given(self, advice: LookAdvice, post_id: int) -> Given | None:
        if advice.answer is None:
            return None
        used = any(look.advice_id == advice.id for look in self.looks[post_id])
        return Given(advice.answer, advice.until_day, used)

    @property
    def asked(self) -> LookAdvice | None:
        """The question to the Monitoring Officer that is not answered yet."""
        return next((each for each in self.advice if each.answer is None), None)


def standing(request: RemovalRequest, monitoring: Monitoring | None = None) -> Standing:
    """Return how the looks of a request stand: four SELECTs. `monitoring`: instead of what the request has."""
    answers = db.session.execute(
        select(Reply.kind, Reply.received_on, Reply.words)
        .where(Reply.request_id == request.id)
        .order_by(Reply.id)
    ).all()
    posts = posts_in(request)
    return Standing(
        posts,
        looks_at(request, posts),
        [Answer(*row) for row in answers],
        _advice([request.id]),
        monitoring or monitored(request),
    )


def standing_of(request: RemovalRequest) -> Standing:
    """Return the same of a request with which posts, looks and answers are loaded already: one SELECT."""
    return standings_of([request])[request.id]


def standings_of(requests: Sequence[RemovalRequest]) -> dict[int, Standing]:
    """Return {request id: the same} of requests with which posts, looks and answers are loaded: one SELECT for all."""
    advice: dict[int, list[LookAdvice]] = {request.id: [] for request in requests}
    for each in _advice(list(advice)):
        advice[each.request_id].append(each)
    return {request.id: _loaded(request, advice[request.id]) for request in requests}


def _loaded(request: RemovalRequest, advice: Sequence[LookAdvice]) -> Standing:
    looks: dict[int, list[Observation]] = {post.id: [] for post in request.posts}
    for look in sorted(request.observations, key=lambda look: (look.seen_at, look.id)):
        looks.setdefault(look.post_id, []).append(look)
    answers = [Answer(reply.kind, reply.received_on, reply.words) for reply in request.replies]
    return Standing(request.posts, looks, answers, advice, monitored(request))


def _advice(request_ids: Sequence[int]) -> Sequence[LookAdvice]:
    return db.session.scalars(
        select(LookAdvice)
        .where(LookAdvice.request_id.in_(request_ids))
        .options(
            joinedload(LookAdvice.asked_by).lazyload(Officer.role_rows),
            joinedload(LookAdvice.answered_by).lazyload(Officer.role_rows),
        )
        .order_by(LookAdvice.id)
    ).all()


def monitored(request: RemovalRequest) -> Monitoring | None:
    """Return the monitoring of a request that is monitored; None for any other."""
    begins, ends = request.monitored_from, request.monitored_until
    if request.status is not RequestStatus.MONITORING or begins is None or ends is None:
        return None
    return Monitoring(begins, ends)


def next_look(
    request: RemovalRequest, status: RequestStatus, stand: Standing, deadline: date | None
) -> date | None:
    """Return from which day on the request, in this state, wants a look that may be made; None where it wants none."""
    if status in AWAITED:
        return deadline + timedelta(days=1) if deadline and not request.paused_on else None
    if status in {RequestStatus.COMPLIED, RequestStatus.PART_COMPLIED}:
        return max(stand.said_done_on, default=None)
    if status is RequestStatus.MONITORING and stand.monitoring:
        days = [stand.monitoring.next_check(stand.looks[post.id]) for post in stand.posts]
    elif status is RequestStatus.VERIFICATION_DUE:
        since = max(stand.said_done_on, default=request.sent_on)
        days = [_wanted(stand, post.id, since) for post in stand.posts] if since else []
    else:
        days = []
    return min((day for day in days if day), default=None)


def _wanted(stand: Standing, post_id: int, since: date) -> date | None:
    day = wanted_on(stand.looks[post_id], since)
    return day if day and stand.purpose(post_id, day) else None


def asked_about(advice_id: int) -> int:
    """Return the id of the request about which advice was asked; raise NotFound."""
    found = db.session.scalar(select(LookAdvice.request_id).where(LookAdvice.id == advice_id))
    if found is None:
        raise NotFound
    return found


def saw_it_ever(post: Post, means: Means, account: str, before: datetime) -> bool:
    """Say whether the same means saw the post before a moment, for whatever request of its case."""
    found = db.session.scalars(
        select(Observation).where(
            Observation.post_id == post.id,
            Observation.case_id == post.case_id,
            Observation.means == means,
            Observation.account == account,
        )
    ).all()
    return saw_it_before(means, account, before, found) is not None

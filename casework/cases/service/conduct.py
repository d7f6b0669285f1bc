"""What was done: the course of conduct that holds the posts, or an act without one."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Conduct, Post
from casework.cases.searchable import feed_case
from casework.cases.service.editing import need_period, not_in_future
from casework.cases.service.posts import change_post
from casework.cases.workflow import ConductKind
from casework.database import command, db, lock
from casework.versions import expect_version

LABELS = {"kind": "What was done", "description": "Description", "from_day": "From", "to_day": "To"}


class ConductValues(TypedDict, total=False):
    """What is recorded of a course of conduct."""

    kind: ConductKind
    description: str
    from_day: date | None
    to_day: date | None


@command
def add_conduct(case: Case, *, actor: Officer, **values: Unpack[ConductValues]) -> Conduct:
    """Add another course of conduct to the case."""
    conduct = Conduct(case_id=case.id, **{"kind": ConductKind.POSTS, "description": "", **values})
    _check(conduct)
    db.session.add(conduct)
    record(Verb.CONDUCT_CHANGED, actor=actor, subject=conduct, case=case, kind=conduct.kind)
    feed_case(case.id)
    return conduct


@command
def change_conduct(
    conduct: Conduct, *, actor: Officer, version: int | None = None, **values: Unpack[ConductValues]
) -> None:
    """Change what is recorded of a course of conduct."""
    lock(conduct)
    expect_version(conduct, version, values, LABELS)
    changes = changes_of(conduct, **values)
    _check(conduct)
    if changes:
        record(Verb.CONDUCT_CHANGED, actor=actor, subject=conduct, case=conduct.case_id, changes=changes)
        feed_case(conduct.case_id)


@command
def separate_posts(conduct: Conduct, posts: Iterable[Post], *, actor: Officer) -> Conduct:
    """Take posts out of a course of conduct into one of their own: another day or member, so perhaps another Code."""
    case = db.session.get_one(Case, conduct.case_id)
    apart = add_conduct(case, actor=actor, kind=conduct.kind, description=conduct.description)
    db.session.flush()
    for post in posts:
        change_post(post, actor=actor, conduct=apart)
    return apart


def _check(conduct: Conduct) -> None:
    not_in_future(conduct.from_day, clock.today(), "The date of the conduct", "from_day")
    need_period(conduct.from_day, conduct.to_day, "to_day")

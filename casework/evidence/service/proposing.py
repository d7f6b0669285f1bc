"""Which exhibits show the only post of a case: the software proposes, an officer says."""

from collections.abc import Collection

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Post
from casework.database import command, db, lock
from casework.errors import NotPossible
from casework.evidence.models import Exhibit, ExhibitPost, PostProposal
from casework.evidence.nesting import around
from casework.evidence.proposals import CAPTURES, PICTURED, may_show, proposed
from casework.evidence.queries import of_case
from casework.evidence.resting import rests_on
from casework.evidence.service.describing import describe
from casework.evidence.texts.searchable import feed_exhibit


def _only_post(case_id: int) -> int | None:
    """Return the id of the one post that stands in the record of a case, where there is one and no more."""
    posts = select(Post.id).where(Post.case_id == case_id, Post.taken_out_reason == "").limit(2)
    found = db.session.scalars(posts).all()
    return found[0] if len(found) == 1 else None


@command
def propose_only_post(case: Case, arrived: Collection[int]) -> None:
    """Propose that files which have just come (ids), and what came out of them, show the only post of their case.

    Only what has a picture, or is a saved page, and only where nobody has said anything of it yet.
    """
    post_id = _only_post(case.id)
    if post_id is None:
        return
    there = select(PostProposal.exhibit_id).join(Exhibit).where(Exhibit.case_id == case.id)
    asked, new = set(db.session.scalars(there)), set(arrived)
    for exhibit in of_case(case.id):  # what came out of another was received after it
        if exhibit.id not in new and exhibit.parent_id not in new:
            continue
        new.add(exhibit.id)
        if may_show(exhibit, CAPTURES) and not exhibit.posts and exhibit.id not in asked:
            _propose(exhibit, post_id)


@command
def propose_what_came_out(whole: Exhibit, *, since: int) -> None:
    """Propose of files that the worker took out of another, and that are newer than an exhibit (id), as on receipt.

    Not of those in what was kept for a reason of its own, such as the answer to a removal request.
    """
    outer = db.session.scalars(select(Exhibit).where(Exhibit.id.in_([whole.id, *around(whole)]))).all()
    if any(rests_on(each) for each in outer):
        return
    case = db.session.get_one(Case, whole.case_id)
    propose_only_post(case, [each.id for each in of_case(case.id) if each.id > since and each.parent_id])


def _propose(exhibit: Exhibit, post_id: int) -> None:
    db.session.add(PostProposal(exhibit_id=exhibit.id, post_id=post_id, proposed_at=clock.now()))
    record(
        Verb.POST_PROPOSED,
        actor=None,
        subject=exhibit,
        case=exhibit.case_id,
        label=exhibit.label,
        post=post_id,
    )


@command
def show_only_post(case: Case, *, actor: Officer) -> None:
    """Let the pictures of a case that was logged with one post show it, where nothing else was said of them.

    For the pages on which an officer logs a post together with its screenshot, and so says what it is of.
    """
    post_id = _only_post(case.id)
    if post_id is None:
        return
    for exhibit in of_case(case.id):
        if may_show(exhibit, PICTURED) and not exhibit.posts:
            describe(exhibit, actor=actor, posts=[post_id])


@command
def answer_proposal(exhibit: Exhibit, post_id: int, *, actor: Officer, shows: bool) -> None:
    """Say whether an exhibit shows a post that was proposed.

    Raises NotPossible where nothing was proposed, another answer was given, or the exhibit shows nothing any more.
    """
    lock(exhibit)
    row = db.session.get(PostProposal, (exhibit.id, post_id), populate_existing=True)
    if row is None:
        raise NotPossible(
            f"That exhibit {exhibit.label} shows this post was not proposed. Choose its posts by hand."
        )
    if row.answered_at is not None:
        if row.accepted is shows:
            return
        raise NotPossible(
            f"Another answer was given about exhibit {exhibit.label} already. Look at it, and change its posts by hand."
        )
    if shows and not may_show(exhibit, CAPTURES):
        raise NotPossible(
            f"Exhibit {exhibit.label} cannot be said to show a post as it stands. Look at its page."
        )
    row.accepted, row.answered_at, row.answered_by_id = shows, clock.now(), actor.id
    if shows and db.session.get(ExhibitPost, (exhibit.id, post_id)) is None:
        db.session.add(ExhibitPost(exhibit_id=exhibit.id, post_id=post_id))
    record(
        Verb.POST_CONFIRMED if shows else Verb.POST_DENIED,
        actor=actor,
        subject=exhibit,
        case=exhibit.case_id,
        label=exhibit.label,
        post=post_id,
    )
    db.session.flush()
    db.session.expire(exhibit, ["posts"])
    feed_exhibit(exhibit)


@command
def confirm_proposals(case: Case, *, actor: Officer, upto: int) -> int:
    """Say of every exhibit of a case, up to the one with this id, that it shows what was proposed; return how many."""
    open_ones = proposed((Exhibit.case_id == case.id) & (Exhibit.id <= upto))
    for exhibit_id, posts in open_ones.items():
        exhibit = db.session.get_one(Exhibit, exhibit_id)
        for post in posts:
            answer_proposal(exhibit, post.id, actor=actor, shows=True)
    return len(open_ones)

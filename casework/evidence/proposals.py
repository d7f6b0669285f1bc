"""What the software may propose as a picture of a post, and what of that no officer has answered yet."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Mapped

from casework.cases.models import Post
from casework.database import db
from casework.evidence.kinds import Kind, kind_of
from casework.evidence.models import Exhibit, PostProposal, StoredFile
from casework.evidence.workflow import IntakeStatus, Scan

PICTURED = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.GIF, Kind.HEIC, Kind.PICTURE, Kind.PDF})
CAPTURES = PICTURED | {Kind.WEB_PAGE, Kind.PAGE_ARCHIVE}  # saved from a platform, they show a post too


def may_show(exhibit: Exhibit, kinds: frozenset[Kind]) -> bool:
    """Whether a file is of one of these kinds, and none that is destroyed, kept back, changed or sealed."""
    file = exhibit.file
    gone = exhibit.destroyed_at is not None or exhibit.held or not file.intact or file.sealed_at is not None
    return not gone and kind_of(file.mime) in kinds


def proposed(exhibits: ColumnElement[bool]) -> dict[int, list[Post]]:
    """Return {exhibit id: the posts that it is proposed to show}, of those that meet a condition: one SELECT."""
    rows = db.session.execute(
        select(Exhibit.id, Post)
        .join(PostProposal, PostProposal.exhibit_id == Exhibit.id)
        .join(Post, Post.id == PostProposal.post_id)
        .join(StoredFile, StoredFile.sha256 == Exhibit.sha256)
        .where(exhibits, *STANDING)
        .order_by(Exhibit.id, Post.id)
    )
    found: dict[int, list[Post]] = {}
    for exhibit_id, post in rows:
        found.setdefault(exhibit_id, []).append(post)
    return found


def proposed_for(post_ids: Collection[int]) -> dict[int, list[Exhibit]]:
    """Return {post id: the exhibits that are proposed to show it}, of those posts alone that have any: one SELECT."""
    rows = db.session.execute(
        select(Post.id, Exhibit)
        .join(PostProposal, PostProposal.post_id == Post.id)
        .join(Exhibit, Exhibit.id == PostProposal.exhibit_id)
        .join(StoredFile, StoredFile.sha256 == Exhibit.sha256)
        .where(Post.id.in_(post_ids), *STANDING)
        .order_by(Exhibit.id)
    )
    found: dict[int, list[Exhibit]] = {}
    for post_id, exhibit in rows:
        found.setdefault(post_id, []).append(exhibit)
    return found


def proposed_count(case_id: int | Mapped[int]) -> ColumnElement[int]:
    """Return how many exhibits of a case are proposed as showing a post, to select it beside other figures."""
    return (
        select(func.count(Exhibit.id.distinct()))
        .join(PostProposal, PostProposal.exhibit_id == Exhibit.id)
        .join(Post, Post.id == PostProposal.post_id)
        .join(StoredFile, StoredFile.sha256 == Exhibit.sha256)
        .where(Exhibit.case_id == case_id, *STANDING)
        .scalar_subquery()
    )


STANDING = (
    PostProposal.answered_at.is_(None),
    Post.taken_out_reason == "",
    Exhibit.destroyed_at.is_(None),
    StoredFile.intact,
    StoredFile.sealed_at.is_(None),
    StoredFile.intake != IntakeStatus.QUARANTINED,
    StoredFile.scan.not_in((Scan.WAITING, Scan.INFECTED)),
)

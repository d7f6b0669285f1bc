"""Cases that may be the same matter: the same file, the same address, the same councillor within days.

Only cases that the viewer may see are looked at: a hidden one is neither shown nor hinted at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, exists, or_, select, union
from sqlalchemy.orm import aliased, selectinload

from casework.cases.models import Case, CaseLink, Post, SubjectMember
from casework.cases.queries import Viewer, matter, sees
from casework.cases.workflow import CaseStatus
from casework.council import queries as council
from casework.database import db
from casework.evidence.models import Exhibit

# The other case's: beside this case's own in one select.
TheirExhibit, TheirPost = aliased(Exhibit), aliased(Post)
TheirMember, TheirCase = aliased(SubjectMember), aliased(Case)


@dataclass(frozen=True)
class Likely:
    """A case that may be the same matter, with every reason why."""

    case: Case
    reasons: tuple[str, ...]


def likely(viewer: Viewer, case: Case) -> Select[int]:
    """Return a select of the ids of likely duplicates about which nothing was said yet.

    Nothing is asked of two that were merged: that they are one matter was said by it.
    """
    candidates = union(_same_file(case), _same_address(case), _same_member(case))
    return select(Case.id).where(
        Case.id.in_(candidates),
        Case.id.not_in(matter(case.id)),
        Case.id.is_distinct_from(case.merged_into_id),
        Case.status != CaseStatus.DISCARDED,
        sees(viewer, Case.id),
        ~exists().where(_linked(case)),
    )


def likely_duplicates(viewer: Viewer, case: Case) -> Sequence[Likely]:
    """Return the likely duplicates, newest first, with their members and why each is one."""
    rows = db.session.execute(
        select(
            Case,
            Case.id.in_(_same_file(case)),
            Case.id.in_(_same_address(case)),
            Case.id.in_(_same_member(case)),
        )
        .where(Case.id.in_(likely(viewer, case)))
        .options(selectinload(Case.subjects).joinedload(SubjectMember.councillor))
        .order_by(Case.id.desc())
    ).all()
    days = council.settings().duplicate_days
    words = ("The very same file", "The same address", f"The same councillor, received within {days} days")
    return [
        Likely(other, tuple(word for word, holds in zip(words, found, strict=True) if holds))
        for other, *found in rows
    ]


def _linked(case: Case) -> ColumnElement[bool]:
    here, there = CaseLink.case_id == case.id, CaseLink.other_id == case.id
    return or_(here & (CaseLink.other_id == Case.id), there & (CaseLink.case_id == Case.id))


def _same_file(case: Case) -> Select[int]:
    ours = select(Exhibit.sha256).where(Exhibit.case_id == case.id, Exhibit.destroyed_at.is_(None))
    return select(TheirExhibit.case_id).where(
        TheirExhibit.sha256.in_(ours), TheirExhibit.destroyed_at.is_(None)
    )


def _same_address(case: Case) -> Select[int]:
    ours = select(Post.address_key).where(
        Post.case_id == case.id, Post.address_key != "", Post.taken_out_reason == ""
    )
    return select(TheirPost.case_id).where(TheirPost.address_key.in_(ours), TheirPost.taken_out_reason == "")


def _same_member(case: Case) -> Select[int]:
    ours = select(SubjectMember.councillor_id).where(
        SubjectMember.case_id == case.id, SubjectMember.removed_reason == ""
    )
    span = timedelta(days=council.settings().duplicate_days)
    return (
        select(TheirMember.case_id)
        .join(TheirCase, TheirCase.id == TheirMember.case_id)
        .where(
            TheirMember.councillor_id.in_(ours),
            TheirMember.removed_reason == "",
            TheirCase.received_on.between(case.received_on - span, case.received_on + span),
        )
    )

"""The allegations of a case, and the Code that binds them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casework.cases.models import Allegation, AllegationClause, Conduct, Post, SubjectMember
from casework.cases.queries.visibility import Viewer, sees
from casework.cases.workflow import days_of_conduct
from casework.codes import queries as codes
from casework.codes.models import CodeVersion
from casework.codes.workflow import CodeFamily, VersionSelection, select_version
from casework.database import db
from casework.errors import NotFound

WHOLE = (
    joinedload(Allegation.subject).joinedload(SubjectMember.councillor),
    joinedload(Allegation.conduct).selectinload(Conduct.posts),
    joinedload(Allegation.code_version),
    joinedload(Allegation.clause_rows).joinedload(AllegationClause.clause),
)


def allegations_of(case_id: int) -> Sequence[Allegation]:
    """Return the allegations of a case, oldest first, each with its member, conduct and clauses."""
    return (
        db.session.scalars(
            select(Allegation).where(Allegation.case_id == case_id).options(*WHOLE).order_by(Allegation.id)
        )
        .unique()
        .all()
    )


def get_visible_allegation(viewer: Viewer, allegation_id: int) -> Allegation:
    """Return the allegation with all that it rests on; raise NotFound where its case is hidden from `viewer`."""
    row = (
        db.session.scalars(
            select(Allegation)
            .where(Allegation.id == allegation_id, sees(viewer, Allegation.case_id))
            .options(*WHOLE)
        )
        .unique()
        .one_or_none()
    )
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True)
class Governing:
    """Which versions may bind a conduct: of the Social Media Code, and of the Members' Code (rows of CodeVersion)."""

    first: date | None
    last: date | None
    social_media: VersionSelection[Any]
    members: VersionSelection[Any]

    def binds(self, allegation: Allegation) -> bool:
        """Say whether an allegation still rests on versions that may have been in force when the conduct happened.

        The dates of a post, or the days of a version, can be corrected after the allegation was made.
        """
        social_media = {version.id for version in self.social_media.candidates}
        members = {version.id for version in self.members.candidates}
        return allegation.version_id in social_media and (
            not allegation.paragraph or allegation.paragraph_version_id in members
        )


def governing_codes(conduct: Conduct, authority_id: int | None) -> Governing:
    """Return the versions in force when the conduct happened, for the authority concerned: two SELECTs."""
    posts = db.session.execute(
        select(Post.posted_from, Post.posted_to).where(
            Post.conduct_id == conduct.id, Post.taken_out_reason == ""
        )
    ).all()
    return _governing(conduct, posts, authority_id, codes.published())


def governing_days(
    parts: Sequence[tuple[date | None, date | None]],
    authority_id: int | None,
    published: Collection[CodeVersion],
) -> Governing:
    """Return which of the published versions may bind what an authority's member did on these days (first, last)."""
    first, last = days_of_conduct(parts)
    social_media, members = (
        select_version(_adopted(published, family, authority_id), first, last)
        for family in (CodeFamily.SOCIAL_MEDIA, CodeFamily.MEMBERS)
    )
    return Governing(first, last, social_media, members)


def governing_allegations(allegations: Collection[Allegation]) -> dict[int, Governing]:
    """Return {allegation id: which versions may bind its conduct}: one SELECT. Needs each loaded as by WHOLE."""
    published = codes.published()
    return {
        row.id: _governing(
            row.conduct,
            [post for post in row.conduct.posts if not post.taken_out_reason],
            row.subject.authority_id if row.subject else None,
            published,
        )
        for row in allegations
    }


def _governing(
    conduct: Conduct,
    posts: Collection[Any],
    authority_id: int | None,
    published: Collection[CodeVersion],
) -> Governing:
    """Return what binds a conduct of which these posts stand; without any it has days of its own."""
    parts = [(post.posted_from, post.posted_to) for post in posts] or [(conduct.from_day, conduct.to_day)]
    return governing_days(parts, authority_id, published)


def _adopted(
    versions: Collection[CodeVersion], family: CodeFamily, authority_id: int | None
) -> Sequence[Any]:
    """Return the versions that bind an authority's members; where it is not known, those of every one."""
    return [
        version
        for version in versions
        if version.code.family is family
        and (
            authority_id is None or any(each.authority_id == authority_id for each in version.code.adoptions)
        )
    ]

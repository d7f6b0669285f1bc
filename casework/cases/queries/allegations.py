"""The allegations of a case, and the Code that binds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from casework.cases.models import Allegation, AllegationClause, Conduct, Post, SubjectMember
from casework.cases.queries.visibility import Viewer, sees
from casework.cases.workflow import days_of_conduct
from casework.codes import queries as codes
from casework.codes.workflow import CodeFamily, VersionSelection, select_version
from casework.database import db
from casework.errors import NotFound

WHOLE = (
    joinedload(Allegation.subject).joinedload(SubjectMember.councillor),
    joinedload(Allegation.conduct),
    joinedload(Allegation.code_version),
    selectinload(Allegation.clause_rows).joinedload(AllegationClause.clause),
)


def allegations_of(case_id: int) -> Sequence[Allegation]:
    """Return the allegations of a case, oldest first, each with its member, conduct and clauses."""
    return db.session.scalars(
        select(Allegation).where(Allegation.case_id == case_id).options(*WHOLE).order_by(Allegation.id)
    ).all()


def get_visible_allegation(viewer: Viewer, allegation_id: int) -> Allegation:
    """Return the allegation with all that it rests on; raise NotFound where its case is hidden from `viewer`."""
    row = db.session.scalar(
        select(Allegation)
        .where(Allegation.id == allegation_id, sees(viewer, Allegation.case_id))
        .options(*WHOLE)
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


def governing_codes(conduct: Conduct, authority_id: int | None) -> Governing:
    """Return the versions in force when the conduct happened, for the authority concerned."""
    posts = db.session.execute(
        select(Post.posted_from, Post.posted_to).where(
            Post.conduct_id == conduct.id, Post.taken_out_reason == ""
        )
    )
    first, last = days_of_conduct(
        [(row.posted_from, row.posted_to) for row in posts] or [(conduct.from_day, conduct.to_day)]
    )
    return Governing(
        first,
        last,
        *(
            select_version(_versions(family, authority_id), first, last)
            for family in (CodeFamily.SOCIAL_MEDIA, CodeFamily.MEMBERS)
        ),
    )


def _versions(family: CodeFamily, authority_id: int | None) -> Sequence[Any]:
    """Return the published versions; mypy does not see through a mapped column to the protocol that it fulfils."""
    return codes.published_versions(family, authority_id)

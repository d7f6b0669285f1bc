"""What a removal request asks and rests on: posts, clauses, exhibits; and whom it can be given to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.cases.models import (
    Allegation,
    AllegationClause,
    Case,
    Complaint,
    Conduct,
    Post,
    SubjectMember,
    Wall,
)
from casework.cases.queries import complaint_about, governing_codes
from casework.cases.workflow import Confidentiality
from casework.codes.models import Clause
from casework.codes.workflow import ClauseKind
from casework.database import db
from casework.evidence import queries as evidence
from casework.evidence.models import Exhibit
from casework.evidence.proposals import proposed_for
from casework.members.models import Councillor
from casework.permissions import Permission, can
from casework.takedowns.models import RemovalRequest, RemovalRequestPost
from casework.takedowns.queries.settled import groups_of
from casework.takedowns.workflow import UNDER_WAY, Route


def posts_of(case_id: int) -> Sequence[Post]:
    """Return the posts of a case that can be asked about."""
    return db.session.scalars(
        select(Post).where(Post.case_id == case_id, Post.taken_out_reason == "").order_by(Post.id)
    ).all()


def posts_in(request: RemovalRequest) -> Sequence[Post]:
    """Return the posts of a request."""
    return db.session.scalars(
        select(Post).join(RemovalRequest.posts).where(RemovalRequest.id == request.id).order_by(Post.id)
    ).all()


def clauses_in(request: RemovalRequest) -> Sequence[Clause]:
    """Return the clauses of a request, in the order of the Code."""
    return db.session.scalars(
        select(Clause)
        .join(RemovalRequest.clauses)
        .where(RemovalRequest.id == request.id)
        .options(joinedload(Clause.code_version))
        .order_by(Clause.position)
    ).all()


def ground_clauses(case: Case) -> Sequence[Clause]:
    """Return the obligations on which a request may rest, those engaged by the case's allegations first.

    They are of the versions that the allegations name; before there is one, of those that were in force.
    """
    live = (Allegation.case_id == case.id, Allegation.withdrawn_reason == "")
    versions: set[int | None] = set(
        db.session.scalars(select(Allegation.version_id).where(*live, Allegation.version_id.is_not(None)))
    )
    if not versions:
        versions |= _in_force(case)
    engaged = engaged_clauses(case.id)
    clauses = db.session.scalars(
        select(Clause)
        .where(Clause.version_id.in_(versions), Clause.kind == ClauseKind.OBLIGATION)
        .options(joinedload(Clause.code_version))
        .order_by(Clause.version_id, Clause.position)
    ).all()
    return sorted(clauses, key=lambda clause: clause.id not in engaged)


def engaged_clauses(case_id: int) -> set[int]:
    """Return the ids of the clauses that allegations of the case engage, withdrawn ones left out."""
    live = (Allegation.case_id == case_id, Allegation.withdrawn_reason == "")
    return set(
        db.session.scalars(select(AllegationClause.clause_id).join(AllegationClause.allegation).where(*live))
    )


def _in_force(case: Case) -> set[int]:
    authority = db.session.scalar(
        select(SubjectMember.authority_id)
        .where(SubjectMember.case_id == case.id, SubjectMember.removed_reason == "")
        .limit(1)
    )
    conducts = db.session.scalars(select(Conduct).where(Conduct.case_id == case.id)).all()
    return {
        version.id
        for conduct in conducts
        for version in governing_codes(conduct, authority).social_media.candidates
    }


@dataclass(frozen=True)
class Asked:
    """What a request rests on.

    `exhibits`: {post id: those that show it}. `proposed`: {post id: those of which nobody has said yet whether they
    show it}, of posts that no exhibit shows. `undecided`: whether a complainant's confidentiality is.
    `member_named`: whether somebody is there to be told. `groups`: those of the councillors concerned, where asked.
    """

    posts: Sequence[Post]
    clauses: Sequence[Clause]
    exhibits: Mapping[int, Sequence[Exhibit]]
    undecided: bool
    member_named: bool
    groups: frozenset[str] = frozenset()
    proposed: Mapping[int, Sequence[Exhibit]] = field(default_factory=dict)


def asked(request: RemovalRequest) -> Asked:
    """Return what the request rests on as it stands now: four SELECTs, and one more where a post lacks an exhibit."""
    posts = posts_in(request)
    undecided = select(Complaint.id).where(
        complaint_about(request.case_id),
        Complaint.withdrawn_on.is_(None),
        Complaint.confidentiality == Confidentiality.UNDECIDED,
    )
    named = select(SubjectMember.id).where(
        SubjectMember.case_id == request.case_id, SubjectMember.removed_reason == ""
    )
    row = db.session.execute(select(undecided.exists(), named.exists())).one()
    exhibits = evidence.of_posts([post.id for post in posts])
    groups = groups_of(request.case_id) if request.route is Route.GROUP_LEADER else frozenset()
    bare = [post_id for post_id, shown in exhibits.items() if not shown]
    return Asked(
        posts,
        clauses_in(request),
        exhibits,
        undecided=bool(row[0]),
        member_named=bool(row[1]),
        groups=groups,
        proposed=proposed_for(bare) if bare else {},
    )


def asked_already(request: RemovalRequest) -> list[str]:
    """Return the names of open requests that ask the same recipient about a post of this one, but for its parent."""
    theirs = select(RemovalRequestPost.post_id).where(RemovalRequestPost.request_id == request.id)
    same = (
        RemovalRequest.case_id == request.case_id,
        RemovalRequest.id != request.id,
        RemovalRequest.id != (request.parent_id or 0),
        RemovalRequest.status.in_(UNDER_WAY),
        RemovalRequest.route == request.route,
        func.lower(RemovalRequest.recipient) == request.recipient.lower(),
        RemovalRequest.id.in_(
            select(RemovalRequestPost.request_id).where(RemovalRequestPost.post_id.in_(theirs))
        ),
    )
    return list(db.session.scalars(select(RemovalRequest.name).where(*same).order_by(RemovalRequest.number)))


def members_of(case_id: int) -> Sequence[Councillor]:
    """Return the councillors whom a case is about."""
    return db.session.scalars(
        select(Councillor)
        .join(SubjectMember, SubjectMember.councillor_id == Councillor.id)
        .where(SubjectMember.case_id == case_id, SubjectMember.removed_reason == "")
    ).all()


def handlers(case_id: int) -> list[Officer]:
    """Return the officers to whom a request of this case may be given: takedown officers first, nobody walled."""
    walled = set(db.session.scalars(select(Wall.officer_id).where(Wall.case_id == case_id)))
    able = [each for each in accounts.officers_with(Permission.TAKEDOWN_HANDLE) if each.id not in walled]
    return sorted(able, key=lambda each: can(each, Permission.TAKEDOWN_DRAFT))

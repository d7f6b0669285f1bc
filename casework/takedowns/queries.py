"""Reading removal requests: which a viewer may see, and what a page or a command needs of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

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
from casework.cases.queries import Viewer, governing_codes, not_walled, sees
from casework.cases.workflow import Confidentiality
from casework.clock import london_date
from casework.codes.models import Clause
from casework.codes.workflow import ClauseKind
from casework.database import db
from casework.errors import NotFound
from casework.evidence import queries as evidence
from casework.evidence.models import Exhibit, ExhibitPost, Redaction
from casework.members.models import Councillor
from casework.permissions import Permission, can
from casework.takedowns.models import Observation, RemovalRequest, RemovalRequestPost, Reply
from casework.takedowns.workflow import FINAL, RequestStatus

ON_ITS_PAGE: tuple[ExecutableOption, ...] = (
    joinedload(RemovalRequest.given_to).lazyload(Officer.role_rows),
    joinedload(RemovalRequest.drafted_by).lazyload(Officer.role_rows),
    joinedload(RemovalRequest.approved_by).lazyload(Officer.role_rows),
    joinedload(RemovalRequest.reviewed_by).lazyload(Officer.role_rows),
    joinedload(RemovalRequest.letter),
    selectinload(RemovalRequest.posts),
    joinedload(RemovalRequest.clauses).joinedload(Clause.code_version),
    selectinload(RemovalRequest.replies).options(
        joinedload(Reply.recorded_by).lazyload(Officer.role_rows), joinedload(Reply.exhibit)
    ),
    selectinload(RemovalRequest.observations).options(
        joinedload(Observation.by).lazyload(Officer.role_rows), joinedload(Observation.exhibit)
    ),
)
ASKED: tuple[ExecutableOption, ...] = (
    selectinload(RemovalRequest.posts),
    selectinload(RemovalRequest.clauses),
)
LETTER: tuple[ExecutableOption, ...] = (joinedload(RemovalRequest.letter),)
APPROVER: tuple[ExecutableOption, ...] = (joinedload(RemovalRequest.approved_by).lazyload(Officer.role_rows),)
FOR_ITS_HANDLER: tuple[ExecutableOption, ...] = (
    joinedload(RemovalRequest.letter),
    selectinload(RemovalRequest.posts),
    selectinload(RemovalRequest.replies).joinedload(Reply.exhibit),
    selectinload(RemovalRequest.observations).options(
        joinedload(Observation.by).lazyload(Officer.role_rows), joinedload(Observation.exhibit)
    ),
)


def given_to(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a request was approved and given to `viewer` by name, and no wall was raised since."""
    if not can(viewer, Permission.TAKEDOWN_HANDLE):
        return false()
    approved_for_them = (RemovalRequest.given_to_id == viewer.id) & RemovalRequest.approved_at.is_not(None)
    return approved_for_them & not_walled(viewer, RemovalRequest.case_id)


def astray() -> ColumnElement[bool]:
    """Return the condition that a request was given to somebody who was since kept from its case."""
    return exists().where(
        Wall.case_id == RemovalRequest.case_id, Wall.officer_id == RemovalRequest.given_to_id
    ) & RemovalRequest.status.not_in(FINAL)


def is_astray(request: RemovalRequest) -> bool:
    """Say whether a request was given to somebody who was since kept from its case."""
    return bool(db.session.scalar(select(RemovalRequest.id).where(RemovalRequest.id == request.id, astray())))


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


def members_of(case_id: int) -> Sequence[Councillor]:
    """Return the councillors whom a case is about."""
    return db.session.scalars(
        select(Councillor)
        .join(SubjectMember, SubjectMember.councillor_id == Councillor.id)
        .where(SubjectMember.case_id == case_id, SubjectMember.removed_reason == "")
    ).all()


def handles(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that `viewer` may send a request, record answers to it and look at its posts."""
    staff = sees(viewer, RemovalRequest.case_id) if can(viewer, Permission.TAKEDOWN_DRAFT) else false()
    return or_(given_to(viewer), staff)


def visible_requests(viewer: Viewer) -> Select[RemovalRequest]:
    """Return a select of the requests that `viewer` may know of: of cases that they see, and those given to them."""
    return select(RemovalRequest).where(or_(sees(viewer, RemovalRequest.case_id), given_to(viewer)))


def get_visible(viewer: Viewer, request_id: int, *options: ExecutableOption) -> RemovalRequest:
    """Return the request to somebody who may see its whole case; otherwise raise NotFound."""
    return _one(request_id, sees(viewer, RemovalRequest.case_id), options)


def get_given(viewer: Viewer, request_id: int, *options: ExecutableOption) -> RemovalRequest:
    """Return the request to the officer to whom it was given; otherwise raise NotFound."""
    return _one(request_id, given_to(viewer), options)


def get_handled(viewer: Viewer, request_id: int, *options: ExecutableOption) -> RemovalRequest:
    """Return the request to whoever may act on it; otherwise raise NotFound."""
    return _one(request_id, handles(viewer), options)


def _one(
    request_id: int, condition: ColumnElement[bool], options: Sequence[ExecutableOption]
) -> RemovalRequest:
    found = (
        db.session.scalars(
            select(RemovalRequest)
            .where(RemovalRequest.id == request_id, condition)
            .options(*options)
            .execution_options(populate_existing=True)
        )
        .unique()
        .one_or_none()
    )
    if found is None:
        raise NotFound
    return found


IN_A_LIST: tuple[ExecutableOption, ...] = (
    joinedload(RemovalRequest.given_to).lazyload(Officer.role_rows),
    selectinload(RemovalRequest.posts),
)


def of_case(case_id: int, *options: ExecutableOption) -> Sequence[RemovalRequest]:
    """Return the requests of a case that the caller was allowed to see, oldest first; as for a list, or `options`."""
    query = select(RemovalRequest).where(RemovalRequest.case_id == case_id).order_by(RemovalRequest.number)
    return db.session.scalars(query.options(*(options or IN_A_LIST))).unique().all()


def open_names(case_id: int) -> Sequence[str]:
    """Return the names of the requests of a case that have not ended."""
    return db.session.scalars(
        select(RemovalRequest.name)
        .where(RemovalRequest.case_id == case_id, RemovalRequest.status.not_in(FINAL))
        .order_by(RemovalRequest.number)
    ).all()


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
    engaged = set(
        db.session.scalars(select(AllegationClause.clause_id).join(AllegationClause.allegation).where(*live))
    )
    clauses = db.session.scalars(
        select(Clause)
        .where(Clause.version_id.in_(versions), Clause.kind == ClauseKind.OBLIGATION)
        .options(joinedload(Clause.code_version))
        .order_by(Clause.version_id, Clause.position)
    ).all()
    return sorted(clauses, key=lambda clause: clause.id not in engaged)


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

    `exhibits`: {post id: those that show it}. `undecided`: whether a complainant's confidentiality is.
    `member_named`: whether somebody is there to be told.
    """

    posts: Sequence[Post]
    clauses: Sequence[Clause]
    exhibits: Mapping[int, Sequence[Exhibit]]
    undecided: bool
    member_named: bool


def asked(request: RemovalRequest) -> Asked:
    """Return what the request rests on as it stands now: four SELECTs."""
    posts = posts_in(request)
    undecided = select(Complaint.id).where(
        Complaint.case_id == request.case_id,
        Complaint.withdrawn_on.is_(None),
        Complaint.confidentiality == Confidentiality.UNDECIDED,
    )
    named = select(SubjectMember.id).where(
        SubjectMember.case_id == request.case_id, SubjectMember.removed_reason == ""
    )
    row = db.session.execute(select(undecided.exists(), named.exists())).one()
    exhibits = evidence.of_posts([post.id for post in posts])
    return Asked(posts, clauses_in(request), exhibits, bool(row[0]), bool(row[1]))


def looks_at(request: RemovalRequest) -> dict[int, list[Observation]]:
    """Return {post id: what was seen of it in this request, oldest first} for each of its posts."""
    found: dict[int, list[Observation]] = {post.id: [] for post in posts_in(request)}
    rows = db.session.scalars(
        select(Observation)
        .where(Observation.request_id == request.id)
        .options(joinedload(Observation.exhibit))
        .order_by(Observation.seen_at, Observation.id)
    )
    for row in rows:
        found.setdefault(row.post_id, []).append(row)
    return found


def look_captured_by(request: RemovalRequest, post: Post, exhibit: Exhibit) -> Observation | None:
    """Return a look at this post of which the same picture is the capture already; None where there is none."""
    return db.session.scalar(
        select(Observation)
        .join(Observation.exhibit)
        .where(
            Observation.request_id == request.id,
            Observation.post_id == post.id,
            Exhibit.sha256 == exhibit.sha256,
        )
        .limit(1)
    )


def held_before(request: RemovalRequest, exhibit: Exhibit) -> str | None:
    """Return the label of an exhibit of the case with the very same bytes that was held before the request was sent."""
    twins = db.session.scalars(
        select(Exhibit)
        .where(Exhibit.case_id == request.case_id, Exhibit.sha256 == exhibit.sha256, Exhibit.id != exhibit.id)
        .order_by(Exhibit.id)
    )
    for twin in twins:
        on, at = request.sent_on, request.approved_at
        if (at is not None and twin.received_at < at) or (
            on is not None and london_date(twin.received_at) < on
        ):
            return twin.label
    return None


def copies_for(request: RemovalRequest) -> list[Redaction]:
    """Return the redacted copies that may leave, of the exhibits that show the posts of a request; posts loaded.

    They are all that whoever handles the request without seeing its case is shown in pictures.
    """
    shown = evidence.of_posts([post.id for post in request.posts])
    released = evidence.released_copies({each.id for exhibits in shown.values() for each in exhibits})
    return [copy for copies in released.values() for copy in copies]


def attachable(viewer: Viewer, request: RemovalRequest) -> Sequence[Exhibit]:
    """Return the exhibits that `viewer` may attach to a look or an answer, the newest first.

    Whoever sees the case chooses among all that it holds; others among those that they took in themselves.
    """
    query = select(Exhibit).where(Exhibit.case_id == request.case_id, Exhibit.destroyed_at.is_(None))
    return db.session.scalars(
        query.where(or_(sees(viewer, Exhibit.case_id), Exhibit.received_by_id == viewer.id)).order_by(
            Exhibit.id.desc()
        )
    ).all()


def handlers(case_id: int) -> list[Officer]:
    """Return the officers to whom a request of this case may be given: takedown officers first, nobody walled."""
    walled = set(db.session.scalars(select(Wall.officer_id).where(Wall.case_id == case_id)))
    able = [each for each in accounts.officers_with(Permission.TAKEDOWN_HANDLE) if each.id not in walled]
    return sorted(able, key=lambda each: can(each, Permission.TAKEDOWN_DRAFT))

"""Reading exhibits. Each query takes its condition on cases from the cases room."""

from collections.abc import Collection, Sequence
from datetime import datetime, time
from textwrap import shorten

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, select, union_all
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from casework import clock
from casework.abreast import Listed
from casework.accounts.models import Officer
from casework.audit.models import AuditDetail, AuditEvent
from casework.audit.verbs import Verb
from casework.cases.models import Case, Post
from casework.cases.queries import Viewer, sees
from casework.clock import from_london
from casework.database import db
from casework.errors import NotFound
from casework.evidence.labels import Label
from casework.evidence.models import (
    Derivative,
    DestructionProposal,
    Exhibit,
    ExhibitPost,
    RedactedPage,
    Redaction,
    RefusedFile,
    StoredFile,
    Unpacking,
)
from casework.evidence.texts.queries import with_words
from casework.evidence.workflow import IntakeStatus, Reader, RedactionStatus, Scan


def get_visible(viewer: Viewer, exhibit_id: int, *options: ExecutableOption) -> Exhibit:
    """Return the exhibit; raise NotFound where its case is hidden from `viewer`, as where it does not exist."""
    exhibit = db.session.scalar(
        select(Exhibit).where(Exhibit.id == exhibit_id, sees(viewer, Exhibit.case_id)).options(*options)
    )
    if exhibit is None:
        raise NotFound
    return exhibit


def labelled(viewer: Viewer, label: Label) -> int | None:
    """Return the id of the exhibit with this label, where `viewer` may see its case."""
    return db.session.scalar(
        select(Exhibit.id).where(
            Exhibit.prefix == label.prefix, Exhibit.number == label.number, sees(viewer, Exhibit.case_id)
        )
    )


def listed(case_id: int) -> Listed[Exhibit]:
    """The exhibits of a case in the order of their receipt, with who received them and the posts shown."""
    beside = (
        joinedload(Exhibit.received_by).lazyload(Officer.role_rows),
        joinedload(Exhibit.unpacking),
        joinedload(Exhibit.parent).lazyload(Exhibit.file),
        with_words(),
        joinedload(Exhibit.posts),
    )
    return Listed(Exhibit, Exhibit.case_id == case_id, (Exhibit.id,), beside)


def of_case(case_id: int) -> Sequence[Exhibit]:
    """Return the exhibits of a case in the order of their receipt, with who received them and the posts shown."""
    return listed(case_id).all()


def standing(case_id: int) -> bool:
    """Say whether the case holds an exhibit that was not destroyed."""
    return (
        db.session.scalar(
            select(Exhibit.id).where(Exhibit.case_id == case_id, Exhibit.destroyed_at.is_(None)).limit(1)
        )
        is not None
    )


def label_of(exhibit_id: int | None) -> tuple[int, str] | None:
    """Return id and label of an exhibit of a case that the viewer sees already; None for none."""
    exhibit = db.session.get(Exhibit, exhibit_id) if exhibit_id else None
    return (exhibit.id, exhibit.label) if exhibit else None


def unpacking_of(exhibit_id: int) -> Unpacking | None:
    """Return how far the files in an exhibit have been taken out; None where it holds none that are."""
    return db.session.get(Unpacking, exhibit_id)


def taken_out_of(exhibit_id: int) -> Sequence[Exhibit]:
    """Return the exhibits that were taken out of this one, in their order there."""
    return db.session.scalars(
        select(Exhibit).where(Exhibit.parent_id == exhibit_id).order_by(Exhibit.id)
    ).all()


def refused_of(case_id: int) -> Sequence[RefusedFile]:
    """Return what was sent to a case and not kept, in the order of its arrival, with who sent it."""
    return db.session.scalars(
        select(RefusedFile)
        .where(RefusedFile.case_id == case_id)
        .options(joinedload(RefusedFile.officer).lazyload(Officer.role_rows))
        .order_by(RefusedFile.id)
    ).all()


def of_posts(post_ids: Collection[int]) -> dict[int, list[Exhibit]]:
    """Return {post id: its exhibits that were not destroyed} for every post asked about."""
    rows = db.session.execute(
        select(ExhibitPost.post_id, Exhibit)
        .join(Exhibit, Exhibit.id == ExhibitPost.exhibit_id)
        .where(ExhibitPost.post_id.in_(post_ids), Exhibit.destroyed_at.is_(None))
        .order_by(Exhibit.id)
    )
    found: dict[int, list[Exhibit]] = {post_id: [] for post_id in post_ids}
    for post_id, exhibit in rows:
        found[post_id].append(exhibit)
    return found


def same_bytes(viewer: Viewer, exhibit: Exhibit) -> Sequence[Exhibit]:
    """Return the other exhibits with the very same bytes that `viewer` may see, cases loaded."""
    return db.session.scalars(
        select(Exhibit)
        .where(
            Exhibit.sha256 == exhibit.sha256,
            Exhibit.id != exhibit.id,
            Exhibit.destroyed_at.is_(None),
            sees(viewer, Exhibit.case_id),
        )
        .options(joinedload(Exhibit.case))
        .order_by(Exhibit.id)
    ).all()


def rests_alone(exhibit: Exhibit) -> int:
    """Return how many of the posts that an exhibit shows are shown by no other that was not destroyed."""
    others = (
        select(ExhibitPost.post_id)
        .join(Exhibit, Exhibit.id == ExhibitPost.exhibit_id)
        .where(Exhibit.id != exhibit.id, Exhibit.destroyed_at.is_(None))
    )
    alone = select(func.count()).where(
        ExhibitPost.exhibit_id == exhibit.id, ExhibitPost.post_id.not_in(others)
    )
    return db.session.scalar(alone) or 0


def derivative(sha256: str, kind: str) -> Derivative | None:
    """Return the preview or thumbnail of a stored file, where there is one."""
    return db.session.scalar(
        select(Derivative).where(Derivative.parent_sha256 == sha256, Derivative.kind == kind)
    )


def live_exhibits(sha256: str) -> Sequence[Exhibit]:
    """Return every exhibit with these bytes that was not destroyed, whoever may see it: for the software itself."""
    return db.session.scalars(
        select(Exhibit).where(Exhibit.sha256 == sha256, Exhibit.destroyed_at.is_(None)).order_by(Exhibit.id)
    ).all()


def is_kept(sha256: str) -> bool:
    """Say whether a row still needs the bytes at this address: an original, a picture or a redacted copy of one."""
    original = select(StoredFile.sha256).where(StoredFile.sha256 == sha256, StoredFile.destroyed_at.is_(None))
    picture = select(Derivative.sha256).where(Derivative.sha256 == sha256)
    redacted = select(RedactedPage.sha256).where(RedactedPage.sha256 == sha256)
    return db.session.scalar(union_all(original, picture, redacted).limit(1)) is not None


def may_leave() -> ColumnElement[bool]:
    """Return the release gate as a condition on a Redaction joined with its Exhibit and StoredFile.

    It passed all eight checks, is still what passed, and was not withdrawn since; its exhibit was not destroyed, is
    what was received, and is neither sealed nor kept back.
    """
    changed = exists().where(RedactedPage.redaction_id == Redaction.id, ~RedactedPage.intact)
    return and_(
        Redaction.status == RedactionStatus.RELEASED,
        ~changed.correlate(Redaction),
        Exhibit.destroyed_at.is_(None),
        StoredFile.intact,
        StoredFile.sealed_at.is_(None),
        StoredFile.intake != IntakeStatus.QUARANTINED,
        StoredFile.scan.not_in((Scan.WAITING, Scan.INFECTED)),
    )


def released_copies(exhibit_ids: Collection[int], reader: Reader | None = None) -> dict[int, list[Redaction]]:
    """Return {exhibit id: its redacted copies that may leave the office}, pages loaded, for every exhibit asked about.

    `reader`: those alone that were approved for them; None for whoever sees the originals. Whatever
    gives a picture out to those who may not see the exhibit itself asks here, and shows nothing else.
    """
    found: dict[int, list[Redaction]] = {exhibit_id: [] for exhibit_id in exhibit_ids}
    if not found:
        return found
    rows = db.session.scalars(
        select(Redaction)
        .join(Exhibit, Exhibit.id == Redaction.exhibit_id)
        .join(StoredFile, StoredFile.sha256 == Exhibit.sha256)
        .where(Redaction.exhibit_id.in_(found), may_leave())
        .options(joinedload(Redaction.exhibit), selectinload(Redaction.pages))
        .order_by(Redaction.exhibit_id, Redaction.number)
    )
    for row in rows:
        if reader is None or reader in row.readers:
            found[row.exhibit_id].append(row)
    return found


def redactions_of(exhibit_id: int) -> Sequence[Redaction]:
    """Return every plan for an exhibit, the newest first, with who drew and who approved it."""
    return db.session.scalars(
        select(Redaction)
        .where(Redaction.exhibit_id == exhibit_id)
        .options(*OFFICERS_OF_REDACTION)
        .order_by(Redaction.number.desc())
    ).all()


OFFICERS_OF_REDACTION: tuple[ExecutableOption, ...] = tuple(
    joinedload(role).lazyload(Officer.role_rows)
    for role in (
        Redaction.drafted_by,
        Redaction.approved_by,
        Redaction.reviewed_by,
        Redaction.asked_by,
        Redaction.sent_back_by,
    )
)


def get_redaction(viewer: Viewer, redaction_id: int, *options: ExecutableOption) -> Redaction:
    """Return a plan; raise NotFound where its case is hidden from `viewer`, as where it does not exist."""
    found = db.session.scalar(
        select(Redaction)
        .where(Redaction.id == redaction_id, sees(viewer, Redaction.case_id))
        .options(selectinload(Redaction.pages), *OFFICERS_OF_REDACTION, *options)
    )
    if found is None:
        raise NotFound
    return found


def open_proposal(exhibit_id: int, *options: ExecutableOption) -> DestructionProposal | None:
    """Return the proposal to destroy an exhibit that waits for a second officer."""
    return db.session.scalar(
        select(DestructionProposal)
        .where(DestructionProposal.exhibit_id == exhibit_id, DestructionProposal.decided_at.is_(None))
        .options(*options)
    )


OPENINGS = (Verb.ORIGINAL_DOWNLOADED, Verb.ORIGINAL_VIEWED, Verb.METADATA_VIEWED)


def stated_purpose(officer: Officer, case_id: int) -> str:
    """Return what the officer said today that originals of this case are needed for; "" where they did not yet."""
    morning = from_london(datetime.combine(clock.today(), time()))
    body = db.session.scalar(
        select(AuditDetail.body)
        .join(AuditEvent, AuditEvent.seq == AuditDetail.seq)
        .where(
            AuditEvent.case_id == case_id,
            AuditEvent.actor_id == officer.id,
            AuditEvent.verb.in_([each.value for each in OPENINGS]),
            AuditEvent.at >= morning,
            AuditDetail.body.is_not(None),
        )
        .order_by(AuditEvent.seq.desc())
        .limit(1)
    )
    return str((body or {}).get("purpose", ""))


def shown_today(redaction_id: int, page: int, officer: Officer, purpose: str) -> bool:
    """Say whether it is on record that the officer saw this page of a redacted copy today, for this purpose."""
    morning = from_london(datetime.combine(clock.today(), time()))
    bodies = db.session.scalars(
        select(AuditDetail.body)
        .join(AuditEvent, AuditEvent.seq == AuditDetail.seq)
        .where(
            AuditEvent.subject_type == Redaction.__tablename__,
            AuditEvent.subject_id == redaction_id,
            AuditEvent.actor_id == officer.id,
            AuditEvent.verb == Verb.REDACTED_COPY_SHOWN.value,
            AuditEvent.at >= morning,
        )
    )
    return any(body and (body["page"], body["purpose"]) == (page, purpose) for body in bodies)


def frozen(case_id: int | None = None, most: int | None = None) -> Sequence[str]:
    """Return the addresses of what the store should hold unchanged, the longest unchecked first.

    These are originals, and redacted copies that passed: all; or those of one case; or at `most` so many.
    """
    held = _frozen(case_id)
    return db.session.scalars(
        select(held.c.sha256).order_by(held.c.checked_at, held.c.sha256).limit(most)
    ).all()


def frozen_count(*, unchecked_since: datetime | None = None) -> int:
    """Return how many files the store should hold unchanged; or how many of them were not checked since a moment."""
    held = _frozen()
    query = select(func.count()).select_from(held)
    if unchecked_since is not None:
        query = query.where(held.c.checked_at < unchecked_since)
    return db.session.scalar(query) or 0


def _frozen(case_id: int | None = None) -> Subquery:
    """Return each address once: a redacted copy may have been received as an exhibit too."""
    originals = select(StoredFile.sha256, StoredFile.checked_at).where(StoredFile.destroyed_at.is_(None))
    copies = select(RedactedPage.sha256, RedactedPage.checked_at)
    if case_id is not None:
        of_case = select(Exhibit.sha256).where(Exhibit.case_id == case_id, Exhibit.destroyed_at.is_(None))
        originals = originals.where(StoredFile.sha256.in_(of_case))
        copies = copies.join(Redaction).where(Redaction.case_id == case_id)
    both = union_all(originals, copies).subquery()
    oldest = func.min(both.c.checked_at).label("checked_at")
    return select(both.c.sha256, oldest).group_by(both.c.sha256).subquery()


def copies_at(addresses: Collection[str]) -> Sequence[tuple[RedactedPage, Redaction]]:
    """Return the pages of redacted copies at these addresses, each with its copy, exhibit loaded: for the software."""
    rows = db.session.execute(
        select(RedactedPage, Redaction)
        .join(Redaction, Redaction.id == RedactedPage.redaction_id)
        .where(RedactedPage.sha256.in_(addresses))
        .options(joinedload(Redaction.exhibit))
        .order_by(RedactedPage.id)
    )
    return [(page, redaction) for page, redaction in rows]


def case_called(reference: str) -> int | None:
    """Return the id of the case with this reference, whoever may see it: for the command line."""
    return db.session.scalar(select(Case.id).where(Case.reference == "".join(reference.split()).upper()))


def posts_to_show(case_id: int) -> list[tuple[Post, str]]:
    """Return the posts of a case that stand in the record, each with a line to know it by."""
    posts = db.session.scalars(
        select(Post).where(Post.case_id == case_id, Post.taken_out_reason == "").order_by(Post.id)
    )
    return [(post, f"Post {number}: {_line(post)}") for number, post in enumerate(posts, 1)]


def _line(post: Post) -> str:
    words = post.words or post.address or post.handle or "nothing recorded of it yet"
    return shorten(words, 100, placeholder="…")

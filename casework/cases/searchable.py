"""What the search index is given of cases. Complainants are not in it: who complained is found on the case alone."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from casework.cases.models import Allegation, AllegationClause, Case, Note, Post, SubjectMember
from casework.database import db
from casework.search.documents import Document, OfCases
from casework.search.service import forget, put

CASE, POST, NOTE, ALLEGATION = "case", "post", "note", "allegation"
WITH_CASE = (selectinload(Case.subjects).joinedload(SubjectMember.councillor), selectinload(Case.conducts))

WITH_CLAUSES = selectinload(Allegation.clause_rows).joinedload(AllegationClause.clause)


def case_document(case: Case) -> Document:
    """Return what a case is found by: reference, description, councillors. Subjects and conducts must be loaded."""
    names = [subject.councillor.name for subject in case.subjects if not subject.removed_reason]
    told = [conduct.description for conduct in case.conducts]
    return Document(
        CASE, case.id, case.id, case.name, "\n".join(filter(None, (*names, case.description, *told)))
    )


def post_document(post: Post) -> Document:
    """Return what a post is found by: its words, handle, address. What was taken out is not found."""
    platform = post.platform_name or (post.platform.label if post.platform else "")
    title = " ".join(filter(None, (post.kind.label, "on " + platform if platform else "", post.handle)))
    lines = (post.words, post.display_name, post.address)
    return Document(POST, post.id, post.case_id, title, "\n".join(filter(None, lines)))


def note_document(note: Note) -> Document:
    """Return what a note is found by."""
    return Document(NOTE, note.id, note.case_id, f"Note by {note.author.name}", note.body)


def allegation_document(allegation: Allegation) -> Document:
    """Return what an allegation is found by: what is alleged, and the clauses. They must be loaded."""
    engaged = ", ".join(clause.reference for clause in allegation.clauses)
    return Document(ALLEGATION, allegation.id, allegation.case_id, f"Allegation: {engaged}", allegation.gist)


def feed_case(case_id: int) -> None:
    """Index the case as it is now; part of every command that changes what it is found by."""
    feed_cases([case_id])


def feed_cases(case_ids: Iterable[int]) -> None:
    """Index these cases as they are now."""
    db.session.flush()
    query = select(Case).where(Case.id.in_(case_ids)).options(*WITH_CASE).order_by(Case.id)
    for case in db.session.scalars(query.execution_options(populate_existing=True)).all():
        put(case_document(case))


def feed_post(post: Post) -> None:
    """Index a post as it is now, or forget it where it was taken out of the record."""
    db.session.flush()
    if post.taken_out_reason:
        forget(POST, post.id)
    else:
        put(post_document(post))


def feed_note(note: Note) -> None:
    """Index a note. Its author must be loaded."""
    put(note_document(note))


def feed_allegation(allegation: Allegation) -> None:
    """Index an allegation as it is now; a withdrawn one stays to be found."""
    db.session.flush()
    query = select(Allegation).where(Allegation.id == allegation.id).options(WITH_CLAUSES)
    put(allegation_document(db.session.scalars(query.execution_options(populate_existing=True)).one()))


SOURCES = (
    OfCases(CASE, Case.id, select(Case).options(*WITH_CASE).order_by(Case.id), case_document),
    OfCases(
        POST,
        Post.case_id,
        select(Post).where(Post.taken_out_reason == "").order_by(Post.case_id, Post.id),
        post_document,
    ),
    OfCases(
        NOTE,
        Note.case_id,
        select(Note).options(joinedload(Note.author)).order_by(Note.case_id, Note.id),
        note_document,
    ),
    OfCases(
        ALLEGATION,
        Allegation.case_id,
        select(Allegation).options(WITH_CLAUSES).order_by(Allegation.case_id, Allegation.id),
        allegation_document,
    ),
)

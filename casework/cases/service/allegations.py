"""Allegations: one member × one conduct × the clauses that it engages, and the one paragraph that it may breach."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import (
    Allegation,
    AllegationClause,
    Case,
    ClauseMark,
    Conduct,
    SubjectMember,
)
from casework.cases.queries.allegations import governing_codes
from casework.cases.service.editing import need_reason, same_case
from casework.cases.workflow import Capacity, ExpressionQuestion, FindingKind
from casework.codes import queries as codes
from casework.codes.models import Clause, CodeVersion
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.versions import expect_version

LABELS = {
    "gist": "What is alleged",
    "paragraph": "Members’ Code paragraph",
    "capacity": "Capacity",
    "capacity_reasons": "Reasons on capacity",
    "expression": "Article 10 questions",
}


@command
def make_allegation(
    case: Case,
    *,
    actor: Officer,
    conduct: Conduct,
    subject: SubjectMember | None,
    clauses: Collection[int],
    paragraph: str = "",
    gist: str = "",
    version_id: int | None = None,
    version_reason: str = "",
) -> Allegation:
    """Record that `subject` (None: not yet identified) may, by `conduct`, have engaged these clauses (ids).

    Every clause must be an obligation of the one version in force on the date of the conduct; where the date does not
    decide, `version_id` is the officer's choice, with `version_reason`. `paragraph` is of the Members' Code in force
    then. Raises DomainError for anything else, NotPossible where the same allegation stands already.
    """
    same_case(conduct, case.id, "This conduct")
    if subject is not None:
        same_case(subject, case.id, "This councillor")
    _refuse_double(case, conduct, subject, paragraph)
    authority = subject.authority_id if subject else None
    governing = governing_codes(conduct, authority)
    chosen = _among(governing.social_media.candidates, version_id)
    version = governing.social_media.check_choice(chosen, version_reason)
    allegation = Allegation(
        case_id=case.id,
        conduct_id=conduct.id,
        subject_id=subject.id if subject else None,
        version_id=version.id,
        version_reason="" if governing.social_media.version else version_reason.strip(),
        gist=gist.strip(),
        expression={},
    )
    db.session.add(allegation)
    _set_paragraph(allegation, governing.members.candidates, paragraph)
    allegation.clause_rows = [AllegationClause(clause=clause) for clause in _obligations(clauses, version)]
    references = [row.clause.reference for row in allegation.clause_rows]
    record(
        Verb.ALLEGATION_MADE,
        actor=actor,
        subject=allegation,
        case=case,
        also=allegation.clause_rows,
        clauses=references,
        paragraph=allegation.paragraph,
    )
    db.session.flush()
    return allegation


@command
def change_allegation(
    allegation: Allegation,
    *,
    actor: Officer,
    version: int | None = None,
    clauses: Collection[int],
    paragraph: str,
    gist: str,
) -> None:
    """Change what is alleged. The clauses stay those of the version that was found to be in force."""
    _open(allegation)
    expect_version(allegation, version, {"gist": gist.strip(), "paragraph": paragraph}, LABELS)
    conduct = db.session.get_one(Conduct, allegation.conduct_id)
    subject = db.session.get(SubjectMember, allegation.subject_id) if allegation.subject_id else None
    governing = governing_codes(conduct, subject.authority_id if subject else None)
    code_version = codes.version(allegation.version_id) if allegation.version_id else None
    before = (allegation.paragraph, allegation.paragraph_version_id)
    _set_paragraph(allegation, governing.members.candidates, paragraph)
    changes = changes_of(allegation, gist=gist.strip())
    if before[0] != allegation.paragraph:
        changes["paragraph"] = (before[0], allegation.paragraph)
    rows = db.session.scalars(
        select(AllegationClause).where(AllegationClause.allegation_id == allegation.id)
    ).all()
    wanted = {clause.id: clause for clause in _obligations(clauses, code_version)}
    present = {row.clause_id for row in rows}
    touched = [row for row in rows if row.clause_id not in wanted]
    for row in touched:
        db.session.delete(row)
    added = [
        AllegationClause(allegation_id=allegation.id, clause_id=key) for key in wanted if key not in present
    ]
    db.session.add_all(added)
    if present != set(wanted):
        changes["clauses"] = (sorted(present), sorted(wanted))
    if changes:
        record(
            Verb.ALLEGATION_CHANGED,
            actor=actor,
            subject=allegation,
            case=allegation.case_id,
            also=[*touched, *added],
            changes=changes,
        )


@command
def answer_capacity(
    allegation: Allegation, capacity: Capacity, reasons: str, *, actor: Officer, version: int | None = None
) -> None:
    """Answer whether the member was acting, or perceived to be acting, as a councillor; with reasons.

    "Arguable: needs investigation" is an answer; "not considered" takes one back.
    """
    _open(allegation)
    values = {"capacity": capacity, "capacity_reasons": reasons.strip()}
    expect_version(allegation, version, values, LABELS)
    if capacity is not Capacity.NOT_CONSIDERED:
        need_reason(reasons, "you answer the question of capacity so", "capacity_reasons")
    _record(allegation, changes_of(allegation, **values), actor)


@command
def answer_expression(
    allegation: Allegation,
    answers: Mapping[ExpressionQuestion, str],
    *,
    actor: Officer,
    version: int | None = None,
) -> None:
    """Answer the questions of Article 10; an empty answer takes one back."""
    _open(allegation)
    kept = {question.value: text.strip() for question, text in answers.items() if text.strip()}
    expect_version(allegation, version, {"expression": kept}, LABELS)
    _record(allegation, changes_of(allegation, expression=kept), actor)


@command
def withdraw_allegation(allegation: Allegation, reason: str, *, actor: Officer) -> None:
    """Withdraw an allegation that has no finding. It stays on the record, with the reason."""
    _open(allegation)
    allegation.withdrawn_reason = need_reason(reason, "the allegation is withdrawn")
    record(
        Verb.ALLEGATION_WITHDRAWN,
        actor=actor,
        subject=allegation,
        case=allegation.case_id,
        reason=reason.strip(),
    )


@command
def mark_clause(case: Case, clause: Clause, *, accepted: bool, words: Sequence[str], actor: Officer) -> None:
    """Accept a suggested clause or set it aside, with the words that had suggested it."""
    mark = db.session.get(ClauseMark, (case.id, clause.id))
    if mark is None:
        mark = ClauseMark(case_id=case.id, clause_id=clause.id, accepted=accepted, words=list(words))
        db.session.add(mark)
    elif mark.accepted == accepted:
        return
    else:
        mark.accepted, mark.words = accepted, list(words)
    verb = Verb.CLAUSE_ACCEPTED if accepted else Verb.CLAUSE_SET_ASIDE
    record(
        verb, actor=actor, subject=clause, case=case, also=[mark], name=clause.reference, words=list(words)
    )


def _open(allegation: Allegation) -> None:
    lock(allegation)
    if allegation.withdrawn_reason:
        raise NotPossible("This allegation was withdrawn. Make a new one if it is to be pursued.")
    if allegation.finding is not FindingKind.NOT_DECIDED:
        raise NotPossible("A finding was made on this allegation: what it rests on can no longer be changed.")


def _record(allegation: Allegation, changes: dict[str, tuple[object, object]], actor: Officer) -> None:
    if changes:
        record(
            Verb.ALLEGATION_CHANGED,
            actor=actor,
            subject=allegation,
            case=allegation.case_id,
            changes=changes,
        )


def _refuse_double(case: Case, conduct: Conduct, subject: SubjectMember | None, paragraph: str) -> None:
    same = select(Allegation.id).where(
        Allegation.case_id == case.id,
        Allegation.conduct_id == conduct.id,
        Allegation.subject_id.is_(None) if subject is None else Allegation.subject_id == subject.id,
        Allegation.paragraph == paragraph.strip(),
        Allegation.withdrawn_reason == "",
    )
    if db.session.scalar(same) is not None:
        raise NotPossible(
            "There is an allegation on the same conduct, councillor and paragraph already. Change that one, or choose "
            "another paragraph of the Members’ Code."
        )


def _among(candidates: Sequence[CodeVersion], version_id: int | None) -> CodeVersion | None:
    return next((version for version in candidates if version.id == version_id), None)


def _obligations(clause_ids: Collection[int], version: CodeVersion | None) -> Sequence[Clause]:
    """Return the clauses; raise DomainError unless each is an obligation of `version`. Guidance is context only."""
    if not clause_ids:
        raise DomainError("Choose at least one clause of the Social Media Code.", "clauses")
    rows = codes.clauses_by_ids(clause_ids)
    if (
        version is None
        or len(rows) != len(set(clause_ids))
        or any(row.version_id != version.id for row in rows)
    ):
        raise DomainError("Choose clauses of the version in force on the date of the conduct.", "clauses")
    context = [row for row in rows if not row.kind.grounds_allegation]
    if context:
        listed = ", ".join(f"{row.reference} ({row.kind.label.lower()})" for row in context)
        raise DomainError(f"Only obligations can ground an allegation. Take out {listed}.", "clauses")
    return rows


def _set_paragraph(allegation: Allegation, candidates: Sequence[CodeVersion], paragraph: str) -> None:
    """Set the Members' Code paragraph, once it is found in a version in force; an empty one may follow later."""
    paragraph = paragraph.strip()
    allegation.paragraph, allegation.paragraph_version_id = paragraph, None
    if not paragraph:
        return
    for version in reversed(candidates):
        if any(clause.reference == paragraph for clause in codes.clauses_of(version.id)):
            allegation.paragraph_version_id = version.id
            return
    raise DomainError(
        f"The Members’ Code in force on the date of the conduct has no paragraph {paragraph}.", "paragraph"
    )

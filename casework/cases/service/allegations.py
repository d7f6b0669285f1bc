"""Allegations: one member × one conduct × the clauses that it engages, and the one paragraph that it may breach."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

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
from casework.cases.queries.allegations import Governing, governing_codes
from casework.cases.searchable import feed_allegation
from casework.cases.service.editing import need_reason, same_case
from casework.cases.workflow import Capacity, CaseStatus, ExpressionQuestion, FindingKind
from casework.codes import queries as codes
from casework.codes.models import Clause, CodeVersion
from casework.codes.workflow import VersionSelection
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.versions import expect_version

LABELS = {
    "gist": "What is alleged",
    "clauses": "Clauses",
    "paragraph": "Members’ Code paragraph",
    "capacity": "Capacity",
    "capacity_reasons": "Reasons on capacity",
    "expression": "Article 10 questions",
}


@dataclass
class _AsShown:
    """What an allegation says, as an officer sees it on the page."""

    version: int
    gist: str
    paragraph: str
    clauses: str


@dataclass(frozen=True)
class _Choice:
    """What the officer chose where the date of the conduct does not decide, and why."""

    version_id: int | None
    paragraph_version_id: int | None
    reason: str


@dataclass(frozen=True)
class _Settled:
    """The versions and the paragraph that an allegation rests on. `reason`: why these, where they were chosen."""

    version: CodeVersion
    reason: str
    paragraph: str
    paragraph_version_id: int | None


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
    paragraph_version_id: int | None = None,
    version_reason: str = "",
) -> Allegation:
    """Record that `subject` (None: not yet identified) may, by `conduct`, have engaged these clauses (ids).

    Every clause must be an obligation of the one version in force on the date of the conduct, and `paragraph` is of the
    Members' Code in force then. Where the date does not decide, `version_id` and `paragraph_version_id` are the
    officer's choice, with `version_reason`. Raises DomainError for anything else, NotPossible where the same
    allegation stands already.
    """
    _workable(lock(case))
    same_case(conduct, case.id, "This conduct")
    if subject is not None:
        same_case(subject, case.id, "This councillor")
        if subject.removed_reason:
            raise DomainError(
                "This councillor was found not to be concerned. Name them again first.", "subject"
            )
    _refuse_double(case, conduct, subject, paragraph)
    governing = governing_codes(conduct, subject.authority_id if subject else None)
    choice = _Choice(version_id, paragraph_version_id, version_reason)
    settled = _settle(governing, paragraph, choice)
    rows = _obligations(clauses, settled)
    allegation = Allegation(
        case_id=case.id,
        conduct_id=conduct.id,
        subject_id=subject.id if subject else None,
        gist=gist.strip(),
        expression={},
        **_values(settled),
    )
    allegation.clause_rows = [AllegationClause(clause=clause) for clause in rows]
    db.session.add(allegation)
    record(
        Verb.ALLEGATION_MADE,
        actor=actor,
        subject=allegation,
        case=case,
        also=allegation.clause_rows,
        clauses=[clause.reference for clause in rows],
        paragraph=allegation.paragraph,
    )
    feed_allegation(allegation)
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
    version_id: int | None = None,
    paragraph_version_id: int | None = None,
    version_reason: str = "",
) -> None:
    """Change what is alleged. The version found before stays, unless the date of the conduct now settles another."""
    _open(allegation)
    conduct = db.session.get_one(Conduct, allegation.conduct_id)
    subject = db.session.get(SubjectMember, allegation.subject_id) if allegation.subject_id else None
    present = _clauses_of(allegation)
    wanted = codes.clauses_by_ids(clauses)
    shown = _AsShown(allegation.version, allegation.gist, allegation.paragraph, _listed(present))
    typed = {"gist": gist.strip(), "paragraph": paragraph.strip(), "clauses": _listed(wanted)}
    expect_version(shown, version, typed, LABELS)
    if paragraph.strip() != allegation.paragraph:
        _refuse_double(db.session.get_one(Case, allegation.case_id), conduct, subject, paragraph)
    governing = governing_codes(conduct, subject.authority_id if subject else None)
    choice = _Choice(
        version_id or allegation.version_id,
        paragraph_version_id or allegation.paragraph_version_id,
        version_reason or allegation.version_reason,
    )
    settled = _settle(governing, paragraph, choice)
    rows = _obligations(clauses, settled)
    changes = changes_of(allegation, gist=gist.strip(), **_values(settled))
    touched = _replace_clauses(allegation, rows)
    if touched:
        changes["clauses"] = (_listed(present), _listed(rows))
        flag_modified(allegation, "gist")  # so that the version counts this change too
    if changes:
        record(
            Verb.ALLEGATION_CHANGED,
            actor=actor,
            subject=allegation,
            case=allegation.case_id,
            also=touched,
            changes=changes,
        )
        feed_allegation(allegation)


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
    if allegation.finding is not FindingKind.NOT_DECIDED:
        raise NotPossible("A finding is on record for this allegation, so it can no longer be withdrawn.")
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
    _workable(lock(case))
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


def _workable(case: Case) -> None:
    if case.status not in {CaseStatus.DRAFT, CaseStatus.OPEN}:
        raise NotPossible(
            f"{case.name} is {case.status.label.lower()}: its allegations stay as they are. Reopen the case first."
        )


def _open(allegation: Allegation) -> None:
    lock(allegation)
    _workable(db.session.get_one(Case, allegation.case_id))
    if allegation.withdrawn_reason:
        raise NotPossible("This allegation was withdrawn. Make a new one if it is to be pursued.")
    if allegation.finding in {FindingKind.BREACH, FindingKind.NO_BREACH}:
        raise NotPossible(
            "A finding was made on this allegation, so what it rests on stays. If the matter must be looked at again, "
            "first replace the finding by “not determined”, with reasons."
        )


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


def _settle(governing: Governing, paragraph: str, choice: _Choice) -> _Settled:
    """Return the versions and the paragraph: by the date, or where that does not decide by choice and reason."""
    selection = governing.social_media
    if not selection.candidates:
        raise DomainError(
            "No published version of the Social Media Code was in force on the date of the conduct. Check that date, "
            "and the dates of the Code’s versions in the Code library.",
            "version_id",
        )
    chosen = next((each for each in selection.candidates if each.id == choice.version_id), None)
    version: CodeVersion | None = selection.version or chosen
    if version is None:
        raise DomainError(selection.explanation, "version_id")
    found, paragraph_chosen = _settle_paragraph(governing.members, paragraph.strip(), choice)
    reason = ""
    if selection.needs_choice or paragraph_chosen:
        reason = need_reason(choice.reason, "this version applies to the conduct", "version_reason")
    return _Settled(version, reason, paragraph.strip(), found)


def _settle_paragraph(
    selection: VersionSelection[Any], paragraph: str, choice: _Choice
) -> tuple[int | None, bool]:
    """Return in which Members' Code the paragraph is, and whether that was chosen. An empty one may follow later."""
    if not paragraph:
        return None, False
    having = codes.versions_with(paragraph, [version.id for version in selection.candidates])
    if not having:
        raise DomainError(
            f"The Members’ Code in force on the date of the conduct has no paragraph {paragraph}. Choose one that it "
            "has.",
            "paragraph",
        )
    if len(having) > 1 and choice.paragraph_version_id not in having:
        raise DomainError(
            f"More than one version of the Members’ Code may apply, and each has a paragraph {paragraph}. Choose the "
            "version, and say why.",
            "paragraph",
        )
    return (having[0], False) if len(having) == 1 else (choice.paragraph_version_id, True)


def _values(settled: _Settled) -> dict[str, Any]:
    """Return the columns that hold it."""
    return {
        "version_id": settled.version.id,
        "version_reason": settled.reason,
        "paragraph": settled.paragraph,
        "paragraph_version_id": settled.paragraph_version_id,
    }


def _obligations(clause_ids: Collection[int], settled: _Settled) -> Sequence[Clause]:
    """Return the clauses; raise DomainError unless each is an obligation of `version`. The others are context only."""
    if not clause_ids:
        raise DomainError("Choose at least one clause of the Social Media Code.", "clauses")
    version = settled.version
    rows = codes.clauses_by_ids(clause_ids)
    if len(rows) != len(set(clause_ids)) or any(row.version_id != version.id for row in rows):
        raise DomainError(
            f"Choose clauses of the version in force on the date of the conduct: {version.label}.", "clauses"
        )
    context = [row for row in rows if not row.kind.grounds_allegation]
    if context:
        listed = ", ".join(f"{row.reference} ({row.kind.label.lower()})" for row in context)
        raise DomainError(f"Only obligations can ground an allegation. Take out {listed}.", "clauses")
    return rows


def _clauses_of(allegation: Allegation) -> Sequence[Clause]:
    ids = db.session.scalars(
        select(AllegationClause.clause_id).where(AllegationClause.allegation_id == allegation.id)
    ).all()
    return codes.clauses_by_ids(ids)


def _replace_clauses(allegation: Allegation, wanted: Sequence[Clause]) -> list[AllegationClause]:
    """Put the clauses wanted in the place of those present; return the rows that were added or taken out."""
    rows = db.session.scalars(
        select(AllegationClause).where(AllegationClause.allegation_id == allegation.id)
    ).all()
    kept = {clause.id for clause in wanted}
    gone = [row for row in rows if row.clause_id not in kept]
    for row in gone:
        db.session.delete(row)
    present = {row.clause_id for row in rows}
    added = [
        AllegationClause(allegation_id=allegation.id, clause_id=clause.id)
        for clause in wanted
        if clause.id not in present
    ]
    db.session.add_all(added)
    return [*gone, *added]


def _listed(clauses: Sequence[Clause]) -> str:
    return ", ".join(clause.reference for clause in clauses)

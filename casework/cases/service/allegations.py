"""Allegations: one member × one conduct × the clauses that it engages, and the one paragraph that it may breach."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import (
    Allegation,
    AllegationClause,
    Case,
    Conduct,
    SubjectMember,
)
from casework.cases.searchable import feed_allegation
from casework.cases.service.editing import need_reason, need_unfinished, same_case
from casework.cases.service.grounds import ChosenVersions, settle
from casework.cases.workflow import FindingKind
from casework.codes import queries as codes
from casework.codes.models import Clause
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.versions import expect_version

CHANGING = "changing its allegations"
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
    need_unfinished(lock(case), CHANGING)
    _check_parts(case, conduct, subject)
    _refuse_double(case, conduct, subject, paragraph)
    choice = ChosenVersions(version_id, paragraph_version_id, version_reason)
    ground = settle(conduct, subject, clauses, paragraph, choice)
    allegation = Allegation(
        case_id=case.id,
        conduct_id=conduct.id,
        subject_id=subject.id if subject else None,
        gist=gist.strip(),
        expression={},
        **ground.values,
    )
    allegation.clause_rows = [AllegationClause(clause=clause) for clause in ground.clauses]
    db.session.add(allegation)
    record(
        Verb.ALLEGATION_MADE,
        actor=actor,
        subject=allegation,
        case=case,
        also=allegation.clause_rows,
        clauses=[clause.reference for clause in ground.clauses],
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
    check_open(allegation)
    conduct = db.session.get_one(Conduct, allegation.conduct_id)
    subject = db.session.get(SubjectMember, allegation.subject_id) if allegation.subject_id else None
    present = _clauses_of(allegation)
    shown = _AsShown(allegation.version, allegation.gist, allegation.paragraph, _listed(present))
    wanted = _listed(codes.clauses_by_ids(clauses))
    typed = {"gist": gist.strip(), "paragraph": paragraph.strip(), "clauses": wanted}
    expect_version(shown, version, typed, LABELS)
    if paragraph.strip() != allegation.paragraph:
        _refuse_double(db.session.get_one(Case, allegation.case_id), conduct, subject, paragraph)
    choice = ChosenVersions(
        version_id or allegation.version_id,
        paragraph_version_id or allegation.paragraph_version_id,
        version_reason or allegation.version_reason,
    )
    ground = settle(conduct, subject, clauses, paragraph, choice)
    changes = changes_of(allegation, gist=gist.strip(), **ground.values)
    touched = _replace_clauses(allegation, ground.clauses)
    if touched:
        changes["clauses"] = (_listed(present), _listed(ground.clauses))
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
def withdraw_allegation(allegation: Allegation, reason: str, *, actor: Officer) -> None:
    """Withdraw an allegation that has no finding. It stays on the record, with the reason."""
    check_open(allegation)
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


def check_open(allegation: Allegation) -> None:
    """Hold the allegation, and raise NotPossible where what it says stays as it is."""
    lock(allegation)
    need_unfinished(db.session.get_one(Case, allegation.case_id), CHANGING)
    if allegation.withdrawn_reason:
        raise NotPossible("This allegation was withdrawn. Make a new one if it is to be pursued.")
    if allegation.finding in {FindingKind.BREACH, FindingKind.NO_BREACH}:
        raise NotPossible(
            "A finding was made on this allegation, so what it rests on stays. If the matter must be looked at again, "
            "first replace the finding by “not determined”, with reasons."
        )


def _check_parts(case: Case, conduct: Conduct, subject: SubjectMember | None) -> None:
    same_case(conduct, case.id, "This conduct")
    if subject is None:
        return
    same_case(subject, case.id, "This councillor")
    if subject.removed_reason:
        raise DomainError("This councillor was found not to be concerned. Name them again first.", "subject")


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

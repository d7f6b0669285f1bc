"""The facts that the figures count, read from the database in a fixed number of selects however many cases there are.

Of a platform outside the list only "another" is read, never what somebody called it. Posts taken out of the record,
councillors found not to be concerned and allegations withdrawn are left out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select

from casework import clock
from casework.cases.models import (
    Action,
    Allegation,
    AllegationClause,
    Case,
    Complaint,
    Post,
    StatusChange,
    SubjectMember,
)
from casework.cases.workflow import ChangeKind
from casework.codes.models import Clause
from casework.database import db
from casework.members.models import Authority, Councillor
from casework.procedure.models import AssessmentDecision, FinalOutcome
from casework.reports.facts import ActionFact, CaseFact, Change, ClauseFact, ComplaintFact
from casework.reports.queries import requested

Rows = Mapping[int, list[tuple[Any, ...]]]


def case_facts() -> list[CaseFact]:
    """Return every case and draft as dated facts. Nobody's walls apply: whoever asks must be walled from none."""
    changes, assessments, outcomes = _history()
    authorities, clauses, platforms = _matter()
    complaints, actions = _work()
    removals = requested.removal_facts()
    cases = db.session.execute(
        select(Case.id, Case.reference, Case.created_at, Case.received_on, Case.nature).order_by(Case.id)
    )
    return [
        CaseFact(
            reference=reference or f"Draft {case_id}",
            begun=clock.london_date(created_at),
            received=received,
            nature=nature,
            changes=tuple(Change(*row) for row in changes[case_id]),
            authorities=frozenset(name for name, _ in authorities[case_id]),
            tiers=frozenset(tier for _, tier in authorities[case_id]),
            assessments=tuple((on, kind) for on, kind in assessments[case_id]),
            outcomes=tuple((on, kind) for on, kind in outcomes[case_id]),
            clauses=frozenset(ClauseFact(*row) for row in clauses[case_id]),
            platforms=frozenset(platform for (platform,) in platforms[case_id]),
            complaints=tuple(ComplaintFact(*row) for row in complaints[case_id]),
            removals=tuple(removals[case_id]),
            actions=tuple(ActionFact(*row) for row in actions[case_id]),
        )
        for case_id, reference, created_at, received, nature in cases
    ]


def _history() -> tuple[Rows, Rows, Rows]:
    """Return what happened to each case: its changes, assessment decisions and outcomes."""
    changes = _grouped(
        select(StatusChange.case_id, StatusChange.on_day, StatusChange.kind).order_by(StatusChange.id)
    )
    assessments = _grouped(
        select(
            AssessmentDecision.case_id, AssessmentDecision.recorded_on, AssessmentDecision.decision
        ).order_by(AssessmentDecision.id)
    )
    outcomes = _grouped(
        select(FinalOutcome.case_id, FinalOutcome.recorded_on, FinalOutcome.outcome)
        .where(~_undone_the_same_day())
        .order_by(FinalOutcome.id)
    )
    return changes, assessments, outcomes


def _matter() -> tuple[Rows, Rows, Rows]:
    """Return what each case is about: its authorities, clauses and platforms."""
    authorities = _grouped(
        select(SubjectMember.case_id, Authority.name, Authority.tier)
        .join(Authority, Authority.id == SubjectMember.authority_id)
        .where(SubjectMember.removed_reason == "")
    )
    clauses = _grouped(
        select(Allegation.case_id, Clause.reference, Clause.title)
        .join(AllegationClause, AllegationClause.allegation_id == Allegation.id)
        .join(Clause, Clause.id == AllegationClause.clause_id)
        .where(Allegation.withdrawn_reason == "")
        .distinct()
    )
    platforms = _grouped(
        select(Post.case_id, Post.platform)
        .where(Post.taken_out_reason == "", Post.platform.is_not(None))
        .distinct()
    )
    return authorities, clauses, platforms


def _work() -> tuple[Rows, Rows]:
    """Return what came to each case, and what is to be done in it: complaints and actions."""
    complaints = _grouped(
        select(Complaint.case_id, Complaint.received_on, Complaint.category, Complaint.logged_on).order_by(
            Complaint.id
        )
    )
    actions = _grouped(
        select(Action.case_id, Action.due_on, Action.done_on, Action.set_on).order_by(Action.id)
    )
    return complaints, actions


def _undone_the_same_day() -> ColumnElement[bool]:
    """Return the condition that a case was reopened after its outcome, on one day: at no day's end was it in force."""
    return exists().where(
        StatusChange.case_id == FinalOutcome.case_id,
        StatusChange.kind == ChangeKind.REOPENED,
        StatusChange.on_day == FinalOutcome.recorded_on,
        StatusChange.at > FinalOutcome.recorded_at,
    )


def councillors() -> dict[str, tuple[str, ...]]:
    """Return {case reference: names of the councillors concerned}, for the exempt edition alone."""
    rows = _grouped(
        select(Case.reference, Councillor.name)
        .join(SubjectMember, SubjectMember.case_id == Case.id)
        .join(Councillor, Councillor.id == SubjectMember.councillor_id)
        .where(Case.reference.is_not(None), SubjectMember.removed_reason == "")
        .order_by(Councillor.sort_name)
    )
    return {str(reference): tuple(name for (name,) in names) for reference, names in rows.items()}


def references(case_ids: Collection[int]) -> dict[int, str]:
    """Return {id: reference} of registered cases."""
    if not case_ids:
        return {}
    query = select(Case.id, Case.reference).where(Case.id.in_(case_ids), Case.reference.is_not(None))
    return {case_id: reference or "" for case_id, reference in db.session.execute(query)}


def ids_of(names: Collection[str]) -> dict[int, str]:
    """Return {id: reference} of the cases with these references, in the order of the references."""
    query = select(Case.id, Case.reference).where(Case.reference.in_(names)).order_by(Case.reference)
    return {case_id: reference or "" for case_id, reference in db.session.execute(query)}


def _grouped(query: Select[*tuple[Any, ...]]) -> Rows:
    """Return the rows of a query under their first column."""
    grouped: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows: Iterable[Any] = db.session.execute(query)
    for key, *rest in rows:
        grouped[key].append(tuple(rest))
    return grouped

"""What was decided at assessment, and how a case ended. A later decision replaces an earlier one; both stay."""

from datetime import date
from typing import Any

from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.service import refresh_due
from casework.cases.workflow import AssessmentKind, OutcomeKind
from casework.database import command, db, lock
from casework.errors import NotPossible
from casework.procedure import queries
from casework.procedure.models import AssessmentDecision, FinalOutcome
from casework.procedure.service.checking import decider, may_decide, said, since_received, still_open
from casework.procedure.workflow import assessment_wants, outcome_contradicts


@command
def decide_assessment(
    case: Case,
    decision: AssessmentKind,
    *,
    reasons: str,
    decision_maker: str,
    decided_on: date | None,
    actor: Officer,
) -> AssessmentDecision:
    """Record what was decided at assessment. It is not an outcome, and does not close the case."""
    may_decide(actor)
    still_open(lock(case))
    wanted = assessment_wants(decision, queries.standing(case.id))
    if wanted:
        raise NotPossible(wanted)
    row = AssessmentDecision(decision=decision, **_decided(case, reasons, decision_maker, decided_on))
    _put(row, case, actor, Verb.ASSESSMENT_DECIDED, assessment=decision)
    return row


@command
def decide_outcome(
    case: Case,
    outcome: OutcomeKind,
    *,
    reasons: str,
    decision_maker: str,
    decided_on: date | None,
    actor: Officer,
) -> FinalOutcome:
    """Record how the case ended; raise NotPossible where the findings say otherwise."""
    may_decide(actor)
    still_open(lock(case))
    contradiction = _contradiction(case, outcome)
    if contradiction:
        raise NotPossible(contradiction)
    row = FinalOutcome(outcome=outcome, **_decided(case, reasons, decision_maker, decided_on))
    _put(row, case, actor, Verb.OUTCOME_DECIDED, outcome=outcome)
    return row


def closing_guard(case: Case) -> str | None:
    """Return why the case cannot be closed: a finding was replaced after the outcome, and the two now disagree."""
    contradiction = _contradiction(case, case.outcome) if case.outcome else None
    return f"The outcome on record no longer fits. {contradiction}" if contradiction else None


def _contradiction(case: Case, outcome: OutcomeKind) -> str | None:
    findings = [each.finding for each in queries.standing(case.id)]
    return outcome_contradicts(outcome, findings, case.assessment)


def _decided(case: Case, reasons: str, decision_maker: str, decided_on: date | None) -> dict[str, Any]:
    """Return what every decision says, by column."""
    return {
        "case_id": case.id,
        "reasons": said(reasons, "reasons"),
        "decision_maker": decider(case, decision_maker),
        "decided_on": since_received(case, decided_on, "decided_on"),
    }


def _put(
    row: AssessmentDecision | FinalOutcome,
    case: Case,
    actor: Officer,
    verb: Verb,
    **decided: AssessmentKind | OutcomeKind,
) -> None:
    """Put a decision on record, and let the case say it too."""
    [kind] = decided.values()
    db.session.add(row)
    changes = changes_of(case, **decided)
    record(verb, actor=actor, subject=row, case=case, also=[case], changes=changes, decision=kind.label)
    refresh_due(case)

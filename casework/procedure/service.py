"""Decisions on a case. Each has its date, its decision-maker and its reasons; a later one replaces, both stay."""

from datetime import date

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Allegation, Case, Conduct, SubjectMember
from casework.cases.queries import Governing, governing_codes
from casework.cases.service import refresh_due
from casework.cases.service.editing import need_reason, not_in_future
from casework.cases.workflow import AssessmentKind, CaseStatus, FindingKind, OutcomeKind
from casework.database import command, db, lock
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.permissions import Permission, can
from casework.procedure import queries
from casework.procedure.models import AssessmentDecision, Consultation, FinalOutcome, Referral
from casework.procedure.workflow import (
    ConsultationKind,
    FindingFacts,
    ReferralTo,
    assessment_wants,
    breach_in_private,
    missing_for_finding,
    outcome_contradicts,
)
from casework.versions import expect_version

CONSULTATION_LABELS = {
    "view": "Their view",
    "view_on": "Date of the view",
    "taken_into_account": "How it was taken into account",
}
REFERRAL_LABELS = {"their_reference": "Their reference", "reply": "Reply", "replied_on": "Date of the reply"}
FINDING_LABELS = {
    "finding": "Finding",
    "finding_reasons": "Reasons",
    "decision_maker": "Who made the finding",
    "authority_to_decide": "By what authority",
    "minute_reference": "Minute reference",
    "found_on": "Date of the finding",
}


def finding_facts(allegation: Allegation, found_on: date | None = None) -> FindingFacts:
    """Return what stands on record for a finding on this allegation, made on that day."""
    conduct = db.session.get_one(Conduct, allegation.conduct_id)
    subject = db.session.get(SubjectMember, allegation.subject_id) if allegation.subject_id else None
    return facts_of(
        allegation,
        governing_codes(conduct, subject.authority_id if subject else None),
        investigated=queries.was_to_be_investigated(allegation.case_id),
        person_consulted=queries.person_was_consulted(allegation.case_id, found_on),
    )


def facts_of(
    allegation: Allegation, governing: Governing, *, investigated: bool, person_consulted: bool
) -> FindingFacts:
    """Return the same from what was loaded for all the allegations of a page."""
    return FindingFacts(
        capacity=allegation.capacity,
        capacity_reasons=allegation.capacity_reasons,
        code_in_force=governing.binds(allegation),
        paragraph=allegation.paragraph,
        expression=allegation.expression,
        investigated=investigated,
        person_consulted=person_consulted,
    )


@command
def record_finding(
    allegation: Allegation,
    finding: FindingKind,
    *,
    reasons: str,
    decision_maker: str,
    authority_to_decide: str,
    minute_reference: str,
    found_on: date | None,
    actor: Officer,
    version: int | None = None,
) -> None:
    """Record the finding on an allegation; raise NotPossible naming all that is wanting on record before it.

    A finding can be replaced by another, with reasons; both stay in the audit trail.
    """
    _may_decide(actor)
    case = _open_case(lock(db.session.get_one(Case, allegation.case_id)))
    lock(allegation)
    if allegation.withdrawn_reason:
        raise NotPossible("This allegation was withdrawn: no finding can be made on it.")
    if finding is FindingKind.NOT_DECIDED:
        raise DomainError("Choose a finding.", "finding")
    values = {
        "finding": finding,
        "finding_reasons": need_reason(reasons, "this is found", "reasons"),
        "decision_maker": _decider(case, decision_maker),
        "authority_to_decide": _need(
            authority_to_decide,
            "Say by what authority they decide, such as the arrangements or a delegation.",
            "authority_to_decide",
        ),
        "minute_reference": minute_reference.strip(),
        "found_on": _since_received(case, found_on, "Say when the finding was made.", "found_on"),
    }
    expect_version(allegation, version, values, FINDING_LABELS)
    missing = missing_for_finding(finding, finding_facts(allegation, found_on))
    if missing:
        raise NotPossible("This finding cannot be made yet. " + " ".join(item.label for item in missing))
    if breach_in_private(finding, allegation.capacity):
        raise NotPossible(
            "The answer on capacity is “private capacity”: the Code did not bind the member, so there can be no breach."
        )
    changes = changes_of(allegation, **values)
    if changes:
        record(
            Verb.FINDING_MADE,
            actor=actor,
            subject=allegation,
            case=case,
            changes=changes,
            finding=finding.label,
        )


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
    _may_decide(actor)
    _open_case(lock(case))
    wanted = assessment_wants(decision, queries.standing(case.id))
    if wanted:
        raise NotPossible(wanted)
    row = AssessmentDecision(
        case_id=case.id,
        decision=decision,
        decided_on=_since_received(case, decided_on, "Say when it was decided.", "decided_on"),
        decision_maker=_decider(case, decision_maker),
        reasons=need_reason(reasons, "it was decided so", "reasons"),
    )
    db.session.add(row)
    changes = changes_of(case, assessment=decision)
    record(
        Verb.ASSESSMENT_DECIDED,
        actor=actor,
        subject=row,
        case=case,
        also=[case],
        changes=changes,
        decision=decision.label,
    )
    refresh_due(case)
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
    _may_decide(actor)
    _open_case(lock(case))
    contradiction = contradiction_of(case, outcome)
    if contradiction:
        raise NotPossible(contradiction)
    row = FinalOutcome(
        case_id=case.id,
        outcome=outcome,
        decided_on=_since_received(case, decided_on, "Say when it was decided.", "decided_on"),
        decision_maker=_decider(case, decision_maker),
        reasons=need_reason(reasons, "it was decided so", "reasons"),
    )
    db.session.add(row)
    changes = changes_of(case, outcome=outcome)
    record(
        Verb.OUTCOME_DECIDED,
        actor=actor,
        subject=row,
        case=case,
        also=[case],
        changes=changes,
        decision=outcome.label,
    )
    refresh_due(case)
    return row


def contradiction_of(case: Case, outcome: OutcomeKind) -> str | None:
    """Return why this outcome does not fit what was found and decided in the case, or None."""
    findings = [each.finding for each in queries.standing(case.id)]
    return outcome_contradicts(outcome, findings, case.assessment)


def closing_guard(case: Case) -> str | None:
    """Return why the case cannot be closed: a finding was replaced after the outcome, and the two now disagree."""
    contradiction = contradiction_of(case, case.outcome) if case.outcome else None
    return f"The outcome on record no longer fits. {contradiction}" if contradiction else None


@command
def consult(
    case: Case,
    *,
    kind: ConsultationKind,
    person: str,
    asked_on: date | None,
    material: str,
    actor: Officer,
) -> Consultation:
    """Record that an Independent Person was asked for a view."""
    row = Consultation(
        case_id=case.id,
        kind=kind,
        person=_need(person, "Name the Independent Person.", "person"),
        asked_on=_past(asked_on, "Say when they were asked.", "asked_on"),
        material=material.strip(),
    )
    db.session.add(row)
    record(Verb.PERSON_CONSULTED, actor=actor, subject=row, case=case, person=row.person, kind=kind.label)
    return row


@command
def record_view(
    consultation: Consultation,
    *,
    view: str,
    view_on: date | None,
    taken_into_account: str,
    actor: Officer,
    version: int | None = None,
) -> None:
    """Record the Independent Person's view with its date and, now or later, how it was taken into account."""
    lock(consultation)
    values = {
        "view": _need(view, "Record the view in the Independent Person’s words.", "view"),
        "view_on": _past(view_on, "Say when the view was given.", "view_on"),
        "taken_into_account": taken_into_account.strip(),
    }
    expect_version(consultation, version, values, CONSULTATION_LABELS)
    day = values["view_on"]
    if isinstance(day, date) and day < consultation.asked_on:
        raise DomainError("The view cannot be older than the request for it. Check both dates.", "view_on")
    changes = changes_of(consultation, **values)
    if changes:
        record(
            Verb.VIEW_RECORDED,
            actor=actor,
            subject=consultation,
            case=consultation.case_id,
            changes=changes,
        )


@command
def refer(
    case: Case,
    *,
    to: ReferralTo,
    referred_on: date | None,
    reason: str,
    their_reference: str,
    actor: Officer,
) -> Referral:
    """Record that the matter was passed on: beside the decisions, not one of them."""
    row = Referral(
        case_id=case.id,
        to=to,
        referred_on=_past(referred_on, "Say when it was referred.", "referred_on"),
        reason=need_reason(reason, "it was referred"),
        their_reference=their_reference.strip(),
    )
    db.session.add(row)
    record(Verb.REFERRAL_MADE, actor=actor, subject=row, case=case, to=to.label)
    return row


@command
def answer_referral(
    referral: Referral,
    *,
    their_reference: str,
    reply: str,
    replied_on: date | None,
    actor: Officer,
    version: int | None = None,
) -> None:
    """Record what came back from a referral: the reference they gave it, or their reply with its date."""
    lock(referral)
    if reply.strip() or replied_on is not None:
        reply = _need(reply, "Say what they replied.", "reply")
        replied_on = _past(replied_on, "Say when the reply came.", "replied_on")
        if replied_on < referral.referred_on:
            raise DomainError("The reply cannot be older than the referral. Check both dates.", "replied_on")
    values = {
        "their_reference": their_reference.strip(),
        "reply": reply.strip(),
        "replied_on": replied_on,
    }
    expect_version(referral, version, values, REFERRAL_LABELS)
    changes = changes_of(referral, **values)
    if changes:
        record(
            Verb.REFERRAL_CHANGED,
            actor=actor,
            subject=referral,
            case=referral.case_id,
            changes=changes,
            to=referral.to.label,
        )


def _may_decide(actor: Officer) -> None:
    if not can(actor, Permission.CASE_DECIDE):
        raise NotAllowed("Only the Monitoring Officer or a deputy records decisions.")


def _open_case(case: Case) -> Case:
    if case.status is not CaseStatus.OPEN:
        raise NotPossible(
            f"{case.name} is {case.status.label.lower()}: decisions are recorded on open cases."
        )
    return case


def _need(text: str, message: str, field: str) -> str:
    if not text.strip():
        raise DomainError(message, field)
    return text.strip()


def _decider(case: Case, name: str) -> str:
    """Return who decided; raise DomainError where it is an officer who must not see the case."""
    name = _need(name, "Say who decided.", "decision_maker")
    if name.casefold() in {walled.casefold() for walled in queries.walled_names(case.id)}:
        raise DomainError(
            f"{name} must not see this case, so cannot decide on it. Another officer decides, or another authority’s "
            "Monitoring Officer.",
            "decision_maker",
        )
    return name


def _past(day: date | None, message: str, field: str) -> date:
    if day is None:
        raise DomainError(message, field)
    not_in_future(day, clock.today(), "The date", field)
    return day


def _since_received(case: Case, day: date | None, message: str, field: str) -> date:
    day = _past(day, message, field)
    if day < case.received_on:
        raise DomainError("The date cannot be before the case was received. Check the year.", field)
    return day

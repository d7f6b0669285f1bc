"""Findings: what must be on record before one, and recording it."""

from datetime import date

from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Allegation, Case, Conduct, SubjectMember
from casework.cases.queries import Governing, governing_codes
from casework.cases.workflow import FindingKind
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.procedure import queries
from casework.procedure.service.checking import decider, may_decide, said, since_received, still_open
from casework.procedure.workflow import FindingFacts, breach_in_private, missing_for_finding
from casework.versions import expect_version

LABELS = {
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
    may_decide(actor)
    case = still_open(lock(db.session.get_one(Case, allegation.case_id)))
    lock(allegation)
    if allegation.withdrawn_reason:
        raise NotPossible("This allegation was withdrawn: no finding can be made on it.")
    if finding is FindingKind.NOT_DECIDED:
        raise DomainError("Choose a finding.", "finding")
    values = {
        "finding": finding,
        "finding_reasons": said(reasons, "reasons"),
        "decision_maker": decider(case, decision_maker),
        "authority_to_decide": said(authority_to_decide, "authority_to_decide"),
        "minute_reference": minute_reference.strip(),
        "found_on": since_received(case, found_on, "found_on"),
    }
    expect_version(allegation, version, values, LABELS)
    _refuse_early(allegation, finding, found_on)
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


def _refuse_early(allegation: Allegation, finding: FindingKind, found_on: date | None) -> None:
    missing = missing_for_finding(finding, finding_facts(allegation, found_on))
    if missing:
        raise NotPossible("This finding cannot be made yet. " + " ".join(item.label for item in missing))
    if breach_in_private(finding, allegation.capacity):
        raise NotPossible(
            "The answer on capacity is “private capacity”: the Code did not bind the member, so there can be no breach."
        )

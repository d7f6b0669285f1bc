"""The pure rules of decisions: what each of them needs before it can be made, and what fits together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from casework.cases.workflow import AssessmentKind, Capacity, ExpressionQuestion, FindingKind, OutcomeKind
from casework.words import Choice


class ConsultationKind(Choice):
    """In which capacity the Independent Person is consulted (Localism Act 2011 s.28(7))."""

    STATUTORY = "statutory", "Before a decision on an allegation that is investigated (s.28(7)(a))"
    DISCRETIONARY = "discretionary", "On another allegation, by the council (s.28(7)(b)(i))"
    MEMBER = "member", "By the councillor concerned (s.28(7)(b)(ii))"


class ReferralTo(Choice):
    """Who a matter was passed to."""

    POLICE = "police", "Police"
    SAFETY = "safety", "Member safety contact"
    DATA_PROTECTION = "data_protection", "Data protection officer"
    OTHER = "other", "Another body"


@dataclass(frozen=True)
class FindingFacts:
    """What stands on record when a finding is to be made on one allegation."""

    capacity: Capacity
    capacity_reasons: str
    paragraph: str
    expression: Mapping[str, str]
    investigated: bool
    person_consulted: bool


class Wanting(Choice):
    """What a finding still needs, in words that say what to do."""

    CAPACITY = "capacity", "Answer the question of capacity: “arguable” is settled before a finding is made."
    CAPACITY_REASONS = "capacity_reasons", "Give the reasons for the answer on capacity."
    PARAGRAPH = "paragraph", "Name the paragraph of the Members’ Code: only that Code founds a breach."
    EXPRESSION = "expression", "Answer every question of Article 10 on freedom of expression."
    PERSON = (
        "person",
        "Record the Independent Person’s dated view and how it was taken into account (Localism Act 2011 s.28(7)(a)).",
    )


def missing_for_finding(kind: FindingKind, facts: FindingFacts) -> list[Wanting]:
    """Return what must be on record before a finding of this kind.

    "Not determined" decides nothing, so it needs none of it. The answer on capacity, the Members' Code (s.28(4)) and
    Article 10 (Robinson [2021] EWHC 2014) come before a finding either way, and so does the Independent
    Person where an investigation was decided on (s.28(7)(a)).
    """
    if kind not in {FindingKind.BREACH, FindingKind.NO_BREACH}:
        return []
    unanswered = [
        question for question in ExpressionQuestion if not facts.expression.get(question, "").strip()
    ]
    wanting = {
        Wanting.CAPACITY: facts.capacity in {Capacity.NOT_CONSIDERED, Capacity.ARGUABLE},
        Wanting.CAPACITY_REASONS: not facts.capacity_reasons.strip(),
        Wanting.PARAGRAPH: not facts.paragraph.strip(),
        Wanting.EXPRESSION: bool(unanswered),
        Wanting.PERSON: facts.investigated and not facts.person_consulted,
    }
    return [item for item, lacking in wanting.items() if lacking]


def breach_in_private(kind: FindingKind, capacity: Capacity) -> bool:
    """Say whether a breach would be found of somebody who did not act as a councillor: the Code did not bind them."""
    return kind is FindingKind.BREACH and capacity is Capacity.PRIVATE


def outcome_contradicts(
    outcome: OutcomeKind, findings: Collection[FindingKind], assessment: AssessmentKind | None
) -> str | None:
    """Return why an outcome does not fit the findings on the allegations that stand, or None where it does."""
    breach = FindingKind.BREACH in findings
    undecided = FindingKind.NOT_DECIDED in findings
    if outcome is OutcomeKind.BREACH and not breach:
        return "There is no finding of a breach. Record the finding on an allegation first."
    if outcome is not OutcomeKind.BREACH and breach:
        return "A breach was found on an allegation: the outcome is a breach."
    if (
        outcome in {OutcomeKind.BREACH, OutcomeKind.NO_BREACH}
        and undecided
        and _decided_by_findings(assessment)
    ):
        return "An allegation has no finding yet. Record a finding on each, or withdraw it with a reason."
    return None


def _decided_by_findings(assessment: AssessmentKind | None) -> bool:
    """A case that ended at assessment ends without findings; one that was investigated ends by them."""
    return assessment is AssessmentKind.INVESTIGATE

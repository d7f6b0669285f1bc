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


WANTED = {  # what is asked for where nothing was entered, by field: of the forms and of the commands behind them
    "reasons": "Give the reasons.",
    "decision_maker": "Say who decided.",
    "authority_to_decide": "Say by what authority they decide, such as the arrangements or a delegation.",
    "decided_on": "Say when it was decided.",
    "found_on": "Say when the finding was made.",
    "person": "Name the Independent Person.",
    "asked_on": "Say when they were asked.",
    "view": "Record the view in the Independent Person’s words.",
    "view_on": "Say when the view was given.",
    "reason": "Say why it was referred.",
    "referred_on": "Say when it was referred.",
    "reply": "Say what they replied.",
    "replied_on": "Say when the reply came.",
}
DECIDED = frozenset({FindingKind.BREACH, FindingKind.NO_BREACH})


@dataclass(frozen=True)
class FindingFacts:
    """What stands on record when a finding is to be made on one allegation."""

    capacity: Capacity
    capacity_reasons: str
    code_in_force: bool
    paragraph: str
    expression: Mapping[str, str]
    investigated: bool
    person_consulted: bool


class Wanting(Choice):
    """What a finding still needs, in words that say what to do."""

    CAPACITY = "capacity", "Answer the question of capacity: “arguable” is settled before a finding is made."
    CAPACITY_REASONS = "capacity_reasons", "Give the reasons for the answer on capacity."
    CODE = (
        "code",
        "These clauses are not of the Codes in force on the date of the conduct: choose clauses and paragraph anew.",
    )
    PARAGRAPH = "paragraph", "Name the paragraph of the Members’ Code: only that Code founds a breach."
    EXPRESSION = "expression", "Answer every question of Article 10 on freedom of expression."
    PERSON = (  # Localism Act 2011 s.28(7)(a)
        "person",
        "Record the Independent Person’s view, given before the finding, and how it was taken into account.",
    )


def missing_for_finding(kind: FindingKind, facts: FindingFacts) -> list[Wanting]:
    """Return what must be on record before a finding of this kind.

    "Not determined" decides nothing, so it needs none of it. The answer on capacity, the Members' Code (s.28(4)) and
    Article 10 (Robinson [2021] EWHC 2014) come before a finding either way, and so does the Independent
    Person where an investigation was decided on (s.28(7)(a)).
    """
    if kind not in DECIDED:
        return []
    unanswered = [
        question for question in ExpressionQuestion if not facts.expression.get(question, "").strip()
    ]
    wanting = {
        Wanting.CAPACITY: facts.capacity in {Capacity.NOT_CONSIDERED, Capacity.ARGUABLE},
        Wanting.CAPACITY_REASONS: not facts.capacity_reasons.strip(),
        Wanting.CODE: not facts.code_in_force,
        Wanting.PARAGRAPH: not facts.paragraph.strip(),
        Wanting.EXPRESSION: bool(unanswered),
        Wanting.PERSON: facts.investigated and not facts.person_consulted,
    }
    return [item for item, lacking in wanting.items() if lacking]


def breach_in_private(kind: FindingKind, capacity: Capacity) -> bool:
    """Say whether a breach would be found of somebody who did not act as a councillor: the Code did not bind them."""
    return kind is FindingKind.BREACH and capacity is Capacity.PRIVATE


@dataclass(frozen=True)
class Standing:
    """One allegation that was not withdrawn, as the decisions on the case see it."""

    capacity: Capacity
    finding: FindingKind


def assessment_wants(decision: AssessmentKind, allegations: Collection[Standing]) -> str | None:
    """Return what an assessment decision still needs, or None.

    Capacity comes first: the Code binds a member only when acting as one (s.27(2)). "Arguable" is enough here, since
    finding out is what an investigation is for.
    """
    if any(each.capacity is Capacity.NOT_CONSIDERED for each in allegations):
        return (
            "Answer the question of capacity on each allegation first: “arguable” is an answer, and is enough at "
            "assessment."
        )
    if decision is not AssessmentKind.INVESTIGATE:
        return None
    if not allegations:
        return "There is no allegation to investigate. Record what is alleged first."
    if any(each.finding in DECIDED for each in allegations):
        return (
            "There is a finding already, and an investigation comes before a finding. Replace the finding by “not "
            "determined” first, with reasons."
        )
    return None


def outcome_contradicts(
    outcome: OutcomeKind, findings: Collection[FindingKind], assessment: AssessmentKind | None
) -> str | None:
    """Return why an outcome does not fit the findings on the allegations that stand, or None where it does.

    A case that ended at assessment ends without findings; one that was investigated ends by them.
    """
    if outcome is OutcomeKind.BREACH and FindingKind.BREACH not in findings:
        return "There is no finding of a breach. Record the finding on an allegation first."
    if outcome is not OutcomeKind.BREACH and FindingKind.BREACH in findings:
        return "A breach was found on an allegation, so the outcome is a breach."
    if outcome in {OutcomeKind.BREACH, OutcomeKind.NO_BREACH}:
        if assessment is AssessmentKind.INVESTIGATE and FindingKind.NOT_DECIDED in findings:
            return "An allegation has no finding yet. Record a finding on each, or withdraw it with a reason."
        if not DECIDED.intersection(findings) and assessment in {None, AssessmentKind.INVESTIGATE}:
            return "Nobody has found that there was no breach. Record a finding, or an assessment decision, first."
    return None

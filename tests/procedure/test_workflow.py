"""What a decision needs before it can be made. Every combination is tried."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from casework.cases.workflow import AssessmentKind, Capacity, ExpressionQuestion, FindingKind, OutcomeKind
from casework.procedure.workflow import (
    DECIDED,
    FindingFacts,
    Standing,
    Wanting,
    assessment_wants,
    breach_in_private,
    missing_for_finding,
    outcome_contradicts,
)

BLANK = ["", " ", "\n\t"]
texts = st.sampled_from([*BLANK, "A reason"])
facts = st.builds(
    FindingFacts,
    capacity=st.sampled_from(Capacity),
    capacity_reasons=texts,
    code_in_force=st.booleans(),
    paragraph=texts,
    expression=st.dictionaries(st.sampled_from([each.value for each in ExpressionQuestion]), texts),
    investigated=st.booleans(),
    person_consulted=st.booleans(),
)
standings = st.lists(
    st.builds(Standing, capacity=st.sampled_from(Capacity), finding=st.sampled_from(FindingKind)), max_size=4
)


def complete(**different: object) -> FindingFacts:
    values = {
        "capacity": Capacity.OFFICIAL,
        "capacity_reasons": "The account says so",
        "code_in_force": True,
        "paragraph": "1.1",
        "expression": {question.value: "Answered" for question in ExpressionQuestion},
        "investigated": False,
        "person_consulted": False,
    }
    return FindingFacts(**(values | different))  # type: ignore[arg-type]


@given(st.sampled_from(sorted(DECIDED)), facts)
def test_a_finding_either_way_waits_for_everything_and_for_nothing_else(
    kind: FindingKind, found: FindingFacts
) -> None:
    answered = all(found.expression.get(question, "").strip() for question in ExpressionQuestion)
    expected = {
        Wanting.CAPACITY: found.capacity in {Capacity.NOT_CONSIDERED, Capacity.ARGUABLE},
        Wanting.CAPACITY_REASONS: found.capacity_reasons in BLANK,
        Wanting.CODE: not found.code_in_force,
        Wanting.PARAGRAPH: found.paragraph in BLANK,
        Wanting.EXPRESSION: not answered,
        Wanting.PERSON: found.investigated and not found.person_consulted,
    }
    assert missing_for_finding(kind, found) == [item for item in Wanting if expected[item]]


@given(facts)
def test_not_determined_decides_nothing_and_so_waits_for_nothing(found: FindingFacts) -> None:
    assert missing_for_finding(FindingKind.NOT_DETERMINED, found) == []


def test_each_question_of_article_10_is_asked_for_by_itself() -> None:
    for question in ExpressionQuestion:
        answers = {each.value: "Answered" for each in ExpressionQuestion if each is not question}
        assert missing_for_finding(FindingKind.BREACH, complete(expression=answers)) == [Wanting.EXPRESSION]
    assert missing_for_finding(FindingKind.BREACH, complete()) == []


def test_no_finding_of_an_investigated_allegation_without_the_independent_person() -> None:
    for kind, investigated, consulted in product(DECIDED, [True, False], [True, False]):
        wanting = missing_for_finding(kind, complete(investigated=investigated, person_consulted=consulted))
        assert wanting == ([Wanting.PERSON] if investigated and not consulted else [])


def test_a_member_in_private_capacity_cannot_be_found_in_breach() -> None:
    found = [pair for pair in product(FindingKind, Capacity) if breach_in_private(*pair)]
    assert found == [(FindingKind.BREACH, Capacity.PRIVATE)]


@given(st.sampled_from(AssessmentKind), standings)
def test_an_assessment_waits_for_the_answer_on_capacity_and_arguable_is_one(
    decision: AssessmentKind, allegations: list[Standing]
) -> None:
    wanting = assessment_wants(decision, allegations)
    unanswered = any(each.capacity is Capacity.NOT_CONSIDERED for each in allegations)
    nothing = decision is AssessmentKind.INVESTIGATE and not allegations
    too_late = decision is AssessmentKind.INVESTIGATE and any(each.finding in DECIDED for each in allegations)
    assert (wanting is None) == (not unanswered and not nothing and not too_late)


@given(
    st.sampled_from(OutcomeKind),
    st.lists(st.sampled_from(FindingKind), max_size=4),
    st.none() | st.sampled_from(AssessmentKind),
)
def test_the_outcome_is_a_breach_where_and_only_where_a_breach_was_found(
    outcome: OutcomeKind, findings: list[FindingKind], assessment: AssessmentKind | None
) -> None:
    why = outcome_contradicts(outcome, findings, assessment)
    if (outcome is OutcomeKind.BREACH) != (FindingKind.BREACH in findings):
        assert why is not None
    if outcome not in {OutcomeKind.BREACH, OutcomeKind.NO_BREACH} and FindingKind.BREACH not in findings:
        assert why is None
    if why is None and outcome is OutcomeKind.NO_BREACH:
        assert FindingKind.NO_BREACH in findings or assessment not in {None, AssessmentKind.INVESTIGATE}


def test_an_investigated_case_ends_only_once_every_allegation_has_a_finding() -> None:
    findings = [FindingKind.NO_BREACH, FindingKind.NOT_DECIDED]
    assert outcome_contradicts(OutcomeKind.NO_BREACH, findings, AssessmentKind.INVESTIGATE)
    assert outcome_contradicts(OutcomeKind.NO_BREACH, findings[:1], AssessmentKind.INVESTIGATE) is None

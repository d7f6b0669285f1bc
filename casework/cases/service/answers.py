"""The answers that an allegation needs before a finding: on capacity, and on freedom of expression."""

from collections.abc import Mapping

from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Allegation
from casework.cases.service.allegations import LABELS, check_open
from casework.cases.service.editing import need_reason
from casework.cases.workflow import Capacity, ExpressionQuestion
from casework.database import command
from casework.versions import expect_version


@command
def answer_capacity(
    allegation: Allegation, capacity: Capacity, reasons: str, *, actor: Officer, version: int | None = None
) -> None:
    """Answer whether the member was acting, or perceived to be acting, as a councillor; with reasons.

    "Arguable: needs investigation" is an answer; "not considered" takes one back.
    """
    check_open(allegation)
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
    check_open(allegation)
    kept = {question.value: text.strip() for question, text in answers.items() if text.strip()}
    expect_version(allegation, version, {"expression": kept}, LABELS)
    _record(allegation, changes_of(allegation, expression=kept), actor)


def _record(allegation: Allegation, changes: dict[str, tuple[object, object]], actor: Officer) -> None:
    if changes:
        record(
            Verb.ALLEGATION_CHANGED,
            actor=actor,
            subject=allegation,
            case=allegation.case_id,
            changes=changes,
        )

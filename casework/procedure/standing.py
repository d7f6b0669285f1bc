"""How the allegations of a case stand: what each of them still wants before a finding. Loaded for a whole page."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from casework.cases import queries as cases
from casework.cases.models import Allegation
from casework.cases.workflow import ExpressionQuestion, FindingKind
from casework.procedure import queries
from casework.procedure.service import facts_of
from casework.procedure.workflow import Wanting, missing_for_finding

MENDED_AT = {
    Wanting.CAPACITY: "procedure.capacity",
    Wanting.CAPACITY_REASONS: "procedure.capacity",
    Wanting.CODE: "procedure.change",
    Wanting.PARAGRAPH: "procedure.change",
    Wanting.EXPRESSION: "procedure.expression",
}


@dataclass(frozen=True)
class Assessed:
    """An allegation, and what must be on record before a breach or no breach can be found: (words, address)."""

    number: int
    row: Allegation
    missing: list[tuple[str, str]]

    @property
    def name(self) -> str:
        """What it is called on the pages of its case."""
        return f"Allegation {self.number}"

    @property
    def member(self) -> str:
        """The councillor's name, or that it is not known."""
        return self.row.subject.councillor.name if self.row.subject else "Councillor not yet identified"

    @property
    def answered(self) -> int:
        """How many questions of Article 10 have an answer."""
        return sum(bool(self.row.expression.get(question, "").strip()) for question in ExpressionQuestion)


def assessed(case_id: int) -> Sequence[Assessed]:
    """Return the allegations of a case with what each still wants: four SELECTs."""
    rows = cases.allegations_of(case_id)
    if not rows:
        return []
    governing = cases.governing_allegations(rows)
    investigated, consulted = queries.gates(case_id)
    found = []
    for number, row in enumerate(rows, 1):
        facts = facts_of(row, governing[row.id], investigated=investigated, person_consulted=consulted)
        wanting = [] if _done(row) else missing_for_finding(FindingKind.BREACH, facts)
        found.append(Assessed(number, row, [(item.label, _mend(row, item)) for item in wanting]))
    return found


def _done(row: Allegation) -> bool:
    return row.decided or bool(row.withdrawn_reason)


def _mend(row: Allegation, item: Wanting) -> str:
    endpoint = MENDED_AT.get(item)
    if endpoint is None:
        return url_for("procedure.decisions", case_id=row.case_id, _anchor="consultations")
    return url_for(endpoint, case_id=row.case_id, allegation_id=row.id)

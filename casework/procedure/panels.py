"""What the procedure puts on the case page: the allegations, and the decisions."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup
from sqlalchemy import ColumnElement, func, select

from casework.abreast import Listed
from casework.cases.models import Allegation, Case
from casework.cases.panels import Figures, Lists, Panel, ToDo
from casework.cases.queries import Viewer
from casework.cases.workflow import Capacity, CaseStatus, ExpressionQuestion, FindingKind
from casework.procedure import queries
from casework.procedure.models import AssessmentDecision, Consultation, FinalOutcome, Referral
from casework.procedure.standing import assessed


class AllegationsPanel(Panel):
    """What is alleged against whom."""

    key = "allegations"
    title = "Allegations"
    order = 30

    def url(self, case: Case) -> str | None:
        return url_for("procedure.allegations", case_id=case.id)

    def figures(self, case_id: int) -> Mapping[str, ColumnElement[Any]]:
        def count(*conditions: ColumnElement[bool]) -> ColumnElement[Any]:
            return (
                select(func.count())
                .where(Allegation.case_id == case_id, Allegation.withdrawn_reason == "", *conditions)
                .scalar_subquery()
            )

        return {
            "standing": count(),
            "undecided": count(Allegation.finding == FindingKind.NOT_DECIDED),
            "breach": count(Allegation.finding == FindingKind.BREACH),
            "capacity": count(Allegation.capacity == Capacity.NOT_CONSIDERED),
            "unnamed": count(Allegation.paragraph == ""),
        }

    def count(self, figures: Figures) -> int | None:
        number: int = figures["standing"]
        return number

    def facts(self, case: Case, figures: Figures) -> list[tuple[str, str]]:
        if not figures["standing"]:
            return [("Allegations", "None recorded yet")]
        found = figures["standing"] - figures["undecided"]
        return [("Allegations", f"{figures['standing']}, of which {found} with a finding")]

    def to_do(self, case: Case, figures: Figures) -> list[ToDo]:
        href = url_for("procedure.allegations", case_id=case.id)
        if not figures["standing"]:
            return [ToDo("Say which clauses the conduct engages", href)] if case.outcome is None else []
        wanting = [
            ("Answer the question of capacity on each allegation", figures["capacity"]),
            ("Name the paragraph of the Members’ Code for each allegation", figures["unnamed"]),
        ]
        return [ToDo(text, href) for text, number in wanting if number]

    def printed(self, viewer: Viewer, case: Case, lists: Lists) -> Markup:
        rows, questions = assessed(case.id), list(ExpressionQuestion)
        return Markup(  # noqa: S704  our own template, which escapes what it shows
            render_template("procedure/allegations_printed.html", rows=rows, questions=questions)
        )


class DecisionsPanel(Panel):
    """What was decided, who was consulted, and to whom the matter was referred."""

    key = "decisions"
    title = "Decisions"
    order = 50

    def url(self, case: Case) -> str | None:
        return url_for("procedure.decisions", case_id=case.id) if case.reference else None

    def figures(self, case_id: int) -> Mapping[str, ColumnElement[Any]]:
        def count(model: Any, *conditions: ColumnElement[bool]) -> ColumnElement[Any]:
            return select(func.count()).where(model.case_id == case_id, *conditions).scalar_subquery()

        return {
            "assessments": count(AssessmentDecision),
            "outcomes": count(FinalOutcome),
            "awaited": count(Consultation, Consultation.view_on.is_(None)),
            "referrals": count(Referral),
            "unanswered": count(Referral, Referral.replied_on.is_(None)),
            "breach": count(
                Allegation, Allegation.withdrawn_reason == "", Allegation.finding == FindingKind.BREACH
            ),
        }

    def count(self, figures: Figures) -> int | None:
        return int(figures["assessments"]) + int(figures["outcomes"])

    def facts(self, case: Case, figures: Figures) -> list[tuple[str, str]]:
        if not figures["referrals"]:
            return []
        return [("Referrals", f"{figures['referrals']}, of which {figures['unanswered']} without a reply")]

    def to_do(self, case: Case, figures: Figures) -> list[ToDo]:
        href = url_for("procedure.decisions", case_id=case.id)
        found = []
        if figures["awaited"]:
            found.append(ToDo("Record the Independent Person’s view", f"{href}#consultations"))
        if case.status is CaseStatus.OPEN and figures["breach"] and case.outcome is None:
            found.append(ToDo("Record the outcome: a breach was found", f"{href}#outcome"))
        return found

    def lists(self, case_id: int) -> Mapping[str, Listed[Any]]:
        return {
            "assessments": queries.assessments(case_id),
            "outcomes": queries.outcomes(case_id),
            "consultations": queries.consultations(case_id),
            "referrals": queries.referrals(case_id),
        }

    def printed(self, viewer: Viewer, case: Case, lists: Lists) -> Markup:
        return Markup(render_template("procedure/decisions_printed.html", case=case, **lists))  # noqa: S704  our own template

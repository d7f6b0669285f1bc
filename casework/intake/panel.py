"""What logging puts on the case page: the way back to the steps of a draft, and doubles not looked at yet."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, func, select

from casework.accounts.identity import current_officer
from casework.cases.models import Case
from casework.cases.panels import Figures, Panel, ToDo
from casework.cases.workflow import CaseStatus
from casework.database import db
from casework.intake.duplicates import likely
from casework.permissions import Permission, can
from casework.web.filters import plural


class LoggingPanel(Panel):
    """The steps of logging."""

    key = "intake"
    title = "Steps of logging"
    order = 5

    def url(self, case: Case) -> str | None:
        """Return where a draft is gone on with."""
        return url_for("intake.draft", case_id=case.id) if case.status is CaseStatus.DRAFT else None

    def figures(self, case_id: int) -> Mapping[str, ColumnElement[Any]]:
        """Return how many likely duplicates wait for an answer, of those that the viewer may see."""
        case = db.session.get_one(Case, case_id)
        waiting = select(func.count()).select_from(likely(current_officer(), case).subquery())
        return {"duplicates": waiting.scalar_subquery()}

    def to_do(self, case: Case, figures: Figures) -> list[ToDo]:
        """Return that the likely duplicates want a look."""
        if not figures["duplicates"] or not can(current_officer(), Permission.CASE_LOG):
            return []
        words = f"Look at {plural(figures['duplicates'], 'possible duplicate')}"
        return [ToDo(words, url_for("intake.duplicates", case_id=case.id))]

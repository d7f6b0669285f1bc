"""The letters on the case page."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup
from sqlalchemy import ColumnElement, func, select

from casework.abreast import Listed
from casework.cases.deadlines import DueKind
from casework.cases.models import Case, Complaint
from casework.cases.panels import Figures, Lists, Panel, ToDo
from casework.cases.queries import Viewer
from casework.correspondence import queries
from casework.correspondence.models import Letter
from casework.correspondence.workflow import LetterKind, LetterStatus


class LettersPanel(Panel):
    """A section with the letters of the case; an acknowledgement that waits to be sent is something to do."""

    key = "letters"
    title = "Letters"
    order = 65

    def url(self, case: Case) -> str | None:
        """Return where the letters are."""
        return url_for("correspondence.index", case_id=case.id)

    def figures(self, case_id: int) -> Mapping[str, ColumnElement[Any]]:
        """Return how many letters there are, and how many acknowledgements wait."""
        letters = select(func.count()).select_from(Letter).where(Letter.case_id == case_id)
        waiting = letters.join(Complaint, Complaint.id == Letter.complaint_id).where(
            Letter.status == LetterStatus.PREPARED,
            Letter.kind == LetterKind.ACKNOWLEDGEMENT,
            Complaint.acknowledged_on.is_(None),
        )
        return {"letters": letters.scalar_subquery(), "waiting": waiting.scalar_subquery()}

    def count(self, figures: Figures) -> int | None:
        """Return how many letters there are."""
        return int(figures["letters"])

    def lists(self, case_id: int) -> Mapping[str, Listed[Any]]:
        """Return the letters."""
        return {"letters": queries.letters(case_id)}

    def printed(self, viewer: Viewer, case: Case, lists: Lists) -> Markup:
        """Return every letter, the oldest first."""
        return Markup(render_template("correspondence/printed.html", **lists))  # noqa: S704  our own template

    def to_do(self, case: Case, figures: Figures) -> list[ToDo]:
        """Return that a prepared acknowledgement is not marked as sent."""
        if not figures["waiting"]:
            return []
        text, href = "Send the acknowledgement, and mark it as sent", self.url(case) or ""
        return [ToDo(text, href, instead_of=DueKind.ACKNOWLEDGE)]

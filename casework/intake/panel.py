"""What logging puts on the case page: the way back to the steps, while the case is a draft."""

from flask import url_for

from casework.cases.models import Case
from casework.cases.panels import Panel
from casework.cases.workflow import CaseStatus


class LoggingPanel(Panel):
    """The steps of logging."""

    key = "intake"
    title = "Steps of logging"
    order = 5

    def url(self, case: Case) -> str | None:
        """Return where a draft is gone on with."""
        return url_for("intake.draft", case_id=case.id) if case.status is CaseStatus.DRAFT else None

"""Recording that what the office holds was printed or exported."""

from collections.abc import Sequence

from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.database import command


@command
def record_export(count: int, filters: Sequence[str], *, actor: Officer) -> None:
    """Record that a list of `count` cases was exported, and by which filters in words."""
    record(Verb.CASES_EXPORTED, actor=actor, count=count, filters=list(filters))


@command
def record_print(case: Case, *, actor: Officer) -> None:
    """Record that the whole case was printed."""
    record(Verb.CASE_PRINTED, actor=actor, subject=case, case=case)

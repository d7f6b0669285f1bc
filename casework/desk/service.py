"""What the desk writes down: that the audit trail was looked through."""

from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.database import command


@command
def record_export(count: int, *, actor: Officer) -> None:
    """Record that `actor` took away so many rows of the audit trail."""
    record(Verb.AUDIT_EXPORTED, actor=actor, count=count)


@command
def record_check(result: str, *, actor: Officer) -> None:
    """Record that `actor` had the audit trail checked, and what was found."""
    record(Verb.AUDIT_CHECKED, actor=actor, result=result)

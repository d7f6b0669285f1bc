"""That the register, or figures of it, left the building is on the record."""

import hashlib

from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.database import command
from casework.takedowns.models import RemovalRequest


@command
def record_export(count: int, *, actor: Officer) -> None:
    """Record that `actor` downloaded a list of `count` removal requests."""
    record(Verb.REQUESTS_EXPORTED, actor=actor, count=count)


@command
def record_figures_export(period: str, *, actor: Officer) -> None:
    """Record that `actor` downloaded the figures of the removal requests of a period, as it is called."""
    record(Verb.REQUEST_FIGURES_EXPORTED, actor=actor, period=period)


@command
def record_proof(request: RemovalRequest, edition: str, pdf: bytes, *, actor: Officer) -> None:
    """Record that `actor` took a proof sheet of a request as a PDF, and the hash of that."""
    record(
        Verb.REMOVAL_PROVED,
        actor=actor,
        subject=request,
        case=request.case_id,
        name=request.name,
        edition=edition,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )

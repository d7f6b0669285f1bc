"""What the search index is given of removal requests. Found by those who see the case, as all else of it is."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.database import db
from casework.search.documents import Document, OfCases
from casework.search.service import put
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import Ground

KIND = "request"
WITH_CLAUSES = selectinload(RemovalRequest.clauses)


def request_document(request: RemovalRequest) -> Document:
    """Return what a request is found by: its name, to whom it goes, its grounds and reasons. Clauses must be loaded."""
    grounds = [ground.label for ground in Ground if ground in request.grounds]
    clauses = [f"{clause.reference} {clause.title}" for clause in request.clauses]
    asked = (
        request.requested_action.label,
        request.recipient,
        request.recipient_contact,
        request.route.label,
    )
    why = (request.ground_detail, request.wanted_words, request.reasons, request.urgent_reason)
    return Document(
        KIND,
        request.id,
        request.case_id,
        f"Removal request {request.name}",
        "\n".join(filter(None, (*asked, *grounds, *clauses, *why))),
    )


def feed_request(request: RemovalRequest) -> None:
    """Index a request as it is now; part of every command that changes what it is found by. Clauses must be loaded."""
    db.session.flush()
    put(request_document(request))


SOURCE = OfCases(
    KIND,
    RemovalRequest.case_id,
    select(RemovalRequest).options(WITH_CLAUSES).order_by(RemovalRequest.case_id, RemovalRequest.id),
    request_document,
)

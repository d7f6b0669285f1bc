"""What the search index is given of removal requests. Found by those who see the case, as all else of it is."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from casework.database import db
from casework.search.documents import Document
from casework.search.service import put
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import Ground

KIND = "request"
BATCH = 500
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
    why = (request.ground_detail, request.reasons, request.urgent_reason)
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


class Requests:
    """Feeds the index with removal requests when it is made anew."""

    kind = KIND

    def count(self) -> int:
        """How many removal requests there are."""
        return db.session.scalar(select(func.count(RemovalRequest.id))) or 0

    def documents(self) -> Iterator[Document]:
        """Every removal request in the order of cases."""
        query = (
            select(RemovalRequest)
            .options(WITH_CLAUSES)
            .order_by(RemovalRequest.case_id, RemovalRequest.id)
            .execution_options(yield_per=BATCH)
        )
        return map(request_document, db.session.scalars(query))

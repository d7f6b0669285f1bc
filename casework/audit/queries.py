"""Reading the trail."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import joinedload

from casework.audit.chain import GENESIS, Head
from casework.audit.models import AuditDetail, AuditEvent
from casework.database import db

BATCH = 2_000


def head() -> Head:
    """Return the present end of the chain."""
    return head_in(db.session.connection())


def head_in(connection: Connection) -> Head:
    """Return the end of the chain as this connection sees it."""
    row = connection.execute(
        select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)
    ).first()
    return Head(row.seq, row.hash) if row else Head(0, GENESIS)


def links() -> Iterator[tuple[AuditEvent, tuple[str, dict[str, Any]] | None]]:
    """Walk the chain from its beginning, each row with (salt, body), or None where that was disposed of."""
    query = (
        select(AuditEvent, AuditDetail.salt, AuditDetail.body)
        .outerjoin(AuditDetail, AuditDetail.seq == AuditEvent.seq)
        .order_by(AuditEvent.seq)
        .execution_options(yield_per=BATCH)
    )
    with db.session.execute(query) as rows:  # closed by whoever stops half-way, at the first fault
        for event, salt, body in rows:
            yield event, None if salt is None or body is None else (salt, body)


def of_case(case_id: int, *, limit: int, before: int | None = None) -> Sequence[AuditEvent]:
    """Return the events of a case, newest first, with details; `before` a sequence number, for the next page."""
    query = (
        select(AuditEvent)
        .where(AuditEvent.case_id == case_id)
        .options(joinedload(AuditEvent.detail))
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
    )
    return db.session.scalars(query if before is None else query.where(AuditEvent.seq < before)).all()


def of_subject(subject_type: str, subject_id: int) -> Sequence[AuditEvent]:
    """Return the events of one record, newest first, with details."""
    return db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.subject_type == subject_type, AuditEvent.subject_id == subject_id)
        .options(joinedload(AuditEvent.detail))
        .order_by(AuditEvent.seq.desc())
    ).all()

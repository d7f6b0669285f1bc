"""What the audit trail tells of a case's exhibits: for the packs, and for the drafted exhibit statement."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from casework.accounts.models import Officer
from casework.audit.chain import GENESIS
from casework.audit.models import AuditEvent
from casework.audit.sentences import sentence
from casework.audit.verbs import Verb
from casework.database import db
from casework.evidence.models import Exhibit, Redaction

UNTOLD = {
    Verb.FIXITY_CONFIRMED.value,
    Verb.EXHIBIT_PACKED.value,
}  # a pack's own making may not change the next one
OF_COPIES = {
    Verb.REDACTION_DRAFTED.value,
    Verb.REDACTION_ASKED.value,
    Verb.REDACTION_TAKEN_BACK.value,
    Verb.REDACTION_SENT_BACK.value,
    Verb.REDACTION_FAILED.value,
    Verb.REDACTION_RELEASED.value,
    Verb.REDACTION_REVIEWED.value,
    Verb.REDACTION_WITHDRAWN.value,
    Verb.REDACTED_COPY_CHANGED.value,
}
FACTS_OF_COPIES = {"label", "name", "passed", "failed", "sha256", "copies", "page", "readers"}
KEPT = "[the council’s record says why]"  # a reason can name what was to be hidden


@dataclass(frozen=True, slots=True)
class Unchanged:
    """How often a file was hashed again and found unchanged, with the first and the last time."""

    count: int
    first: datetime
    last: datetime


def custody_lines(exhibits: Sequence[Exhibit]) -> tuple[list[dict[str, Any]], str]:
    """Return what happened to the exhibits and their redacted copies, oldest first, and COUNT:HASH of the last link."""
    labels = {exhibit.id: exhibit.label for exhibit in exhibits}
    pairs = db.session.execute(
        select(Redaction.id, Redaction.exhibit_id).where(Redaction.exhibit_id.in_(labels))
    )
    copies = {redaction_id: exhibit_id for redaction_id, exhibit_id in pairs}  # noqa: C416  typed so
    event = AuditEvent
    rows = db.session.execute(
        select(event, Officer.name)
        .outerjoin(Officer, Officer.id == event.actor_id)
        .where(
            or_(
                and_(
                    event.subject_type == Exhibit.__tablename__,
                    event.subject_id.in_(labels),
                    event.verb.not_in(UNTOLD),
                ),
                and_(
                    event.subject_type == Redaction.__tablename__,
                    event.subject_id.in_(copies),
                    event.verb.in_(OF_COPIES),
                ),
            )
        )
        .options(joinedload(event.detail))
        .order_by(event.seq)
    ).all()
    told = []
    for row, name in rows:
        of_copy, subject = row.subject_type == Redaction.__tablename__, row.subject_id or 0
        label = labels[copies[subject] if of_copy else subject]
        told.append(_told(row, name or "Casework", label, of_copy=of_copy))
    last = rows[-1][0] if rows else None
    return told, f"{last.seq}:{last.hash}" if last else f"0:{GENESIS}"


def packed_lines(labels: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return into which packs exhibits (labels by id) were put, oldest first: for a statement, never for a pack."""
    rows = db.session.scalars(
        select(AuditEvent)
        .where(
            AuditEvent.verb == Verb.EXHIBIT_PACKED.value,
            AuditEvent.subject_type == Exhibit.__tablename__,
            AuditEvent.subject_id.in_(labels),
        )
        .options(joinedload(AuditEvent.detail))
        .order_by(AuditEvent.seq)
    )
    return [_told(row, "Casework", labels[row.subject_id or 0], of_copy=False) for row in rows]


def _told(event: AuditEvent, actor: str, label: str, *, of_copy: bool) -> dict[str, Any]:
    facts = event.detail.body or {}
    if of_copy:
        facts = {name: value for name, value in facts.items() if name in FACTS_OF_COPIES}
    known, gap = {"label": label, **facts}, {"gap": KEPT} if of_copy else {}
    return {
        "number": event.seq,
        "at": event.at.isoformat(),
        "exhibit": label,
        "of a copy": of_copy,
        "event": Verb(event.verb).label,
        "sentence": sentence(event.verb, actor, known, **gap),
        "by": event.actor_id,
        "of myself": sentence(event.verb, "I", known, **gap).replace(" by I,", " by me,"),
        "facts": facts,
        "previous hash": event.prev_hash,
        "hash": event.hash,
    }


def found_unchanged(exhibit_ids: Collection[int]) -> dict[int, Unchanged]:
    """Return, by exhibit, how often its file was found unchanged when it was asked for by name."""
    rows = db.session.execute(
        select(AuditEvent.subject_id, func.count(), func.min(AuditEvent.at), func.max(AuditEvent.at))
        .where(
            AuditEvent.verb == Verb.FIXITY_CONFIRMED.value,
            AuditEvent.subject_type == Exhibit.__tablename__,
            AuditEvent.subject_id.in_(exhibit_ids),
        )
        .group_by(AuditEvent.subject_id)
    )
    return {exhibit_id or 0: Unchanged(count, first, last) for exhibit_id, count, first, last in rows}

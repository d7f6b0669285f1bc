"""What the audit trail says that an exhibit or a redacted copy is, held against what the rows say now.

The bytes at an address prove nothing where the address itself was edited; the trail cannot be edited unnoticed.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select

from casework.audit.models import AuditDetail, AuditEvent
from casework.audit.verbs import Verb
from casework.database import db
from casework.evidence.models import Exhibit, RedactedPage, Redaction


def differing(
    *, case_id: int | None = None, exhibit_ids: Collection[int] | None = None
) -> Sequence[tuple[Exhibit, str]]:
    """Return each exhibit whose row names other bytes than were received as it, with the hash on record.

    All of them; or those of one case; or those asked about.
    """
    on_record = AuditDetail.body["sha256"].as_string()
    query = (
        select(Exhibit, on_record)
        .join(AuditEvent, AuditEvent.subject_id == Exhibit.id)
        .join(AuditDetail, AuditDetail.seq == AuditEvent.seq)
        .where(
            AuditEvent.subject_type == Exhibit.__tablename__,
            AuditEvent.verb == Verb.EXHIBIT_RECEIVED.value,
            AuditDetail.body.is_not(None),
            Exhibit.destroyed_at.is_(None),
            on_record != Exhibit.sha256,
        )
        .order_by(Exhibit.id)
    )
    if case_id is not None:
        query = query.where(Exhibit.case_id == case_id)
    if exhibit_ids is not None:
        query = query.where(Exhibit.id.in_(exhibit_ids))
    return [(exhibit, sha256) for exhibit, sha256 in db.session.execute(query)]


def other_copies(redaction_ids: Collection[int]) -> Sequence[RedactedPage]:
    """Return the pages of redacted copies whose rows name other bytes than those that passed the checks."""
    passed = defaultdict[int | None, set[str]](set)
    events = db.session.execute(
        select(AuditEvent.subject_id, AuditDetail.body)
        .join(AuditDetail, AuditDetail.seq == AuditEvent.seq)
        .where(
            AuditEvent.subject_type == Redaction.__tablename__,
            AuditEvent.subject_id.in_(redaction_ids),
            AuditEvent.verb == Verb.REDACTION_RELEASED.value,
        )
    )
    for redaction_id, body in events:
        passed[redaction_id] |= set((body or {}).get("copies", ()))
    pages = db.session.scalars(select(RedactedPage).where(RedactedPage.redaction_id.in_(redaction_ids)))
    return [page for page in pages if page.sha256 not in passed[page.redaction_id]]

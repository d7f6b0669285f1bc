"""The story of one exhibit in sentences, from its audit events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.audit.sentences import sentence
from casework.audit.verbs import Verb
from casework.database import db
from casework.evidence.models import DestructionProposal, Exhibit, Redaction
from casework.evidence.origin.service import LABELS, VERBS
from casework.evidence.service import DESCRIBED
from casework.evidence.workflow import Reader
from casework.versions import in_words
from casework.web.filters import file_size

NAMES = DESCRIBED | LABELS


@dataclass(frozen=True)
class CustodyEvent:
    """One thing that happened to an exhibit: when, by whom, in a sentence, and what else is known of it."""

    at: datetime
    actor: str
    words: str
    more: str


def custody_of(exhibit: Exhibit) -> list[CustodyEvent]:
    """Return what has happened to an exhibit, oldest first, in one SELECT."""
    proposals = select(DestructionProposal.id).where(DestructionProposal.exhibit_id == exhibit.id)
    redactions = select(Redaction.id).where(Redaction.exhibit_id == exhibit.id)
    event = AuditEvent
    rows = db.session.execute(
        select(event, Officer.name)
        .outerjoin(Officer, Officer.id == event.actor_id)
        .where(
            or_(
                and_(event.subject_type == Exhibit.__tablename__, event.subject_id == exhibit.id),
                and_(
                    event.subject_type == DestructionProposal.__tablename__, event.subject_id.in_(proposals)
                ),
                and_(event.subject_type == Redaction.__tablename__, event.subject_id.in_(redactions)),
            )
        )
        .options(joinedload(event.detail))
        .order_by(event.seq)
    )
    return [_told(row, name or "Casework", exhibit.label) for row, name in rows]


def _told(row: AuditEvent, actor: str, label: str) -> CustodyEvent:
    facts = row.detail.body
    words = sentence(row.verb, actor, {"label": label, **(facts or {})})
    return CustodyEvent(row.at, actor, words, " ".join(_more(Verb(row.verb), facts or {})))


def _more(verb: Verb, facts: dict[str, Any]) -> Iterator[str]:
    if not facts:
        yield "What was recorded of it went with the file."
    elif verb is Verb.EXHIBIT_RECEIVED:
        yield f"{facts['arrival']}, {file_size(facts['size'])}, SHA-256 {facts['sha256']}."
        if "status" in facts:
            yield f"{facts['status']}. {facts['scan']}."
    elif verb is Verb.EXHIBIT_DESCRIBED:
        yield f"Changed: {', '.join(NAMES.get(name, name).lower() for name in facts.get('changes', ()))}."
    elif verb in VERBS.values():
        yield f"{facts['what']}, on {in_words(date.fromisoformat(facts['on']))}. SHA-256 {facts['sha256']}."
    elif verb is Verb.REDACTION_RELEASED:
        yield f"From the original with SHA-256 {facts['sha256']}; the copy: {', '.join(facts['copies'])}."
        if readers := facts.get("readers"):  # asked since the approver says for whom
            yield f"For: {', '.join(Reader.of(reader).label for reader in readers)}."
    elif verb is Verb.EXHIBIT_PACKED and facts.get("whom"):
        yield f"Made for: {facts['whom']}."
    elif verb is Verb.FIXITY_FAILED:
        yield f"Its bytes now hash to {facts['found']}." if facts.get("found") else "Its bytes are missing."

"""What happened to a Code, a version or a clause, in sentences, from its audit events."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit import queries as trail
from casework.audit.sentences import sentence
from casework.clock import long_date
from casework.codes.workflow import ClauseKind, VersionStatus
from casework.database import Base, db

EMPTY = "(empty)"
_NAMES = {
    "in_force_from": "in force from",
    "in_force_to": "in force to",
    "irregularity": "why a gap or overlap is right",
    "paragraphs": "Members’ Code paragraphs",
    "parent_reference": "stands under",
}
_UNTOLD = {"published_at", "published_by_id"}  # the event itself says when and who
_DAYS = {"in_force_from", "in_force_to"}
_ANSWERS = {"kind": ClauseKind, "status": VersionStatus}


@dataclass(frozen=True)
class Told:
    """One event: the sentence, when, why, and (what, before, after) of each change."""

    seq: int
    at: datetime
    words: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]


def history_of(row: Base) -> list[Told]:
    """Return the events of a record, newest first. Two SELECTs."""
    events = trail.of_subject(row.__tablename__, row.id)  # type: ignore[attr-defined]  # every subject has one
    ids = {event.actor_id for event in events} - {None}
    found = db.session.execute(select(Officer.id, Officer.name).where(Officer.id.in_(ids)))
    names = {officer_id: name for officer_id, name in found}  # noqa: C416  rows are not pairs to the type checker
    told = []
    for event in events:
        body: dict[str, Any] = event.detail.body or {}
        actor = "Casework" if event.actor_id is None else names.get(event.actor_id, "Somebody")
        changes = tuple(
            (_NAMES.get(name, name), _words(name, before), _words(name, after))
            for name, (before, after) in body.get("changes", {}).items()
            if name not in _UNTOLD
        )
        words = sentence(event.verb, actor, event.detail.body)
        told.append(Told(event.seq, event.at, words, body.get("reason", ""), changes))
    return told


def _words(name: str, value: object) -> str:
    if value is None or value in ("", []):
        return EMPTY
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if name in _ANSWERS:
        return _ANSWERS[name].choices().get(str(value), str(value))
    return long_date(date.fromisoformat(str(value))) if name in _DAYS else str(value)

"""The story of a case in sentences, from its audit events."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.audit.sentences import sentence
from casework.cases.models import Case
from casework.cases.panels import untold
from casework.cases.queries import Viewer, visible_cases
from casework.cases.workflow import (
    AssessmentKind,
    Attribution,
    Audience,
    CaseStatus,
    Channel,
    ComplainantCategory,
    Confidentiality,
    Live,
    Nature,
    OutcomeKind,
)
from casework.clock import long_date
from casework.database import db
from casework.members.workflow import Platform
from casework.words import Choice, YesNo

PAGE = 30
KINDS = {
    "case": ("The case itself", ("case.",)),
    "complaint": ("Complaints", ("complaint.",)),
    "conduct": ("Posts and conduct", ("post.", "conduct.", "subject.", "safety.", "exposure.")),
    "evidence": ("Evidence", ("exhibit.", "redaction.", "evidence-pack.", "exhibit-statement.")),
    "allegation": ("Allegations", ("allegation.", "clause.")),
    "request": ("Removal requests", ("removal-request.",)),
    "letter": ("Letters", ("letter.",)),
    "decision": ("Decisions", ("assessment.", "outcome.", "independent-person.", "referral.")),
    "work": ("Notes and actions", ("note.", "action.")),
}
EMPTY = "(empty)"
UNTOLD = ("_id", "_key")  # what only the software reads
ANSWERS: dict[str, type[Choice]] = {
    "assessment": AssessmentKind,
    "attribution": Attribution,
    "audience": Audience,
    "category": ComplainantCategory,
    "channel": Channel,
    "confidentiality": Confidentiality,
    "live": Live,
    "nature": Nature,
    "outcome": OutcomeKind,
    "personal_data_exposed": YesNo,
    "platform": Platform,
    "police_involved": YesNo,
    "police_told": YesNo,
    "status": CaseStatus,
}
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class TimelineEvent:
    """One event as it is told: the sentence, when, and what changed from what to what."""

    seq: int
    at: datetime
    words: str
    kind: str
    changes: list[tuple[str, str, str]]


def timeline_of(
    viewer: Viewer, case_id: int, *, before: int | None = None, kind: str = "", limit: int | None = PAGE
) -> tuple[list[TimelineEvent], int | None]:
    """Return events of a case, newest first, and the number before which the next page begins. At most two SELECTs.

    `kind`: a key of KINDS; any other means all. `limit` None: all. The case must be one that the viewer may see; what
    an event says of another case that they may not see is left out, and what changed where a room keeps that back.
    """
    query = (
        select(AuditEvent, Officer.name, untold(case_id))
        .outerjoin(Officer, Officer.id == AuditEvent.actor_id)
        .where(AuditEvent.case_id == case_id)
        .options(joinedload(AuditEvent.detail))
        .order_by(AuditEvent.seq.desc())
    )
    if limit is not None:
        query = query.limit(limit + 1)
    if before is not None:
        query = query.where(AuditEvent.seq < before)
    if kind in KINDS:
        query = query.where(or_(*(AuditEvent.verb.startswith(start) for start in KINDS[kind][1])))
    found = db.session.execute(query).all()
    page = found if limit is None else found[:limit]
    hidden = _hidden(viewer, [row for row, _, _ in page])
    told = [_told(row, name, hidden, kept_back=kept_back) for row, name, kept_back in page]
    return told, told[-1].seq if len(page) < len(found) else None


def _told(row: AuditEvent, name: str | None, hidden: set[int], *, kept_back: bool) -> TimelineEvent:
    body = _body(row)
    if body is not None and body.get("other_id") in hidden:
        body = {**body, "reference": "a case that you cannot see", "reason": "not shown"}
    actor = "Casework" if row.actor_id is None else name or "Somebody"
    changes = [] if kept_back else _changes(body)
    return TimelineEvent(row.seq, row.at, sentence(row.verb, actor, body), _kind(row.verb), changes)


def _body(row: AuditEvent) -> dict[str, Any] | None:
    return row.detail.body


def _kind(verb: str) -> str:
    return next((label for label, starts in KINDS.values() if verb.startswith(starts)), "")


def _changes(body: dict[str, Any] | None) -> list[tuple[str, str, str]]:
    return [
        (name.removesuffix("_on").replace("_", " "), _words(name, before), _words(name, after))
        for name, (before, after) in (body or {}).get("changes", {}).items()
        if not name.endswith(UNTOLD)
    ]


def _words(name: str, value: object) -> str:
    if value is None or value in ("", [], {}):
        return EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{each.replace('_', ' ')}: {_words('', answer)}" for each, answer in value.items())
    if name in ANSWERS and isinstance(value, str):
        return ANSWERS[name].choices().get(value, value)
    if isinstance(value, str) and DAY.fullmatch(value):
        return long_date(date.fromisoformat(value))
    return str(value).replace("_", " ") if name == "" else str(value)


def _hidden(viewer: Viewer, rows: Sequence[AuditEvent]) -> set[int]:
    """Return the other cases that events speak of and that the viewer may not see."""
    others = {int(body["other_id"]) for row in rows if (body := _body(row)) and "other_id" in body}
    if not others:
        return set()
    return others - set(db.session.scalars(visible_cases(viewer).where(Case.id.in_(others))))

"""The audit trail as one viewer may read it.

Whoever may see every case reads each event whole. Others read who did what, and to which case by its reference alone:
no name, reason or text of a case. Of a case that the viewer must not see there is no line at all: the numbers of the
events show a gap, as references do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, or_, select

from casework.accounts.models import Officer
from casework.audit.models import AuditDetail, AuditEvent
from casework.audit.sentences import sentence
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.queries import Viewer, not_walled, sees, visible_cases
from casework.clock import from_london
from casework.database import db

PAGE = 50
SOFTWARE = "Casework"
NOT_SHOWN = "(not shown)"
BATCH = 1_000


@dataclass(frozen=True)
class Criteria:
    """What to read of the trail. `actor_id` 0: what the software did by itself. Days are London's, both included."""

    actor_id: int | None = None
    verb: Verb | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Line:
    """One event as its reader sees it. `changes`: (field, before, after), where they may be seen."""

    seq: int
    at: datetime
    actor: str
    sentence: str
    case: str
    case_id: int | None
    changes: list[tuple[str, object, object]]
    hash: str


def page_of_trail(viewer: Viewer, criteria: Criteria, before: int | None = None) -> list[Line]:
    """Return up to PAGE + 1 lines, newest first, from before the row numbered `before`."""
    query = _events(viewer, criteria).limit(PAGE + 1)
    rows = db.session.execute(query if before is None else query.where(AuditEvent.seq < before))
    return _lines(viewer, rows.all())


def whole_trail(viewer: Viewer, criteria: Criteria) -> Iterator[Line]:
    """Return every line, newest first, never many at once."""
    rows = db.session.execute(_events(viewer, criteria).execution_options(yield_per=BATCH))
    for batch in rows.partitions():
        yield from _lines(viewer, batch)


def _events(viewer: Viewer, criteria: Criteria) -> Select[Any]:
    query = (
        select(
            AuditEvent.seq,
            AuditEvent.at,
            AuditEvent.verb,
            AuditEvent.case_id,
            AuditEvent.hash,
            AuditDetail.body,
            Officer.name.label("officer"),
            Case.reference,
            or_(AuditEvent.case_id.is_(None), sees(viewer, AuditEvent.case_id)).label("whole"),
        )
        .outerjoin(AuditDetail, AuditDetail.seq == AuditEvent.seq)
        .outerjoin(Officer, Officer.id == AuditEvent.actor_id)
        .outerjoin(Case, Case.id == AuditEvent.case_id)
        .where(not_walled(viewer, AuditEvent.case_id))
        .order_by(AuditEvent.seq.desc())
    )
    if criteria.actor_id is not None:
        by_software = AuditEvent.actor_id.is_(None)
        query = query.where(AuditEvent.actor_id == criteria.actor_id if criteria.actor_id else by_software)
    if criteria.verb is not None:
        query = query.where(AuditEvent.verb == criteria.verb.value)
    if criteria.first_day is not None:
        query = query.where(AuditEvent.at >= _midnight(criteria.first_day))
    if criteria.last_day is not None:
        query = query.where(AuditEvent.at < _midnight(criteria.last_day + timedelta(days=1)))
    return query


def _midnight(day: date) -> datetime:
    return from_london(datetime.combine(day, time()))


def _lines(viewer: Viewer, rows: Sequence[Row[Any]]) -> list[Line]:
    linked = {row.body["other_id"] for row in rows if row.whole and row.body and "other_id" in row.body}
    if linked:  # a link names a second case, which may be walled off even where the first is not
        linked -= set(db.session.scalars(visible_cases(viewer).where(Case.id.in_(linked))))
    return [_line(row, linked) for row in rows]


def _line(row: Row[Any], hidden: set[int]) -> Line:
    actor = row.officer or SOFTWARE
    case = "" if row.case_id is None else row.reference or f"Draft {row.case_id}"
    if not row.whole or (row.body and row.body.get("other_id") in hidden):
        words = sentence(row.verb, actor, None, gap=NOT_SHOWN)
        return Line(row.seq, row.at, actor, words, case, row.case_id if row.whole else None, [], row.hash)
    changes = (row.body or {}).get("changes", {})
    told = [(name, before, after) for name, (before, after) in changes.items()]
    return Line(
        row.seq, row.at, actor, sentence(row.verb, actor, row.body), case, row.case_id, told, row.hash
    )

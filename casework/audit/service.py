"""Recording events and chaining them in the step just before the commit."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Protocol

from sqlalchemy import event, inspect, select, text
from sqlalchemy.orm import InstanceState, Session

from casework import clock
from casework.audit.chain import GENESIS, detail_digest, link_hash
from casework.audit.models import AuditDetail, AuditEvent
from casework.audit.verbs import Verb
from casework.database import Audited, Base, UnitOfWork, before_commit, current_unit, db

PENDING = "audit.pending"
COVERED = "audit.covered"
CHANGED = "audit.changed"
CHAIN_LOCK = 7_061_834  # our own number for pg_advisory_xact_lock: one chain, one writer at a time


class Actor(Protocol):
    """Whoever acts: an officer."""

    @property
    def id(self) -> int: ...


@dataclass
class _Pending:
    event: AuditEvent
    subject: Base | None
    case: Base | int | None
    body: dict[str, Any]

    @property
    def case_id(self) -> int | None:
        return self.case if isinstance(self.case, int) else _id_of(self.case)


def _id_of(row: object) -> int | None:
    """Return the id of a row; None where it has none. A row that has expired is not read anew for it."""
    state = inspect(row, raiseerr=False)
    if isinstance(state, InstanceState) and state.identity and "id" in state.mapper.columns:
        [key] = state.identity
        return int(key)
    return getattr(row, "id", None)


def record(
    verb: Verb,
    *,
    actor: Actor | None,
    subject: Base | None = None,
    case: Base | int | None = None,
    changes: dict[str, tuple[object, object]] | None = None,
    also: Iterable[Base] = (),
    **facts: object,
) -> None:
    """Record in the open unit of work that `actor` did `verb` to `subject`.

    `case`: the case it belongs to (row or id; rows may be unsaved: ids are read after the flush). `changes`:
    {field: (before, after)}. `facts`: what else the sentence or a later reader needs (reason=…, name=…, sha256=…).
    `also`: audited rows that the same event accounts for. The actor None is the software itself. Raises
    RuntimeError outside a unit of work.
    """
    unit = current_unit()
    body: dict[str, Any] = {name: _plain(value) for name, value in facts.items() if value is not None}
    if changes:
        body["changes"] = {name: [_plain(before), _plain(after)] for name, (before, after) in changes.items()}
    pending = AuditEvent(
        at=clock.now(),
        actor_id=_id_of(actor),
        verb=verb.value,
        subject_type=subject.__tablename__ if subject is not None else "",
        fields=sorted(changes or ()),
    )
    unit.notes.setdefault(PENDING, []).append(_Pending(pending, subject, case, body))
    covered: list[Base] = unit.notes.setdefault(COVERED, [])
    covered.extend(row for row in (subject, *also) if row is not None)


def changes_of(row: Base, **values: object) -> dict[str, tuple[object, object]]:
    """Set attributes of `row`, and return {name: (before, after)} of those that really changed."""
    changed: dict[str, tuple[object, object]] = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed[name] = (before, value)
    return changed


def dispose(subject_type: str, subject_ids: Iterable[int]) -> int:
    """Empty the details of every event of these records, and return how many; part of an approved disposal.

    The chain still verifies: its rows hold digests only, and say "disposed" from now on.
    """
    seqs = select(AuditEvent.seq).where(
        AuditEvent.subject_type == subject_type, AuditEvent.subject_id.in_(list(subject_ids))
    )
    current_unit()
    details = db.session.scalars(
        select(AuditDetail).where(AuditDetail.seq.in_(seqs), AuditDetail.disposed_at.is_(None))
    ).all()
    for detail in details:
        detail.salt, detail.body, detail.disposed_at = None, None, clock.now()
    return len(details)


@before_commit
def chain_pending(session: Session, unit: UnitOfWork) -> None:
    """Number and chain the events of the unit under one lock: no gaps, and no two rows with one predecessor."""
    _refuse_unrecorded_changes(unit)
    pending: list[_Pending] = unit.notes.get(PENDING, [])
    if not pending:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    last = session.execute(
        select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)
    ).first()
    seq, prev = (last.seq, last.hash) if last else (0, GENESIS)
    for item in pending:
        link, salt = item.event, secrets.token_hex(16)
        seq += 1
        link.seq = seq
        link.subject_id = _id_of(item.subject)
        link.case_id = item.case_id
        link.digest = detail_digest(salt, item.body)
        link.prev_hash = prev
        link.hash = prev = link_hash(link, prev)
        session.add(link)
        session.add(AuditDetail(seq=seq, salt=salt, body=item.body))
    session.flush()


def _refuse_unrecorded_changes(unit: UnitOfWork) -> None:
    """A changed audited row must be the subject of an event, or belong to a case that has one in this unit."""
    changed: list[Base] = unit.notes.get(CHANGED, [])
    covered = {id(row) for row in unit.notes.get(COVERED, [])}
    cases = {item.case_id for item in unit.notes.get(PENDING, [])} - {None}
    for row in changed:
        if (
            id(row) in covered
            or getattr(row, "case_id", None) in cases
            or (row.__tablename__ == "cases" and getattr(row, "id", None) in cases)
        ):
            continue
        raise RuntimeError(f"a change of {row.__tablename__} without an audit event")


@event.listens_for(Session, "before_flush")
def note_changes(session: Session, *_: object) -> None:
    """Remember, at each flush, which audited rows it writes."""
    unit: UnitOfWork | None = session.info.get("unit")
    rows = [
        row
        for row in (*session.new, *session.dirty, *session.deleted)
        if isinstance(row, Audited) and (row not in session.dirty or session.is_modified(row))
    ]
    if not rows:
        return
    if unit is None:
        raise RuntimeError(f"a change of {rows[0].__class__.__name__} outside a unit of work")
    unit.notes.setdefault(CHANGED, []).extend(rows)


def _plain(value: object) -> object:
    """Return `value` as JSON can hold it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)

"""Reading the council's settings."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import TypeVar, cast

from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction

from casework.council.models import Closure, CouncilSettings, ElectionPeriod
from casework.database import db

KEPT = "council.kept"
T = TypeVar("T")


def settings() -> CouncilSettings:
    """Return the council's settings, or the defaults where nobody has set any. Read once a transaction."""
    return _once("settings", lambda: db.session.get(CouncilSettings, 1) or _defaults())


def is_set() -> bool:
    """Say whether anybody has saved the settings; until then the defaults hold."""
    return db.session.get(CouncilSettings, 1) is not None


def closures() -> Collection[date]:
    """Return the days on which the council is closed. Read once a transaction."""
    return _once("closures", lambda: frozenset(db.session.scalars(select(Closure.day))))


def closed_days() -> Sequence[Closure]:
    """Return the closures with their reasons, the latest first."""
    return db.session.scalars(select(Closure).order_by(Closure.day.desc())).all()


def election_periods() -> Sequence[ElectionPeriod]:
    """Return the times before elections, the latest first. Read once a transaction."""
    order = (ElectionPeriod.first_day.desc(), ElectionPeriod.id)
    return _once("elections", lambda: db.session.scalars(select(ElectionPeriod).order_by(*order)).all())


def elections_near(day: date) -> list[str]:
    """Return the elections in whose pre-election period a day lies."""
    return [each.election for each in election_periods() if each.first_day <= day <= each.last_day]


def _once(key: str, read: Callable[[], T]) -> T:
    """Read for the rest of the transaction: a page asks in several places, and a default is no row to remember."""
    kept = db.session().info.setdefault(KEPT, {})
    if key not in kept:
        kept[key] = read()
    return cast("T", kept[key])


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(KEPT, None)


@event.listens_for(Session, "after_flush")
def _forget_what_changed(session: Session, _context: object) -> None:
    if any(
        isinstance(row, CouncilSettings | Closure | ElectionPeriod)
        for row in (*session.new, *session.dirty, *session.deleted)
    ):
        session.info.pop(KEPT, None)


def _defaults() -> CouncilSettings:
    """Return an unsaved row with every default filled in. Its version is 0: there is nothing yet to be older than."""
    columns = CouncilSettings.__table__.columns
    defaults = {column.name: column.default.arg for column in columns if column.default is not None}
    return CouncilSettings(**{**defaults, "version": 0})

"""Reading the council's settings."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from casework.council.models import Closure, CouncilSettings
from casework.database import db


def settings() -> CouncilSettings:
    """Return the council's settings, or the defaults where nobody has set any. Read once a transaction."""
    return db.session.get(CouncilSettings, 1) or _defaults()


def is_set() -> bool:
    """Say whether anybody has saved the settings; until then the defaults hold."""
    return db.session.get(CouncilSettings, 1) is not None


def closures() -> Collection[date]:
    """Return the days on which the council is closed."""
    return frozenset(db.session.scalars(select(Closure.day)))


def closed_days() -> Sequence[Closure]:
    """Return the closures with their reasons, the latest first."""
    return db.session.scalars(select(Closure).order_by(Closure.day.desc())).all()


def _defaults() -> CouncilSettings:
    """Return an unsaved row with every default filled in. Its version is 0: there is nothing yet to be older than."""
    columns = CouncilSettings.__table__.columns
    defaults = {column.name: column.default.arg for column in columns if column.default is not None}
    return CouncilSettings(**{**defaults, "version": 0})

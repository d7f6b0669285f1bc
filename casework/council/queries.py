"""Reading the council's settings."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from casework.council.models import Closure, CouncilSettings
from casework.database import db


def settings() -> CouncilSettings:
    """Return the council's settings, or the defaults where nobody has set any. Read once a transaction."""
    return db.session.get(CouncilSettings, 1) or _defaults()


def closures() -> Collection[date]:
    """Return the days on which the council is closed."""
    return frozenset(db.session.scalars(select(Closure.day)))


def _defaults() -> CouncilSettings:
    """Return an unsaved row with every default filled in."""
    columns = CouncilSettings.__table__.columns
    return CouncilSettings(
        **{column.name: column.default.arg for column in columns if column.default is not None}
    )

"""One at a time: rows that say what the store holds must not change while bytes come or go."""

from sqlalchemy import text

from casework.database import current_unit, db

STORE_LOCK = 7_061_835  # our own number for pg_advisory_xact_lock


def hold_store() -> None:
    """Hold the store until the command ends, so that bytes are not deleted as they are received a second time.

    On SQLite the write lock of the unit of work does this already.
    """
    current_unit()
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": STORE_LOCK})

"""One at a time: rows that say what the store holds must not change while bytes come or go."""

from casework.database import hold

STORE_LOCK = 7_061_835


def hold_store() -> None:
    """Hold the store until the command ends, so that bytes are not deleted as they are received a second time."""
    hold(STORE_LOCK)

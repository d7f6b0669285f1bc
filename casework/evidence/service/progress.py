"""How far the files in a ZIP file or an e-mail have been taken out: a row, so that a crash forgets nothing.

Each file is counted in the transaction that writes it down. So whoever goes on, and were it two at once, takes none
twice and leaves none out.
"""

from datetime import timedelta

from sqlalchemy import select

from casework import clock
from casework.database import command, db
from casework.evidence.kinds import kind_of
from casework.evidence.models import Exhibit, StoredFile, Unpacking
from casework.evidence.nesting import around
from casework.evidence.queries import unpacking_of
from casework.evidence.service.delivery import Delivery
from casework.evidence.service.holding import hold_store
from casework.evidence.unpacking import DEEPEST, OPENED
from casework.evidence.workflow import MOST_TRIES

IDLE = timedelta(minutes=2)  # one that moved on since is somebody's work at this moment


class TakenAlready(Exception):
    """Somebody else has taken this file out at the same time."""


def can_unpack(exhibit: Exhibit) -> bool:
    """Whether an exhibit is of a kind that holds files, and not too deep in others."""
    return kind_of(exhibit.file.mime) in OPENED and len(around(exhibit)) < DEEPEST


def expect_unpacking(exhibit: Exhibit) -> bool:
    """Have the files in an exhibit taken out, where they can be, and say whether; part of taking it in."""
    if can_unpack(exhibit):
        db.session.add(Unpacking(exhibit_id=exhibit.id, touched_at=clock.now()))
        return True
    return False


def count_member(delivery: Delivery) -> None:
    """Count a file that is being written down as taken out of its parent. Raises `TakenAlready`."""
    if not delivery.place or delivery.parent_id is None:
        return
    hold_store()
    row = db.session.get_one(Unpacking, delivery.parent_id, populate_existing=True)
    if row.taken != delivery.place - 1:
        raise TakenAlready
    row.taken, row.touched_at = delivery.place, clock.now()


@command
def begin(exhibit_id: int) -> int:
    """Note that somebody is at it, and return how many files of it were written down before."""
    hold_store()
    row = db.session.get_one(Unpacking, exhibit_id, populate_existing=True)
    row.tries, row.touched_at = row.tries + 1, clock.now()
    return row.taken


@command
def finish(exhibit_id: int) -> None:
    """Note that nothing is left in it of which there is no record."""
    db.session.get_one(Unpacking, exhibit_id).finished_at = clock.now()


def may_begin(exhibit: Exhibit) -> bool:
    """Whether there is something to take out of an exhibit, and nothing keeps it back."""
    row = unpacking_of(exhibit.id)
    kept_back = exhibit.held or exhibit.file.sealed_at is not None or not exhibit.file.intact
    return row is not None and row.finished_at is None and not kept_back


def left_behind() -> list[int]:
    """Return the exhibits, oldest first, whose unpacking has come to a standstill and is worth another try."""
    return list(
        db.session.scalars(
            select(Unpacking.exhibit_id)
            .join(Exhibit, Exhibit.id == Unpacking.exhibit_id)
            .join(StoredFile, StoredFile.sha256 == Exhibit.sha256)
            .where(
                Unpacking.finished_at.is_(None),
                Unpacking.tries < MOST_TRIES,
                Unpacking.touched_at < clock.now() - IDLE,
                Exhibit.destroyed_at.is_(None),
                StoredFile.sealed_at.is_(None),
            )
            .order_by(Unpacking.exhibit_id)
        )
    )

"""The parts and pages of an exhibit: drawn when somebody first asks for one, and kept as derivatives."""

import threading
from contextlib import suppress
from io import BytesIO
from typing import BinaryIO

from sqlalchemy import select

from casework import clock
from casework.database import command, db, let_go
from casework.errors import NotFound
from casework.evidence.leaves import PAGE, PART, RECIPE, draw_leaves, page_count, part_sizes
from casework.evidence.models import Derivative, Exhibit, StoredFile
from casework.evidence.service.fixity import note_fault
from casework.evidence.service.holding import hold_store
from casework.evidence.service.opening import open_picture
from casework.evidence.service.receiving import PREVIEW, keep_pictures
from casework.evidence.vault import vault
from casework.storage.store import Corrupt, FrozenBlob, Missing

ONE_AT_A_TIME = threading.Lock()  # a page asks for all parts at once, and the first of them draws all


def open_part(exhibit: Exhibit, number: int) -> BinaryIO:
    """Open part `number` (from 1) of a tall capture as PNG; the caller closes it. Raises NotFound as `open_picture`."""
    if not 1 <= number <= len(part_sizes(exhibit.file)):
        raise NotFound
    return _open(exhibit, f"{PART}-{number}", page=0)


def open_page(exhibit: Exhibit, number: int) -> BinaryIO:
    """Open page `number` (from 1) of a PDF as PNG; the caller closes it. Raises NotFound as `open_picture`."""
    if not 1 <= number <= page_count(exhibit.file):
        raise NotFound
    return open_picture(exhibit, PREVIEW) if number == 1 else _open(exhibit, f"{PAGE}-{number}", page=number)


def _open(exhibit: Exhibit, kind: str, page: int) -> BinaryIO:
    open_picture(exhibit, PREVIEW).close()  # what has no preview, or must not be shown, has no parts either
    exhibit_id = exhibit.id
    with suppress(NotFound, Missing, Corrupt):
        return open_picture(exhibit, kind)
    let_go()
    with ONE_AT_A_TIME:
        exhibit = db.session.get_one(Exhibit, exhibit_id)
        with suppress(NotFound, Missing, Corrupt):
            return open_picture(exhibit, kind)
        _draw(exhibit.sha256, page)
    return open_picture(db.session.get_one(Exhibit, exhibit_id), kind)


def _draw(sha256: str, page: int) -> None:
    let_go()
    checked = vault().verify(sha256)
    if not checked.intact:
        note_fault(checked)
        raise NotFound
    with vault().open(sha256) as original:
        drawings = draw_leaves(original, page)
    made = {
        f"{PAGE}-{page}" if page else f"{PART}-{number}": vault().freeze(BytesIO(png), limit=len(png))
        for number, png in enumerate(drawings, 1)
    }
    _keep(sha256, made)


@command
def _keep(sha256: str, made: dict[str, FrozenBlob]) -> None:
    hold_store()
    row = db.session.get_one(StoredFile, sha256)
    if row.held or row.sealed_at is not None or row.destroyed_at is not None:
        return
    for old in db.session.scalars(
        select(Derivative).where(Derivative.parent_sha256 == sha256, Derivative.kind.in_(made))
    ):
        db.session.delete(old)
    db.session.flush()
    keep_pictures(row, made, RECIPE, clock.now())

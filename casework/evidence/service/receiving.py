"""Taking a file in: bytes first, looked into by a process of its own, and only then written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import SEEK_END, BytesIO
from typing import Any, BinaryIO

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.queries import get_visible
from casework.cases.service.editing import need_unfinished
from casework.database import command, db, let_go
from casework.errors import NotPossible
from casework.evidence.decoding import inspect
from casework.evidence.inspection import Inspection, Refused
from casework.evidence.lookalikes import lookalikes
from casework.evidence.models import Derivative, Exhibit, ExhibitCounter, StoredFile
from casework.evidence.queries import same_bytes
from casework.evidence.scanning import Scanned, scan
from casework.evidence.service.delivery import Delivery
from casework.evidence.service.holding import hold_store
from casework.evidence.service.progress import count_member, expect_unpacking
from casework.evidence.service.quarantine import message_of, tell_of_quarantine
from casework.evidence.service.refusing import refuse
from casework.evidence.service.sealing import seal_carriers
from casework.evidence.texts.keeping import expect_reading
from casework.evidence.texts.searchable import feed_exhibit
from casework.evidence.vault import file_limit, vault
from casework.evidence.workflow import IntakeStatus, PreviewState, Scan
from casework.storage.store import Corrupt, Empty, FrozenBlob, StoreFull, TooLarge, Unavailable

PREVIEW, THUMBNAIL = "preview", "thumbnail"
STORE_ERRORS = (
    Corrupt,
    Empty,
    StoreFull,
    TooLarge,
    Unavailable,
)  # the fault of one file: the next may fare better


@dataclass(frozen=True)
class Receipt:
    """What an officer is told of one file: the exhibit that it became, or why it was refused.

    `same_as` names exhibits with the very same bytes, of cases that the officer may see and of no other; `like` those
    of its case that look like the same picture.
    """

    name: str
    message: str
    exhibit: Exhibit | None = None
    same_as: tuple[str, ...] = ()
    like: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.exhibit is not None


@dataclass(frozen=True)
class Arrived:
    """One file, frozen and looked into, before it is written down."""

    delivery: Delivery
    frozen: FrozenBlob
    found: Inspection
    scanned: Scanned
    pictures: dict[str, FrozenBlob]


def receive_one(stream: BinaryIO, delivery: Delivery) -> Receipt:
    """Take one file in as an exhibit of a case, and return the receipt; a file at fault is refused by itself.

    The bytes are decoded, frozen and hashed before any write transaction opens: a file at fault never reaches the
    store. Raises NotFound for a case that is hidden or absent, NotPossible for one that takes no more evidence,
    `TakenAlready` for a file that somebody else has just taken out of its parent.
    """
    _open_case(delivery)
    let_go()
    try:
        found, scanned = _look_into(stream, delivery.name)
        found.insist()
        frozen, pictures = _freeze(stream, found)
    except (*STORE_ERRORS, Refused) as error:
        refuse(stream, delivery, error.message)
        return Receipt(delivery.name, error.message)
    return _write_down(Arrived(delivery, frozen, found, scanned, pictures))


def _look_into(stream: BinaryIO, name: str) -> tuple[Inspection, Scanned]:
    """Return what a file is and what the virus scanner says. What it raises the alarm over is not drawn."""
    size = stream.seek(0, SEEK_END)
    stream.seek(0)
    wanted = 0 < size <= file_limit()
    scanned = scan(stream) if wanted else Scanned(Scan.OFF)
    stream.seek(0)
    held = scanned.result in {Scan.INFECTED, Scan.WAITING}
    return inspect(stream, name=name, limit=file_limit(), preview=not held), scanned


def _freeze(stream: BinaryIO, found: Inspection) -> tuple[FrozenBlob, dict[str, FrozenBlob]]:
    store = vault()
    stream.seek(0)
    frozen = store.freeze(stream, limit=file_limit())
    if found.status is IntakeStatus.QUARANTINED:
        return frozen, {}
    return frozen, {
        kind: store.freeze(BytesIO(png), limit=len(png))
        for kind, png in ((PREVIEW, found.preview_png), (THUMBNAIL, found.thumbnail_png))
        if png
    }


def _open_case(delivery: Delivery) -> Case:
    case_id, given = delivery.case_id, delivery.given
    case = db.session.get_one(Case, case_id) if given else get_visible(delivery.actor, case_id)
    return need_unfinished(case, "adding evidence")


@command
def _write_down(what: Arrived) -> Receipt:
    hold_store()
    delivery = what.delivery
    count_member(delivery)
    case, store = _open_case(delivery), vault()
    if not all(store.exists(blob.sha256) for blob in (what.frozen, *what.pictures.values())):
        raise NotPossible(f"{delivery.name} was swept away while it was being received. Send it again.")
    moment = clock.now()
    exhibit = _exhibit(delivery, _file(what, moment), case, moment)
    db.session.add(exhibit)
    _record(exhibit, delivery.actor)
    db.session.flush()
    expect_reading(exhibit.sha256)
    expect_unpacking(exhibit)
    feed_exhibit(exhibit)
    seal_carriers(exhibit)
    if exhibit.held:
        tell_of_quarantine(exhibit)
    twins = same_bytes(delivery.actor, exhibit)
    return Receipt(
        delivery.name,
        message_of(exhibit.file),
        exhibit,
        tuple(f"{twin.label} of {twin.case.name}" for twin in twins),
        tuple(each.label for each in lookalikes(exhibit)),
    )


def _exhibit(delivery: Delivery, row: StoredFile, case: Case, moment: datetime) -> Exhibit:
    return Exhibit(
        case_id=case.id,
        prefix=delivery.actor.exhibit_prefix,
        number=_next_number(delivery.actor.exhibit_prefix),
        file=row,
        declared_name=delivery.name,
        arrival=delivery.arrival,
        received_at=moment,
        received_by_id=delivery.actor.id,
        parent_id=delivery.parent_id,
        obtained_on=case.received_on,
    )


def _record(exhibit: Exhibit, actor: Officer) -> None:
    row = exhibit.file
    record(
        Verb.EXHIBIT_RECEIVED,
        actor=actor,
        subject=exhibit,
        case=exhibit.case_id,
        also=[row],
        label=exhibit.label,
        name=exhibit.declared_name,
        sha256=row.sha256,
        size=row.size,
        arrival=exhibit.arrival.label,
        status=row.intake.label,
        scan=row.scan.label,
    )


def _file(what: Arrived, moment: datetime) -> StoredFile:
    """Return the row of these bytes: the one that is there, or a new one with what was derived from them."""
    frozen, found = what.frozen, what.found
    row = db.session.get(StoredFile, frozen.sha256)
    if row is not None and row.destroyed_at is None:
        if not row.intact:  # the store took these bytes just now, so what was lost is there again
            row.intact, row.found_sha256, row.checked_at = True, None, moment
        return row
    if row is None:
        row = _new_file(what, moment)
        db.session.add(row)
        db.session.flush()
    row.destroyed_at, row.stored_at, row.checked_at = None, moment, moment
    row.intact, row.found_sha256, row.preview = True, None, found.preview
    if row.held or row.sealed_at:
        row.preview = PreviewState.NONE
    else:
        keep_pictures(row, what.pictures, found.recipe, moment, found.likeness)
    return row


def keep_pictures(
    row: StoredFile,
    pictures: Mapping[str, FrozenBlob],
    recipe: Mapping[str, Any],
    moment: datetime,
    likeness: str = "",
) -> None:
    """Write down the frozen pictures that were derived from a file, and with its thumbnail what it looks like."""
    db.session.add_all(
        Derivative(
            parent_sha256=row.sha256,
            kind=kind,
            recipe=dict(recipe),
            sha256=blob.sha256,
            size=blob.size,
            made_at=moment,
            likeness=likeness if kind == THUMBNAIL else "",
        )
        for kind, blob in pictures.items()
    )


def _new_file(what: Arrived, moment: datetime) -> StoredFile:
    frozen, found = what.frozen, what.found
    return StoredFile(
        sha256=frozen.sha256,
        size=frozen.size,
        mime=found.mime,
        width=found.width,
        height=found.height,
        pages=found.pages,
        warnings=list(found.warnings),
        preview=found.preview,
        intake=found.status,
        intake_reason=found.message,
        scan=what.scanned.result,
        scan_said=what.scanned.words,
        stored_at=moment,
        checked_at=moment,
    )


def _next_number(prefix: str) -> int:
    """Return the next number of a prefix. The store is held, so nobody counts at the same time."""
    counter = db.session.get(ExhibitCounter, prefix, populate_existing=True)
    if counter is None:
        counter = ExhibitCounter(prefix=prefix, last=0)
        db.session.add(counter)
    counter.last += 1
    return counter.last

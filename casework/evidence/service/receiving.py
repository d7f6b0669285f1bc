"""Taking a file in: bytes first, looked into by a process of its own, and only then written down."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.queries import get_visible
from casework.cases.workflow import CaseStatus
from casework.database import command, db, unit_of_work
from casework.errors import NotPossible
from casework.evidence.decoding import inspect
from casework.evidence.inspection import Inspection
from casework.evidence.models import Derivative, Exhibit, ExhibitCounter, StoredFile
from casework.evidence.vault import file_limit, vault
from casework.evidence.workflow import Arrival
from casework.storage.store import FrozenBlob

NAME_LENGTH = 200
PREVIEW, THUMBNAIL = "preview", "thumbnail"


@dataclass(frozen=True)
class Receipt:
    """What an officer is told of one file: the exhibit that it became, or why it was refused."""

    name: str
    message: str
    exhibit: Exhibit | None = None
    stored_at: datetime | None = None
    seen_before: bool = False

    @property
    def ok(self) -> bool:
        return self.exhibit is not None


def receive(
    stream: BinaryIO, *, actor: Officer, case_id: int, declared_name: str, arrival: Arrival
) -> Receipt:
    """Take one file in as an exhibit of a case, and return the receipt; a file at fault is refused by itself.

    The bytes are frozen, hashed and decoded before any write transaction opens. Raises NotFound for a case that is
    hidden or absent, NotPossible for one that takes no more evidence, StoreFull and Unavailable.
    """
    _open_case(actor, case_id)
    name = declared_name[-NAME_LENGTH:] or "unnamed"
    db.session.rollback()  # nothing is held while bytes are hashed and decoded
    store = vault()
    found = inspect(stream, name=name, limit=file_limit())
    if found.refused:
        return _refuse(actor, case_id, name, found.message)
    frozen = store.freeze(stream, limit=file_limit())
    pictures = {
        kind: store.freeze(BytesIO(png), limit=len(png))
        for kind, png in ((PREVIEW, found.preview_png), (THUMBNAIL, found.thumbnail_png))
        if png
    }
    return _write_down(actor, case_id, name, arrival, frozen, found, pictures)


def _open_case(actor: Officer, case_id: int) -> Case:
    case = get_visible(actor, case_id)
    if case.status not in {CaseStatus.DRAFT, CaseStatus.OPEN}:
        raise NotPossible(f"{case.name} is {case.status.label.lower()}. Reopen it before adding evidence.")
    return case


def _refuse(actor: Officer, case_id: int, name: str, message: str) -> Receipt:
    with unit_of_work():
        record(Verb.EXHIBIT_REFUSED, actor=actor, case=case_id, name=name, reason=message)
    return Receipt(name, message)


@command
def _write_down(
    actor: Officer,
    case_id: int,
    name: str,
    arrival: Arrival,
    frozen: FrozenBlob,
    found: Inspection,
    pictures: dict[str, FrozenBlob],
) -> Receipt:
    case, moment = _open_case(actor, case_id), clock.now()
    if not vault().exists(frozen.sha256):  # swept between freezing and now: the officer sends it again
        raise NotPossible(f"{name} was not kept. Send it again.")
    row = db.session.get(StoredFile, frozen.sha256)
    seen_before = row is not None
    if row is None:
        row = _stored_file(frozen, found, moment)
        db.session.add(row)
        db.session.flush()
        for kind, blob in pictures.items():
            db.session.add(
                Derivative(
                    parent_sha256=frozen.sha256,
                    kind=kind,
                    recipe=dict(found.recipe),
                    sha256=blob.sha256,
                    size=blob.size,
                    made_at=moment,
                )
            )
    elif row.destroyed_at is not None:
        row.destroyed_at, row.intact, row.stored_at = None, True, moment
    exhibit = Exhibit(
        case_id=case.id,
        prefix=actor.exhibit_prefix,
        number=_next_number(actor.exhibit_prefix),
        file=row,
        declared_name=name,
        arrival=arrival,
        received_at=moment,
        received_by_id=actor.id,
        obtained_on=case.received_on,
    )
    db.session.add(exhibit)
    record(
        Verb.EXHIBIT_RECEIVED,
        actor=actor,
        subject=exhibit,
        case=case,
        also=[row],
        label=exhibit.label,
        name=name,
        sha256=frozen.sha256,
        size=frozen.size,
        arrival=arrival.label,
    )
    db.session.flush()
    return Receipt(name, found.message, exhibit, moment, seen_before)


def _stored_file(frozen: FrozenBlob, found: Inspection, moment: datetime) -> StoredFile:
    return StoredFile(
        sha256=frozen.sha256,
        size=frozen.size,
        mime=found.mime,
        width=found.width,
        height=found.height,
        pages=found.pages,
        warnings=list(found.warnings),
        preview=found.preview,
        stored_at=moment,
        checked_at=moment,
    )


def _next_number(prefix: str) -> int:
    """Return the next number of an officer's own; the counter's row is held until the exhibit is safely written."""
    counter = db.session.get(ExhibitCounter, prefix, with_for_update=True)
    if counter is None:
        counter = ExhibitCounter(prefix=prefix, last=0)
        db.session.add(counter)
    counter.last += 1
    return counter.last

"""What is not kept leaves a record all the same: its name, its size, its hash where all of it came, and why."""

import hashlib
from typing import BinaryIO

from casework import clock
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.database import db, unit_of_work
from casework.evidence.models import RefusedFile
from casework.evidence.service.delivery import Came, Delivery
from casework.evidence.service.progress import count_member
from casework.storage.store import CHUNK


def refuse(stream: BinaryIO, delivery: Delivery, message: str) -> None:
    """Write down a file that was refused. Raises `TakenAlready`."""
    size, sha256 = delivery.came or _hashed(stream)
    row = RefusedFile(
        case_id=delivery.case_id,
        name=delivery.name,
        size=size,
        whole=sha256 is not None,
        sha256=sha256,
        reason=message,
        refused_at=clock.now(),
        officer_id=delivery.actor.id,
        parent_id=delivery.parent_id,
    )
    with unit_of_work():
        count_member(delivery)
        db.session.add(row)
        record(
            Verb.EXHIBIT_REFUSED,
            actor=delivery.actor,
            case=delivery.case_id,
            name=delivery.name,
            reason=message,
            size=size,
        )


def _hashed(stream: BinaryIO) -> Came:
    """Return size and hash of all of a stream, or what could be read of it."""
    digest, size = hashlib.sha256(), 0
    try:
        stream.seek(0)
        while piece := stream.read(CHUNK):
            digest.update(piece)
            size += len(piece)
    except OSError:
        return size, None
    return size, digest.hexdigest()

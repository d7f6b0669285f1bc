"""What is not kept leaves a record all the same: its name, its size, its hash where all of it came, and why."""

import hashlib
from typing import BinaryIO

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.database import db, unit_of_work
from casework.evidence.models import RefusedFile
from casework.storage.store import CHUNK

Came = tuple[int, str | None]  # bytes that came, and their SHA-256


def refuse(
    stream: BinaryIO,
    *,
    actor: Officer,
    case_id: int,
    name: str,
    message: str,
    came: Came | None = None,
    parent_id: int | None = None,
) -> None:
    """Write down a file that was refused. `came` says what there was of it, where `stream` does not hold it all."""
    size, sha256 = came or _hashed(stream)
    row = RefusedFile(
        case_id=case_id,
        name=name,
        size=size,
        whole=sha256 is not None,
        sha256=sha256,
        reason=message,
        refused_at=clock.now(),
        officer_id=actor.id,
        parent_id=parent_id,
    )
    with unit_of_work():
        db.session.add(row)
        record(Verb.EXHIBIT_REFUSED, actor=actor, case=case_id, name=name, reason=message, size=size)


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

"""Taking in a file with all that is in it: what a ZIP file or an e-mail holds becomes exhibits of their own."""

from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.database import command, db, let_go
from casework.evidence import unpacking
from casework.evidence.kinds import kind_of
from casework.evidence.models import Derivative, StoredFile
from casework.evidence.service.holding import hold_store
from casework.evidence.service.receiving import Receipt, keep_pictures, receive_one
from casework.evidence.service.refusing import Came, refuse
from casework.evidence.vault import file_limit, vault
from casework.evidence.workflow import Arrival
from casework.storage.store import FrozenBlob, StoreFull, Unavailable

WORDS = "words"  # the derivative that holds headers and words of a message, as plain text in UTF-8
RECIPE = {"form": "headers and words of a message, plain text in UTF-8", "by": "casework"}


def receive(
    stream: BinaryIO,
    *,
    actor: Officer,
    case_id: int,
    declared_name: str,
    arrival: Arrival,
    given: bool = False,
    came: Came | None = None,
) -> Receipt:
    """Take one file in as an exhibit of a case, and what is in it too, one level deep; see `receive_one`.

    What is taken out of it names it as its parent; what is left in there has a record of its own.
    """
    receipt = receive_one(
        stream,
        actor=actor,
        case_id=case_id,
        declared_name=declared_name,
        arrival=arrival,
        given=given,
        came=came,
    )
    exhibit = receipt.exhibit
    if exhibit is None or exhibit.held or exhibit.file.sealed_at is not None:
        return receipt
    kind, sha256, parent_id = kind_of(exhibit.file.mime), exhibit.sha256, exhibit.id
    if kind not in unpacking.OPENED:
        return receipt
    let_go()
    stream.seek(0)
    found = unpacking.unpack(stream, kind, largest=file_limit())
    if found.text.strip():
        _keep_words(sha256, found.text)
    taken = 0
    for number, member in enumerate(found.members, 1):
        name = member.name or f"file {number} of {declared_name}"
        if member.content is None:
            nothing = BytesIO()
            refuse(
                nothing,
                actor=actor,
                case_id=case_id,
                name=name,
                message=member.why,
                came=(0, None),
                parent_id=parent_id,
            )
            continue
        inner = receive_one(
            member.content,
            actor=actor,
            case_id=case_id,
            declared_name=name,
            arrival=Arrival.IMPORTED,
            given=given,
            parent_id=parent_id,
        )
        taken += inner.ok
    return replace(
        receipt, message=f"{receipt.message} {_in_words(taken, len(found.members) - taken)}".strip()
    )


def _in_words(taken: int, left: int) -> str:
    said = []
    if taken:
        said.append("1 file was taken out of it." if taken == 1 else f"{taken} files were taken out of it.")
        said.append("Each is an exhibit of its own.")
    if left:
        said.append(f"{left} stayed in there: see “Sent and not kept”.")
    return " ".join(said)


def _keep_words(sha256: str, text: str) -> None:
    """Keep the words of a message as a derivative. Where there is no room, the original still has them."""
    content = text.encode("utf-8", "replace")
    try:
        _write_words(sha256, vault().freeze(BytesIO(content), limit=len(content)))
    except (StoreFull, Unavailable):
        return


@command
def _write_words(sha256: str, blob: FrozenBlob) -> None:
    hold_store()
    row = db.session.get_one(StoredFile, sha256)
    there = db.session.scalar(
        select(Derivative.id).where(Derivative.parent_sha256 == sha256, Derivative.kind == WORDS)
    )
    if there is None and row.destroyed_at is None and row.sealed_at is None:
        keep_pictures(row, {WORDS: blob}, RECIPE, clock.now())

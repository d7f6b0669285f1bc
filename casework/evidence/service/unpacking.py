"""Taking in a file with all that is in it: what a ZIP file or an e-mail holds becomes exhibits of their own."""

from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casework import clock
from casework.accounts.models import Officer
from casework.database import command, db, let_go
from casework.errors import DomainError
from casework.evidence import unpacking
from casework.evidence.kinds import kind_of
from casework.evidence.models import Derivative, Exhibit, StoredFile
from casework.evidence.queries import unpacking_of
from casework.evidence.service.delivery import Came, Delivery
from casework.evidence.service.fixity import note_fault
from casework.evidence.service.holding import hold_store
from casework.evidence.service.progress import TakenAlready, begin, finish, left_behind, may_begin
from casework.evidence.service.receiving import Receipt, keep_pictures, receive_one
from casework.evidence.service.refusing import refuse
from casework.evidence.unpacking import Member
from casework.evidence.vault import file_limit, vault
from casework.evidence.workflow import Arrival
from casework.storage.store import FrozenBlob, StoreFull, Unavailable

WORDS = "words"  # the derivative that holds headers and words of a message, as plain text in UTF-8
UNFINISHED = "Not all that is in it has been taken out yet: Casework goes on with it by itself."
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
    """Take one file in as an exhibit of a case, and what is in it too, one level deep; see `receive_one`, `Delivery`.

    What is taken out of it names it as its parent; what is left in there has a record of its own. Where that is
    broken off, the receipt says so, and the worker goes on.
    """
    receipt = receive_one(stream, Delivery(actor, case_id, declared_name, arrival, given=given, came=came))
    if receipt.exhibit is None or not may_begin(receipt.exhibit):
        return receipt
    said = take_out(stream, receipt.exhibit, actor=actor, given=given)
    return replace(receipt, message=f"{receipt.message} {said}".strip())


def take_out(stream: BinaryIO, parent: Exhibit, *, actor: Officer, given: bool) -> str:
    """Take out what is in an exhibit and has no record yet, and return what the officer is told of it."""
    parent_id, case_id, sha256 = parent.id, parent.case_id, parent.sha256
    kind, whole_name = kind_of(parent.file.mime), parent.declared_name
    before = begin(parent_id)
    let_go()
    stream.seek(0)
    found = unpacking.unpack(stream, kind, largest=file_limit())
    if found.text.strip():
        _keep_words(sha256, found.text)
    taken = 0
    for place, member in enumerate(found.members[before:], before + 1):
        name = member.name or f"file {place} of {whole_name}"
        delivery = Delivery(
            actor, case_id, name, Arrival.IMPORTED, given=given, parent_id=parent_id, place=place
        )
        try:
            taken += _take_out_one(member, delivery)
        except (DomainError, TakenAlready):  # the case was closed meanwhile, or somebody else is at it too
            return f"{_in_words(taken, 0)} {UNFINISHED}".strip()
    finish(parent_id)
    return _in_words(taken, max(0, len(found.members) - before) - taken)


def _take_out_one(member: Member, delivery: Delivery) -> bool:
    """Take in one file out of another, or write down why it stays there; say whether it became an exhibit."""
    if member.content is not None:
        return receive_one(member.content, delivery).ok
    refuse(BytesIO(), replace(delivery, came=(0, None)), member.why)
    return False


def go_on_unpacking() -> int:
    """Take out what a crash, a virus scanner or a quarantine has left inside; return how many came to their end."""
    finished = 0
    for exhibit_id in left_behind():
        let_go()
        exhibit = db.session.get_one(Exhibit, exhibit_id, options=[joinedload(Exhibit.received_by)])
        if not may_begin(exhibit):
            continue
        checked = vault().verify(exhibit.sha256)
        if not checked.intact:
            note_fault(checked)
            continue
        with vault().open(exhibit.sha256) as original:
            take_out(original, exhibit, actor=exhibit.received_by, given=True)
        row = unpacking_of(exhibit_id)
        finished += row is not None and row.finished_at is not None
    return finished


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

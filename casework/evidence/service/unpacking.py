"""Taking in a file with all that is in it: what a ZIP file or an e-mail holds becomes exhibits of their own.

What is in those becomes theirs in its turn, down to DEEPEST. All that comes out of one file shares its limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from time import monotonic
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from casework import clock
from casework.accounts.models import Officer
from casework.database import command, db, let_go
from casework.errors import DomainError
from casework.evidence import unpacking
from casework.evidence.kinds import kind_of
from casework.evidence.models import Derivative, Exhibit, RefusedFile, StoredFile
from casework.evidence.nesting import around, taken_out_so_far
from casework.evidence.queries import unpacking_of
from casework.evidence.service.delivery import Came, Delivery
from casework.evidence.service.fixity import note_fault
from casework.evidence.service.holding import hold_store
from casework.evidence.service.progress import TakenAlready, begin, finish, left_behind, may_begin
from casework.evidence.service.proposing import propose_what_came_out
from casework.evidence.service.receiving import Receipt, keep_pictures, receive_one
from casework.evidence.service.refusing import refuse
from casework.evidence.unpacking import DEEPEST, FAULTS, MOST, OPENED, TOTAL, Member
from casework.evidence.vault import file_limit, vault
from casework.evidence.workflow import Arrival
from casework.storage.store import FrozenBlob, StoreFull, Unavailable

WORDS = "words"  # the derivative that holds headers and words of a message, as plain text in UTF-8
UNFINISHED = "Not all that is in it has been taken out yet: Casework goes on with it by itself."
RECIPE = {"form": "headers and words of a message, plain text in UTF-8", "by": "casework"}


@dataclass
class Room:
    """What may still come out of one file, at every depth, and until when whoever waits for it is kept waiting."""

    files: int
    size: int
    until: float

    def refusal(self, member: Member) -> str:
        """Return why this file, and with it those behind it, stay in there; nothing where there is room."""
        size = len(member.content.getbuffer()) if member.content else 0
        if self.files < 1:
            return FAULTS["too_many"]
        if size > self.size:
            return FAULTS["too_much"]
        self.files, self.size = self.files - 1, self.size - size
        return ""


@dataclass
class Tally:
    """How many files were taken out, stayed in there, or stay closed, at every depth; and whether that is all."""

    taken: int = 0
    left: int = 0
    closed: int = 0
    ended: bool = True

    def add(self, inner: "Tally") -> None:
        self.taken, self.left = self.taken + inner.taken, self.left + inner.left
        self.closed, self.ended = self.closed + inner.closed, self.ended and inner.ended

    def words(self) -> str:
        """Return what an officer is told of it."""
        said = []
        if self.taken:
            said.append(
                "1 file was taken out of it."
                if self.taken == 1
                else f"{self.taken} files were taken out of it."
            )
            said.append("Each is an exhibit of its own.")
        if self.left:
            said.append(f"{self.left} stayed in there: see “Sent and not kept”.")
        if self.closed:
            them = "1 of them lies" if self.closed == 1 else f"{self.closed} of them lie"
            said.append(f"{them} more than {DEEPEST - 1} files deep: what is in there was not taken out.")
        return " ".join(said if self.ended else [*said, UNFINISHED])


def tally_of(exhibit: Exhibit, exhibits: Sequence[Exhibit], refused: Sequence[RefusedFile]) -> Tally:
    """Return what became of the files in an exhibit, from all exhibits and refused files of its case, oldest first."""
    inside = {exhibit.id}
    for each in exhibits:
        if each.parent_id in inside:
            inside.add(each.id)
    left = sum(each.parent_id in inside for each in refused)
    return Tally(
        len(inside) - 1, left, ended=not exhibit.unpacking or exhibit.unpacking.finished_at is not None
    )


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
    """Take one file in as an exhibit of a case, and what is in it too, see `receive_one`, `Delivery`.

    What is taken out of it names it as its parent; what is left in there has a record of its own. Where that is
    broken off, the receipt says so, and the worker goes on.
    """
    receipt = receive_one(stream, Delivery(actor, case_id, declared_name, arrival, given=given, came=came))
    if receipt.exhibit is None or not may_begin(receipt.exhibit):
        return receipt
    said = take_out(stream, receipt.exhibit, actor=actor, given=given).words()
    return replace(receipt, message=f"{receipt.message} {said}".strip())


def take_out(
    stream: BinaryIO, parent: Exhibit, *, actor: Officer, given: bool, room: Room | None = None
) -> Tally:
    """Take out what is in an exhibit and has no record yet, then what is in that, and return how much it was."""
    parent_id, case_id, sha256 = parent.id, parent.case_id, parent.sha256
    kind, whole_name = kind_of(parent.file.mime), parent.declared_name
    room = room or _room(parent)
    before = begin(parent_id)
    let_go()
    stream.seek(0)
    found = unpacking.unpack(stream, kind, largest=file_limit(), total=TOTAL if before else room.size)
    if found.text.strip():
        _keep_words(sha256, found.text)
    tally = Tally()
    for place, member in enumerate(found.members[before:], before + 1):
        name = member.name or f"file {place} of {whole_name}"
        arrival = Arrival.REBUILT if member.rebuilt else Arrival.IMPORTED
        delivery = Delivery(actor, case_id, name, arrival, given=given, parent_id=parent_id, place=place)
        full = room.refusal(member)
        try:
            tally.add(
                _take_out_one(replace(member, content=None, why=full) if full else member, delivery, room)
            )
        except (DomainError, TakenAlready):  # the case was closed meanwhile, or somebody else is at it too
            return replace(tally, ended=False)
        if full:
            break
    finish(parent_id)
    return tally


def _room(parent: Exhibit) -> Room:
    """Return what may still come out of the outermost file around an exhibit."""
    files, size = taken_out_so_far([parent.id, *around(parent)][-1])
    return Room(MOST - files, TOTAL - size, monotonic() + unpacking.SECONDS)


def _take_out_one(member: Member, delivery: Delivery, room: Room) -> Tally:
    """Take in one file out of another, and what is in it; or write down why it stays there."""
    if member.content is None:
        refuse(BytesIO(), replace(delivery, came=(0, None)), member.why)
        return Tally(left=1)
    inner = receive_one(member.content, delivery).exhibit
    if inner is None:
        return Tally(left=1)
    tally = Tally(taken=1)
    if may_begin(inner):
        late = monotonic() > room.until
        tally.add(
            Tally(ended=False)
            if late
            else take_out(member.content, inner, actor=delivery.actor, given=delivery.given, room=room)
        )
    elif kind_of(inner.file.mime) in OPENED and unpacking_of(inner.id) is None:
        tally.closed = 1
    return tally


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
        newest = db.session.scalar(select(func.max(Exhibit.id))) or 0
        with vault().open(exhibit.sha256) as original:
            take_out(original, exhibit, actor=exhibit.received_by, given=True)
        propose_what_came_out(exhibit, since=newest)
        row = unpacking_of(exhibit_id)
        finished += row is not None and row.finished_at is not None
    return finished


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

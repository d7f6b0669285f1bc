"""An indecent or intimate image: no picture of it is made or kept, and only two roles reach what was received."""

from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import aliased

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.queries import may_see
from casework.database import command, current_unit, db, lock
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.evidence.models import Derivative, Exhibit, StoredFile
from casework.evidence.queries import live_exhibits
from casework.evidence.service.destroying import delete_unkept
from casework.evidence.service.holding import hold_store
from casework.evidence.service.packing import delete_packs_with
from casework.evidence.service.redacting import drop_redactions
from casework.evidence.texts.keeping import drop_reading, expect_reading
from casework.evidence.texts.searchable import feed_exhibit
from casework.evidence.workflow import PreviewState
from casework.outbox.service import notify
from casework.permissions import Permission, can


@command
def seal(exhibit: Exhibit, *, actor: Officer) -> None:
    """Seal the file at once, under whichever labels it is held: its pictures go, and two roles alone reach it.

    What it was taken out of is sealed with it, as that holds the same image, and so is what was taken out of it.
    No reason is asked: none should keep anybody looking. Raises NotPossible where it was destroyed.
    """
    hold_store()
    lock(exhibit)
    if exhibit.destroyed_at is not None:
        raise NotPossible(f"Exhibit {exhibit.label} was destroyed already.")
    if exhibit.file.sealed_at is not None:
        return
    _seal_files(_carrying(exhibit.sha256), actor)


def seal_carriers(exhibit: Exhibit) -> None:
    """Seal, in the open unit of work, what a file that is sealed already has just been taken out of, and no more.

    What else came out of that stays open, as it does where the image is sealed after its fellows.
    """
    if exhibit.parent_id is None or exhibit.file.sealed_at is None:
        return
    hold_store()
    actor = db.session.get_one(Officer, exhibit.received_by_id)
    _seal_files(_reached({exhibit.sha256}, down=False), actor)


def _seal_files(files: set[str], actor: Officer) -> None:
    addresses = set[str]()
    for sha256 in files:
        addresses |= _seal_file(db.session.get_one(StoredFile, sha256), actor)
    current_unit().after_commit.append(partial(_delete_after, addresses))


def _carrying(sha256: str) -> set[str]:
    """Return the addresses of a file, of what was taken out of it, and of all that any of these came out of."""
    held = _reached({sha256}, down=True)
    return _reached(held, down=False)


def _reached(found: set[str], *, down: bool) -> set[str]:
    """Follow, from files, what was taken out of them; or what they were taken out of."""
    ahead = found
    while ahead:
        inner, outer = aliased(Exhibit), aliased(Exhibit)
        asked, told = (outer, inner) if down else (inner, outer)
        near = (
            select(told.sha256)
            .select_from(inner)
            .join(outer, inner.parent_id == outer.id)
            .where(asked.sha256.in_(ahead), told.destroyed_at.is_(None))
        )
        ahead = set(db.session.scalars(near)) - found
        found = found | ahead
    return found


def _seal_file(file: StoredFile, actor: Officer) -> set[str]:
    """Seal one file under all its labels; return the addresses of the pictures that go."""
    if file.sealed_at is not None:
        return set()
    file.sealed_at, file.preview = clock.now(), PreviewState.NONE
    pictures = db.session.scalars(select(Derivative).where(Derivative.parent_sha256 == file.sha256)).all()
    addresses = {picture.sha256 for picture in pictures}
    for picture in pictures:
        db.session.delete(picture)
    drop_reading(file.sha256)
    for each in live_exhibits(file.sha256):
        addresses |= drop_redactions(each, "Its exhibit was sealed.")[1]
        _record(Verb.EXHIBIT_SEALED, each, actor, file)
        feed_exhibit(each)
        delete_packs_with(each, "sealed")
        _tell(each, actor)
    return addresses


@command
def unseal(exhibit: Exhibit, *, actor: Officer, reason: str) -> None:
    """Lift a seal that was set in error. The pictures may then be drawn again (`reconciling.redraw`).

    Raises DomainError without a reason, NotAllowed for a role that may not, NotPossible where nothing
    is sealed, or what was taken out of it still is.
    """
    lock(exhibit)
    if not can(actor, Permission.EVIDENCE_SEALED):
        raise NotAllowed("Only the Monitoring Officer and the deputy may lift a seal.")
    if exhibit.file.sealed_at is None or exhibit.destroyed_at is not None:
        raise NotPossible(f"Exhibit {exhibit.label} is not sealed.")
    if not reason.strip():
        raise DomainError("Say why it need not be sealed.", "reason")
    inside = _reached({exhibit.sha256}, down=True) - {exhibit.sha256}
    rows = (
        select(Exhibit)
        .join(StoredFile)
        .where(StoredFile.sha256.in_(inside), StoredFile.sealed_at.is_not(None))
    )
    if (held := db.session.scalars(rows.order_by(Exhibit.id)).first()) is not None:
        raise NotPossible(
            f"It holds exhibit {held.label}, which is sealed. Lift that seal first, if it is an error."
        )
    exhibit.file.sealed_at = None
    expect_reading(exhibit.sha256)
    for each in live_exhibits(exhibit.sha256):
        _record(Verb.EXHIBIT_UNSEALED, each, actor, exhibit.file, reason=reason.strip())
        feed_exhibit(each)


def _record(verb: Verb, exhibit: Exhibit, actor: Officer, file: StoredFile, reason: str = "") -> None:
    record(
        verb,
        actor=actor,
        subject=exhibit,
        case=exhibit.case_id,
        also=[file],
        label=exhibit.label,
        **({"reason": reason} if reason else {}),  # type: ignore[arg-type]  # facts, not changes
    )


def _tell(exhibit: Exhibit, actor: Officer) -> None:
    for officer in accounts.officers_with(Permission.EVIDENCE_SEALED):
        if officer.id != actor.id and may_see(officer, exhibit.case_id):
            notify(
                officer.id,
                f"Exhibit {exhibit.label} was sealed as an indecent or intimate image.",
                f"/exhibits/{exhibit.id}",
                exhibit.case_id,
            )


def _delete_after(addresses: set[str]) -> None:
    delete_unkept(addresses)

"""Is it still what was received? Bytes are hashed again, and a difference stops their being used or given out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.queries import may_see
from casework.database import command, db, let_go
from casework.errors import NotPossible
from casework.evidence import recorded
from casework.evidence.models import Exhibit, RedactedPage, Redaction, StoredFile
from casework.evidence.queries import copies_at, frozen, frozen_count, live_exhibits
from casework.evidence.rolling import OVERDUE_AFTER, quota
from casework.evidence.vault import vault
from casework.outbox.service import notify
from casework.permissions import Role
from casework.storage.store import FixityResult

BATCH = 100  # files whose results are written down together


def confirm_fixity(exhibits: Iterable[Exhibit], *, actor: Officer | None) -> None:
    """Hash the bytes of each exhibit again; raise NotPossible naming those that no longer match, or are gone.

    Call it before the command that relies on it, not in it (RuntimeError): hashing would keep others waiting, and the
    record of a failure must outlive the refusal that follows.
    """
    asked = [(exhibit.id, exhibit.label, exhibit.sha256, exhibit.destroyed_at) for exhibit in exhibits]
    gone = [label for _, label, _, destroyed_at in asked if destroyed_at]
    if gone:
        raise NotPossible(f"Exhibit {', '.join(gone)} was destroyed, so nothing can rest on it any more.")
    let_go()
    if others := recorded.differing(exhibit_ids=[each[0] for each in asked]):
        labels = note_differing(others, actor)
        raise NotPossible(
            f"The row of exhibit {', '.join(labels)} names another file than the one that was received as it, so "
            "nothing of it is used or given out. The Monitoring Officer has been told. Restore the database."
        )
    let_go()
    store = vault()
    results = {sha256: store.verify(sha256) for sha256 in {each[2] for each in asked}}
    _write_down([*results.values()], actor, [exhibit_id for exhibit_id, *_ in asked])
    broken = [label for _, label, sha256, _ in asked if not results[sha256].intact]
    if broken:
        raise NotPossible(
            f"Exhibit {', '.join(broken)} no longer matches the hash recorded when it was received, so it is not "
            "used or given out. The Monitoring Officer has been told. It must be restored from a backup."
        )


def verify_store(*, case_id: int | None = None, most: int | None = None) -> Iterator[FixityResult]:
    """Hash originals and redacted copies again, the longest unchecked first; yield each result once written down.

    All of them; or those of one case; or at `most` so many.
    """
    addresses = frozen(case_id, most)
    store = vault()
    for first in range(0, len(addresses), BATCH):
        let_go()
        results = [store.verify(sha256) for sha256 in addresses[first : first + BATCH]]
        _write_down(results, None, ())
        yield from results


def verify_some() -> int:
    """Hash again what is due tonight, hold all rows against the record, and return how many no longer match."""
    found = recorded.differing()
    if found:
        note_differing(found)
    longest = clock.now() - timedelta(days=OVERDUE_AFTER)
    most = quota(frozen_count(), frozen_count(unchecked_since=longest))
    return len(found) + sum(not result.intact for result in verify_store(most=most))


@command
def note_differing(found: Sequence[tuple[Exhibit, str]], actor: Officer | None = None) -> list[str]:
    """Write down, and tell, that rows name other bytes than were received; return the labels."""
    for exhibit, received in found:
        record(
            Verb.FIXITY_FAILED,
            actor=actor,
            subject=exhibit,
            case=exhibit.case_id,
            label=exhibit.label,
            sha256=received,
            found=exhibit.sha256,
        )
        text = f"The row of exhibit {exhibit.label} names another file than was received as it. It is not given out."
        _tell(exhibit.case_id, text, f"/exhibits/{exhibit.id}")
    return [exhibit.label for exhibit, _ in found]


def insist_on_copies(redaction_ids: Collection[int]) -> None:
    """Raise NotPossible where a redacted copy is not the file that passed the checks, as the audit trail has it."""
    if not recorded.other_copies(redaction_ids):
        return
    raise NotPossible(
        "The row of a redacted copy names another file than the one that passed the checks, so it is not given out. "
        "Tell the Monitoring Officer and the system administrator: the database was changed from outside."
    )


def note_fault(result: FixityResult) -> None:
    """Write down a failure that was met on the way to something else, and tell of it where it is news."""
    _write_down([result], None, ())


@command
def note_missing(sha256: str) -> bool:
    """Write down that the bytes of a file are gone, and say whether that is news."""
    row = db.session.get(StoredFile, sha256)
    known = [*([row.intact] if row else []), *(page.intact for page, _ in copies_at([sha256]))]
    if not any(known) or vault().exists(sha256):
        return False
    _write_down([FixityResult(sha256, None)], None, ())
    return True


@command
def _write_down(results: Sequence[FixityResult], actor: Officer | None, asked: Sequence[int]) -> None:
    """Keep what was found. Each exhibit asked about gets its event; the others one when their file breaks."""
    found = {result.sha256: result for result in results}
    rows = db.session.scalars(select(StoredFile).where(StoredFile.sha256.in_(found))).all()
    copies = copies_at(found)
    if not asked:
        count = sum(not result.intact for result in results)
        record(Verb.STORE_VERIFIED, actor=actor, also=rows, count=len(results), faults=count)
    for row in rows:
        _note_original(row, found[row.sha256], actor, asked)
    for page, redaction in copies:
        _note_copy(page, redaction, found[page.sha256])


def _note_original(
    row: StoredFile, result: FixityResult, actor: Officer | None, asked: Sequence[int]
) -> None:
    broke = row.intact and not result.intact
    row.checked_at, row.intact = clock.now(), result.intact
    row.found_sha256 = None if result.intact else result.found
    for exhibit in live_exhibits(result.sha256) if broke or asked else ():
        if broke or exhibit.id in asked:
            record(
                Verb.FIXITY_CONFIRMED if result.intact else Verb.FIXITY_FAILED,
                actor=actor,
                subject=exhibit,
                case=exhibit.case_id,
                also=[row],
                label=exhibit.label,
                sha256=result.sha256,
                found=result.found,
            )
        if broke:
            text = f"Exhibit {exhibit.label} no longer matches its hash. It is not given out any more."
            _tell(exhibit.case_id, text, f"/exhibits/{exhibit.id}")


def _note_copy(page: RedactedPage, redaction: Redaction, result: FixityResult) -> None:
    broke = page.intact and not result.intact
    page.checked_at, page.intact = clock.now(), result.intact
    if not broke:
        return
    name = redaction.name_for(redaction.exhibit)
    record(
        Verb.REDACTED_COPY_CHANGED,
        actor=None,
        subject=redaction,
        case=redaction.case_id,
        name=name,
        page=page.page,
        sha256=result.sha256,
        found=result.found,
    )
    text = f"The redacted copy {name} no longer matches its hash. It is not given out any more."
    _tell(redaction.case_id, text, f"/redactions/{redaction.id}")


def _tell(case_id: int, text: str, href: str) -> None:
    """Tell the Monitoring Officers who may see the case; where none may, the administrators, without its name."""
    told = False
    for officer in accounts.officers_in(Role.MONITORING_OFFICER):
        if may_see(officer, case_id):
            notify(officer.id, text, href, case_id)
            told = True
    if told:
        return
    for officer in accounts.officers_in(Role.ADMINISTRATOR):
        notify(
            officer.id,
            "A stored file no longer matches its hash. Restore it from a backup: flask evidence verify names it.",
            "/",
        )

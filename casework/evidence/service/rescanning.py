"""Files that came while the virus scanner did not answer are shown to it again."""

from sqlalchemy import select

from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.database import command, db, let_go
from casework.evidence.models import StoredFile
from casework.evidence.queries import live_exhibits
from casework.evidence.scanning import Scanned, scan
from casework.evidence.service.quarantine import tell_of_quarantine
from casework.evidence.service.reconciling import redraw
from casework.evidence.vault import vault
from casework.evidence.workflow import Scan
from casework.storage.store import Missing


def scan_waiting() -> int:
    """Scan what waits, oldest first, and return how many files got an answer. Ends where the scanner is still down."""
    waiting = db.session.scalars(
        select(StoredFile.sha256)
        .where(StoredFile.scan == Scan.WAITING, StoredFile.destroyed_at.is_(None))
        .order_by(StoredFile.stored_at)
    ).all()
    answered = 0
    for sha256 in waiting:
        let_go()
        try:
            with vault().open(sha256) as original:
                scanned = scan(original)
        except Missing:
            continue
        if scanned.result is Scan.WAITING:
            break
        if _write_down(sha256, scanned):
            redraw(sha256)
        answered += 1
    return answered


@command
def _write_down(sha256: str, scanned: Scanned) -> bool:
    """Keep the answer, and say whether the file may be drawn now."""
    row = db.session.get_one(StoredFile, sha256)
    row.scan, row.scan_said = scanned.result, scanned.words
    for exhibit in live_exhibits(sha256):
        record(
            Verb.EXHIBIT_SCANNED,
            actor=None,
            subject=exhibit,
            case=exhibit.case_id,
            also=[row],
            label=exhibit.label,
            result=scanned.result.label,
        )
        if exhibit.held:
            tell_of_quarantine(exhibit)
    return not row.held

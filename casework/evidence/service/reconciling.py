"""The store and the database are compared both ways: bytes without a row, and rows without their bytes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from sqlalchemy import delete, select

from casework import clock
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.database import command, db, let_go
from casework.evidence.decoding import inspect
from casework.evidence.inspection import Inspection
from casework.evidence.models import Derivative, RedactedPage, StoredFile
from casework.evidence.queries import live_exhibits
from casework.evidence.service.destroying import delete_unkept
from casework.evidence.service.fixity import note_fault, note_missing
from casework.evidence.service.holding import hold_store
from casework.evidence.service.receiving import PREVIEW, THUMBNAIL, keep_pictures
from casework.evidence.service.unpacking import WORDS
from casework.evidence.vault import vault
from casework.evidence.workflow import PreviewState
from casework.storage.store import FrozenBlob, Missing

LASTING = (PREVIEW, THUMBNAIL, WORDS)  # made as a file is received; parts and pages only when asked for
GRACE = timedelta(days=1)  # bytes come before their row, so young bytes without one may be on their way


@dataclass(frozen=True)
class Reconciliation:
    """What was found: strays swept away, what is newly missing (SHA-256), pictures redrawn."""

    swept: int
    missing: tuple[str, ...]
    redrawn: int

    @property
    def count(self) -> int:
        return self.swept + len(self.missing) + self.redrawn


def reconcile() -> Reconciliation:
    """Sweep away bytes that no row keeps and that are over a day old; mark what is gone; redraw pictures.

    May run at any time, and twice. Where nothing was amiss, nothing is written.
    """
    let_go()
    store = vault()
    held = set(store.iterate())
    kept = set(db.session.scalars(select(StoredFile.sha256).where(StoredFile.destroyed_at.is_(None))))
    pictures = db.session.execute(select(Derivative.parent_sha256, Derivative.sha256, Derivative.kind)).all()
    redacted = set(db.session.scalars(select(RedactedPage.sha256)))
    let_go()
    old = clock.now() - GRACE
    orphans = [
        sha256
        for sha256 in held - kept - redacted - {each.sha256 for each in pictures}
        if _stored_before(sha256, old)
    ]
    swept = delete_unkept(orphans) if orphans else 0
    lost = [each for each in pictures if each.sha256 not in held]
    if any(each.kind not in LASTING for each in lost):
        _forget_leaves([each.sha256 for each in lost])
    found = Reconciliation(
        swept=swept + store.sweep_temporary(GRACE),
        missing=tuple(each for each in sorted((kept | redacted) - held) if note_missing(each)),
        redrawn=sum(map(redraw, sorted({each.parent_sha256 for each in lost if each.kind in LASTING}))),
    )
    if found.count:
        _write_down(found)
    return found


def redraw(sha256: str) -> bool:
    """Make the pictures of an original again, and say whether that was possible."""
    let_go()
    store = vault()
    try:
        checked = store.verify(sha256)
        if not checked.intact:
            note_fault(checked)
            return False
        with store.open(sha256) as original:
            found = inspect(original)
    except Missing:
        return False
    made = {
        kind: store.freeze(BytesIO(png), limit=len(png))
        for kind, png in ((PREVIEW, found.preview_png), (THUMBNAIL, found.thumbnail_png))
        if png
    }
    return _keep_redrawn(sha256, made, found)


def _stored_before(sha256: str, moment: datetime) -> bool:
    try:
        return vault().stored_at(sha256) < moment
    except Missing:
        return False


@command
def _forget_leaves(lost: list[str]) -> None:
    """Forget parts and pages that are gone: whoever asks for one has it drawn again."""
    db.session.execute(delete(Derivative).where(Derivative.sha256.in_(lost), Derivative.kind.not_in(LASTING)))


@command
def _keep_redrawn(sha256: str, made: dict[str, FrozenBlob], found: Inspection) -> bool:
    hold_store()
    row, exhibits = db.session.get_one(StoredFile, sha256), live_exhibits(sha256)
    if not exhibits or not made or row.held or row.sealed_at is not None:
        return False
    for old in db.session.scalars(
        select(Derivative).where(Derivative.parent_sha256 == sha256, Derivative.kind.in_(made))
    ):
        db.session.delete(old)
    db.session.flush()
    keep_pictures(row, made, found.recipe, clock.now(), found.likeness)
    row.preview = PreviewState.READY
    for exhibit in exhibits:
        record(
            Verb.EXHIBIT_PREVIEWED,
            actor=None,
            subject=exhibit,
            case=exhibit.case_id,
            also=[row],
            label=exhibit.label,
        )
    return True


@command
def _write_down(found: Reconciliation) -> None:
    record(
        Verb.STORE_RECONCILED,
        actor=None,
        swept=found.swept,
        missing=list(found.missing),
        redrawn=found.redrawn,
    )

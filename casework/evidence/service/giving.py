"""Redacted copies leave through here, and only those that passed the release gate."""

from typing import BinaryIO

from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.verbs import Verb
from casework.database import command, db, lock, unit_of_work
from casework.errors import NotFound, NotPossible
from casework.evidence.models import Exhibit, RedactedPage, Redaction, StoredFile
from casework.evidence.queries import may_leave, shown_today
from casework.evidence.service.fixity import insist_on_copies, note_fault
from casework.evidence.service.redacting import record_of
from casework.evidence.vault import vault
from casework.evidence.workflow import Reader
from casework.storage.store import Corrupt, Missing, open_intact


def open_released(redaction_id: int, page: int, reader: Reader | None = None) -> BinaryIO:
    """Open a page of a redacted copy that may leave, hashed again; the caller closes it.

    The release gate: raises NotFound for whatever has not passed, was withdrawn, or whose exhibit is not whole; and
    where it was not approved for `reader`, who does not see the case.
    NotPossible where its row names another file than passed, or where its own bytes have changed, of which the
    Monitoring Officer is told. Ask first who may see it.
    """
    found = db.session.execute(
        select(RedactedPage.sha256, Redaction.readers)
        .join(Redaction, Redaction.id == RedactedPage.redaction_id)
        .join(Exhibit, Exhibit.id == Redaction.exhibit_id)
        .join(StoredFile, StoredFile.sha256 == Exhibit.sha256)
        .where(RedactedPage.redaction_id == redaction_id, RedactedPage.page == page, may_leave())
    ).one_or_none()
    if found is None or not (reader is None or reader in found.readers):
        raise NotFound
    sha256 = found.sha256
    insist_on_copies([redaction_id])
    try:
        return open_intact(vault(), sha256)
    except (Missing, Corrupt) as gone:
        note_fault(vault().verify(sha256))
        raise NotPossible(
            "This redacted copy is no longer what passed the checks, so it is not given out. The Monitoring Officer "
            "has been told. It must be restored from a backup, or another one approved."
        ) from gone


def download_released(redaction: Redaction, page: int, *, actor: Officer) -> BinaryIO:
    """Open a page of a redacted copy as `open_released` does, and record that it was taken."""
    copy = open_released(redaction.id, page)
    with unit_of_work():
        exhibit = db.session.get_one(Exhibit, redaction.exhibit_id)
        record_of(Verb.REDACTED_COPY_DOWNLOADED, redaction, exhibit, actor, page=page)
    return copy


def show_released(redaction_id: int, page: int, reader: Reader, *, actor: Officer, purpose: str) -> bytes:
    """Return a page of a redacted copy for a `reader`: somebody who does not see its case, and record that they saw it.

    Once a day for each page and purpose, such as the removal request for which it is shown. Raises as `open_released`.
    """
    with open_released(redaction_id, page, reader) as copy:
        png = copy.read()
    _record_showing(redaction_id, page, actor, purpose)
    return png


@command
def _record_showing(redaction_id: int, page: int, actor: Officer, purpose: str) -> None:
    redaction = lock(db.session.get_one(Redaction, redaction_id))
    if shown_today(redaction_id, page, actor, purpose):
        return
    exhibit = db.session.get_one(Exhibit, redaction.exhibit_id)
    record_of(Verb.REDACTED_COPY_SHOWN, redaction, exhibit, actor, page=page, purpose=purpose)

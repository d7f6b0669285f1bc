"""Handing bytes out, after hashing them again."""

from typing import BinaryIO

from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.database import unit_of_work
from casework.errors import DomainError, NotFound
from casework.evidence.models import Exhibit
from casework.evidence.queries import derivative
from casework.evidence.service.fixity import confirm_fixity
from casework.evidence.vault import vault
from casework.storage.store import open_intact


def open_picture(exhibit: Exhibit, kind: str) -> BinaryIO:
    """Open the PNG of an exhibit (`PREVIEW` or `THUMBNAIL`); the caller closes it.

    Raises NotFound where there is none, or its original has changed since it was received; Missing, Corrupt.
    """
    row = derivative(exhibit.sha256, kind) if exhibit.destroyed_at is None and exhibit.file.intact else None
    if row is None:
        raise NotFound
    return open_intact(vault(), row.sha256)


def open_original(exhibit: Exhibit, *, actor: Officer, purpose: str) -> BinaryIO:
    """Open the bytes as they were received, hashed again just before; the caller closes them.

    It is recorded with its purpose. Raises DomainError without one, NotPossible where the bytes have changed, are
    gone, or were destroyed.
    """
    if not purpose.strip():
        raise DomainError("Say what the original is needed for.", "purpose")
    confirm_fixity([exhibit], actor=actor)
    original = vault().open(exhibit.sha256)
    with unit_of_work():
        record(
            Verb.ORIGINAL_DOWNLOADED,
            actor=actor,
            subject=exhibit,
            case=exhibit.case_id,
            label=exhibit.label,
            sha256=exhibit.sha256,
            purpose=purpose.strip(),
        )
    return original

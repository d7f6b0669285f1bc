"""Handing bytes out, after hashing them again."""

from typing import BinaryIO

from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.database import unit_of_work
from casework.errors import DomainError, NotAllowed, NotFound
from casework.evidence.embedded import Embedded, embedded
from casework.evidence.models import Exhibit
from casework.evidence.queries import derivative
from casework.evidence.redaction.burning import encoded
from casework.evidence.service.fixity import confirm_fixity
from casework.evidence.service.quarantine import insist_on_release
from casework.evidence.upright import draw
from casework.evidence.vault import vault
from casework.permissions import Permission, can
from casework.storage.store import open_intact


def open_picture(exhibit: Exhibit, kind: str) -> BinaryIO:
    """Open the PNG of an exhibit (`PREVIEW` or `THUMBNAIL`); the caller closes it.

    Raises NotFound where there is none, where the original is sealed or kept back, or has changed since it was
    received; Missing, Corrupt.
    """
    file = exhibit.file
    shown = exhibit.destroyed_at is None and file.intact and not file.held and file.sealed_at is None
    row = derivative(exhibit.sha256, kind) if shown else None
    if row is None:
        raise NotFound
    return open_intact(vault(), row.sha256)


def open_original(exhibit: Exhibit, *, actor: Officer, purpose: str) -> BinaryIO:
    """Open the bytes as they were received, hashed again just before; the caller closes them.

    It is recorded with its purpose. Raises DomainError without one, NotAllowed where the file is sealed and the actor
    in neither of the two roles, NotPossible where the bytes are kept back, have changed, are gone, or were destroyed.
    """
    _may_open(exhibit, actor, purpose)
    confirm_fixity([exhibit], actor=actor)
    original = vault().open(exhibit.sha256)
    _record(Verb.ORIGINAL_DOWNLOADED, exhibit, actor, purpose)
    return original


def view_original(exhibit: Exhibit, *, actor: Officer, purpose: str, page: int = 1) -> bytes:
    """Return a page of an exhibit with every pixel of the original, as a PNG drawn by the sealed decoder.

    It is recorded with its purpose, and refused as `open_original` is. NotFound where it is sealed: nobody looks at
    such an image here. NotPossible where it cannot be drawn.
    """
    _may_open(exhibit, actor, purpose)
    if exhibit.file.sealed_at is not None:
        raise NotFound
    confirm_fixity([exhibit], actor=actor)
    with vault().open(exhibit.sha256) as original:
        drawn = draw(original, page)
    _record(Verb.ORIGINAL_VIEWED, exhibit, actor, purpose)
    return encoded(drawn.page)


def view_metadata(exhibit: Exhibit, *, actor: Officer, purpose: str) -> Embedded:
    """Return what the original says of itself, read by the sealed decoder; recorded and refused as `view_original`."""
    _may_open(exhibit, actor, purpose)
    if exhibit.file.sealed_at is not None:
        raise NotFound
    confirm_fixity([exhibit], actor=actor)
    with vault().open(exhibit.sha256) as original:
        said = embedded(original)
    _record(Verb.METADATA_VIEWED, exhibit, actor, purpose)
    return said


def _may_open(exhibit: Exhibit, actor: Officer, purpose: str) -> None:
    if not purpose.strip():
        raise DomainError("Say what the original is needed for.", "purpose")
    insist_on_release(exhibit)
    if exhibit.file.sealed_at is not None and not can(actor, Permission.EVIDENCE_SEALED):
        raise NotAllowed(
            f"Exhibit {exhibit.label} is sealed: only the Monitoring Officer and the deputy reach it."
        )


def _record(verb: Verb, exhibit: Exhibit, actor: Officer, purpose: str) -> None:
    with unit_of_work():
        record(
            verb,
            actor=actor,
            subject=exhibit,
            case=exhibit.case_id,
            label=exhibit.label,
            sha256=exhibit.sha256,
            purpose=purpose.strip(),
        )

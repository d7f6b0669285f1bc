"""Handing bytes out, after hashing them again."""

from typing import BinaryIO

from casework.errors import NotFound
from casework.evidence.models import Exhibit
from casework.evidence.queries import derivative
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

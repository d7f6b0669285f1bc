"""Frozen bytes under the address of their content.

What a store holds never changes: the SHA-256 of the bytes is where they lie. A store moves bytes and
knows nothing of cases; who may read them, and what is recorded about it, is decided above.
"""

import errno
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import BinaryIO, Protocol

from casework.errors import DomainError

CHUNK = 1 << 20
ADDRESS = re.compile(r"[0-9a-f]{64}")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class TooLarge(DomainError):
    """The file is over the limit, in bytes. Nothing of it was kept."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"This file is larger than {in_words(limit)}, the most that one file may be. Nothing of it was "
            "kept. Send it in parts or at a smaller size, or ask the system administrator to raise the limit."
        )
        self.limit = limit


class Empty(DomainError):
    """There are no bytes to keep."""

    def __init__(self) -> None:
        super().__init__(
            "This file is empty: it holds no bytes. It may still be on its way from the phone or the cloud. "
            "Check that it opens on this computer, then add it again."
        )


class Missing(DomainError):
    """Nothing is kept at this address, or it is no address."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"The evidence store holds no file with the SHA-256 {sha256[:64]!r}. If it should, tell the "
            "system administrator: it must be restored from a backup."
        )
        self.sha256 = sha256


class Corrupt(DomainError):
    """The bytes at this address are no longer those that were frozen there."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"The stored file with the SHA-256 {sha256} has changed since it was received, so it is not "
            "given out or relied on. Tell the system administrator: it must be restored from a backup."
        )
        self.sha256 = sha256


class StoreFull(DomainError):
    """There is no room for the file. Nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(
            "The evidence store is full, so this file was not kept. Keep your copy, tell the system "
            "administrator, and add it again when there is room."
        )


class Unavailable(DomainError):
    """The store cannot be read or written at present."""

    def __init__(self, cause: str) -> None:
        super().__init__(
            f"The evidence store could not be reached or used ({cause}). Keep your copy and try again; if it "
            "goes on, tell the system administrator."
        )
        self.cause = cause


@dataclass(frozen=True, slots=True)
class FrozenBlob:
    """What was frozen: its address (64 lower-case hexadecimal digits) and its size in bytes."""

    sha256: str
    size: int


class Fixity(StrEnum):
    """What a re-hash found."""

    INTACT = "intact"
    ALTERED = "altered"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class FixityResult:
    """One fixity check: the address, and the SHA-256 `found` there now (none where nothing is)."""

    sha256: str
    found: str | None

    @property
    def outcome(self) -> Fixity:
        """Whether the bytes are those that were frozen."""
        if self.found is None:
            return Fixity.MISSING
        return Fixity.INTACT if self.found == self.sha256 else Fixity.ALTERED

    @property
    def intact(self) -> bool:
        """Whether the bytes are there and unchanged."""
        return self.outcome is Fixity.INTACT

    def insist(self) -> None:
        """Raise `Missing` or `Corrupt` unless the bytes are intact."""
        if self.outcome is Fixity.MISSING:
            raise Missing(self.sha256)
        if self.outcome is Fixity.ALTERED:
            raise Corrupt(self.sha256)


class BlobStore(Protocol):
    """Where frozen bytes are kept. Any method may raise `Unavailable`."""

    def freeze(self, stream: BinaryIO, *, limit: int) -> FrozenBlob:
        """Keep what is left of `stream`, hashed while it is written, and return only when it is safe on disk.

        `limit` is in bytes. Bytes that are held already are not stored twice. Raises `TooLarge`, `Empty`,
        `StoreFull`, and `Corrupt` where the copy held already has changed; then nothing new is kept.
        """

    def open(self, sha256: str) -> BinaryIO:
        """Open the bytes at an address for reading, seekable; the caller closes them. Raises `Missing`."""

    def exists(self, sha256: str) -> bool:
        """Whether something is kept at the address."""

    def size(self, sha256: str) -> int:
        """Return the number of bytes at an address. Raises `Missing`."""

    def stored_at(self, sha256: str) -> datetime:
        """Return the moment, in UTC, when the address was first filled. Raises `Missing`."""

    def verify(self, sha256: str) -> FixityResult:
        """Hash the bytes at an address again."""

    def iterate(self) -> Iterator[str]:
        """Every address at which something is kept, in order."""

    def delete(self, sha256: str) -> None:
        """Destroy the bytes at an address. Only an approved destruction may ask. Raises `Missing`."""

    def sweep_temporary(self, older_than: timedelta) -> int:
        """Remove what interrupted writes left behind longer ago than this, and return how many there were."""


def open_intact(store: BlobStore, sha256: str) -> BinaryIO:
    """Open the bytes at an address after hashing them again: for export, derivation and disclosure.

    Raises `Missing`, `Corrupt`.
    """
    store.verify(sha256).insist()
    return store.open(sha256)


def is_address(text: str) -> bool:
    """Whether `text` is a content address: 64 lower-case hexadecimal digits and nothing else."""
    return ADDRESS.fullmatch(text) is not None


def copy_hashed(source: BinaryIO, sink: BinaryIO, limit: int) -> FrozenBlob:
    """Copy what is left of `source` to `sink`, hashing it; `limit` in bytes. Raises `TooLarge`, `Empty`."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooLarge(limit)
        digest.update(chunk)
        sink.write(chunk)
    if not size:
        raise Empty
    return FrozenBlob(digest.hexdigest(), size)


def hash_of(chunks: Iterator[bytes]) -> str:
    """Return the SHA-256 of bytes that come in pieces, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def disk_errors(sha256: str = "") -> Iterator[None]:
    """Put what the operating system reports into the store's words: an absent file is a `Missing` address."""
    try:
        yield
    except FileNotFoundError as error:
        if not sha256:
            raise Unavailable(error.strerror or "folder missing") from error
        raise Missing(sha256) from error
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StoreFull from error
        raise Unavailable(error.strerror or type(error).__name__) from error


def in_words(size: int) -> str:
    """Return a number of bytes as an officer reads it: `25 MB`, `1.5 MB`, `300 KB`, `12 bytes`."""
    for unit, name in ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")):
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{size} byte" + ("" if size == 1 else "s")

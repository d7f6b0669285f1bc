"""Frozen bytes in a folder of this machine."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from casework import clock
from casework.storage.store import (
    CHUNK,
    FixityResult,
    FrozenBlob,
    Missing,
    copy_hashed,
    disk_errors,
    hash_of,
    is_address,
)

INCOMING = "incoming"
FAN = 2  # `ab/cd/abcd…`: no folder grows past what a file system lists quickly


class LocalStore:
    """A folder of read-only files named by their SHA-256, readable by the owner of the process alone.

    A path is only ever built from an address, so nothing outside the folder can be named. Files are written
    in `incoming/` and renamed into place when whole and on disk: a kill leaves a stray there, never half a
    file at an address.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._incoming = path / INCOMING
        with disk_errors():
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._incoming.mkdir(mode=0o700, exist_ok=True)
            there = {folder.name for folder in path.iterdir()}
            _settle(path)
        # Folders whose own names outlive a power cut, as the one above was settled since.
        self._settled = there

    def freeze(self, stream: BinaryIO, *, limit: int) -> FrozenBlob:
        """Keep what is left of `stream`; see `BlobStore.freeze`."""
        with disk_errors():
            descriptor, name = mkstemp(dir=self._incoming)
            try:
                with os.fdopen(descriptor, "wb") as sink:
                    frozen = copy_hashed(stream, sink, limit)
                    sink.flush()
                    os.fchmod(sink.fileno(), 0o400)
                    os.fsync(sink.fileno())
                self._place(Path(name), frozen.sha256)
            finally:
                Path(name).unlink(missing_ok=True)
        return frozen

    def open(self, sha256: str) -> BinaryIO:
        """Open the bytes at an address for reading; see `BlobStore.open`."""
        with disk_errors(sha256):
            return self._file(sha256).open("rb")

    def exists(self, sha256: str) -> bool:
        """Whether something is kept at the address."""
        with disk_errors():
            return is_address(sha256) and self._file(sha256).is_file()

    def size(self, sha256: str) -> int:
        """Return the number of bytes at an address. Raises `Missing`."""
        with disk_errors(sha256):
            return self._file(sha256).stat().st_size

    def stored_at(self, sha256: str) -> datetime:
        """Return the moment when the address was filled. Raises `Missing`."""
        with disk_errors(sha256):
            return datetime.fromtimestamp(self._file(sha256).stat().st_mtime, UTC)

    def verify(self, sha256: str) -> FixityResult:
        """Hash the bytes at an address again."""
        try:
            with self.open(sha256) as kept, disk_errors(sha256):
                return FixityResult(sha256, hash_of(iter(lambda: kept.read(CHUNK), b"")))
        except Missing:
            return FixityResult(sha256, None)

    def iterate(self) -> Iterator[str]:
        """Every address at which something is kept, in order."""
        for file in sorted(self.path.glob("??/??/*")):
            if is_address(file.name) and file == self._file(file.name):
                yield file.name

    def delete(self, sha256: str) -> None:
        """Destroy the bytes at an address. What backups and freed blocks of the disk hold remains."""
        with disk_errors(sha256):
            file = self._file(sha256)
            file.unlink()
            _settle(file.parent)

    def sweep_temporary(self, older_than: timedelta) -> int:
        """Remove what interrupted writes left behind longer ago than this, and return how many there were."""
        newest = (clock.now() - older_than).timestamp()
        swept = 0
        with disk_errors():
            for stray in self._incoming.iterdir():
                if stray.stat().st_mtime < newest:
                    stray.unlink(missing_ok=True)
                    swept += 1
        return swept

    def _file(self, sha256: str) -> Path:
        if not is_address(sha256):
            raise Missing(sha256)
        return self.path / sha256[:FAN] / sha256[FAN : 2 * FAN] / sha256

    def _place(self, whole: Path, sha256: str) -> None:
        """Rename a whole file to its address, and return when the name too will outlive a power cut."""
        file = self._file(sha256)
        if file.exists():
            self.verify(sha256).insist()  # a changed copy must not swallow the good bytes in hand unnoticed
        else:
            for folder in (file.parent.parent, file.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            whole.rename(file)
        self._settle_for(file)

    def _settle_for(self, file: Path) -> None:
        """Return when the name of `file`, and those of the folders it stands in, will outlive a power cut.

        Whoever made a folder may not have settled the one above yet: each process does so itself, once.
        """
        names = {str(folder.relative_to(self.path)): folder for folder in (file.parent, file.parent.parent)}
        new = names.keys() - self._settled
        with ThreadPoolExecutor(1 + len(new)) as at_once:  # the disk takes several in the time of one
            folders = [file.parent, *(names[name].parent for name in new)]
            for settled in [at_once.submit(_settle, folder) for folder in folders]:
                settled.result()
        self._settled |= new


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Files on their way in: each is cut off by itself where it is too large, so that the others of one form survive."""

import hashlib
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import current_app

from casework.config import Settings
from casework.web.requests import TextRequest

IN_MEMORY = 1024 * 1024  # bytes; larger files wait on disk


class Bounded(SpooledTemporaryFile[bytes]):
    """Keeps one byte more than `limit` and lets the rest pass by: whoever reads it sees that it is too large.

    What passes by is counted and hashed, so that the record of a refusal can name the file that was refused.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(max_size=IN_MEMORY)
        self._room = limit + 1
        self.came = 0  # bytes, kept or not
        self._digest: Any = None  # taken from the first byte that passes by

    def write(self, chunk: Any) -> int:
        kept = chunk[: self._room]
        self._room -= len(kept)
        self.came += len(chunk)
        super().write(kept)
        if self._digest is None and len(kept) < len(chunk):
            self._digest = self._of_what_is_kept()
        if self._digest is not None:
            self._digest.update(chunk[len(kept) :])
        return len(chunk)

    @property
    def sha256(self) -> str | None:
        """The hash of all that came, where not all of it was kept."""
        return self._digest.hexdigest() if self._digest else None

    def _of_what_is_kept(self) -> Any:
        place, digest = self.tell(), hashlib.sha256()
        self.seek(0)
        while piece := self.read(IN_MEMORY):
            digest.update(piece)
        self.seek(place)
        return digest


class BoundedRequest(TextRequest):
    """A request each of whose files is bounded by the limit in the settings."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        settings: Settings = current_app.config["SETTINGS"]
        return Bounded(settings.file_limit)

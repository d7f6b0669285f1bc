"""Files on their way in: each is cut off by itself where it is too large, so that the others of one form survive."""

from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import current_app

from casework.config import Settings
from casework.web.requests import TextRequest

IN_MEMORY = 1024 * 1024  # bytes; larger files wait on disk


class Bounded(SpooledTemporaryFile[bytes]):
    """Keeps one byte more than `limit` and lets the rest pass by: whoever reads it sees that it is too large."""

    def __init__(self, limit: int) -> None:
        super().__init__(max_size=IN_MEMORY)
        self._room = limit + 1

    def write(self, chunk: Any) -> int:
        kept = chunk[: self._room]
        self._room -= len(kept)
        super().write(kept)
        return len(chunk)


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

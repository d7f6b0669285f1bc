"""Files on their way in: each is cut off by itself where it is too large, so that the others of one form survive."""

from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import Flask, Request

from casework.config import Settings

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


def install(app: Flask, settings: Settings) -> None:
    """Bound each uploaded file to the limit that the settings give."""

    class BoundedRequest(Request):
        def _get_file_stream(
            self,
            total_content_length: int | None,
            content_type: str | None,
            filename: str | None = None,
            content_length: int | None = None,
        ) -> IO[bytes]:
            return Bounded(settings.file_limit)

    app.request_class = BoundedRequest

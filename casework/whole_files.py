"""A file that is written whole or not at all, for what the commands hand to the person who typed them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import IO

from casework.errors import DomainError


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Give a file that stands at `path` only once it is whole and on disk, readable by its owner.

    What fails before that leaves nothing behind, and a file of that name as it was. DomainError where the folder
    does not take it.
    """
    try:
        descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise DomainError(f"{path} could not be written: {error.strerror}. Choose another place.") from error
    try:
        with os.fdopen(descriptor, "w+b") as sink:
            yield sink
            sink.flush()
            os.fsync(sink.fileno())
        Path(name).rename(path)
    finally:
        Path(name).unlink(missing_ok=True)

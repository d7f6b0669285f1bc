"""Files in files: what is in a ZIP file or attached to an e-mail, taken out by a process of its own."""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from casework.evidence.decoding import as_file, run_apart
from casework.evidence.kinds import Kind

MOST, TOTAL = 200, 300 << 20  # files, and bytes of all of them together, however deep they lie
DEEPEST = 5  # files in files: what lies deeper is kept in the file around it, and that one stays closed
MEMORY, CPU_SECONDS, SECONDS = 512 << 20, 30, 60.0
LINE = 1 << 13
LINES = 4 << 20  # bytes of all lines about the files, and of the words of a message
OPENED = {
    Kind.ZIP: "application/zip",
    Kind.EMAIL: "message/rfc822",
    Kind.PAGE_ARCHIVE: "message/rfc822",  # what a browser saves is built as an e-mail is (RFC 2557)
    Kind.OUTLOOK: "application/vnd.ms-outlook",
}
FAULTS = {
    "traversal": "Its name points outside of the file that it came in, as no honest sender's does. It stays in there.",
    "ratio": "It would unpack to more than 200 times its size, as a decompression bomb does. It stays in there.",
    "too_large": "It is larger than one file may be. It stays in there: ask for it by itself, in parts.",
    "too_many": f"It is one of more than {MOST}: this and those behind it stay in there. Ask for fewer at a time.",
    "too_much": f"With it, more than {TOTAL >> 20} MB would be taken out: this and those behind it stay in "
    "there. Ask for them one by one.",
    "locked": "It opens with a password only. Ask for a copy without one, and add that as well.",
    "empty": "It is empty: nothing but its name is in there. If it should hold something, ask for it by itself.",
    "damaged": "Its bytes are damaged. Ask for it by itself.",
    "packed_otherwise": "It is packed in a way that Casework cannot undo, which is no fault of the file. Ask for it by "
    "itself, or for a ZIP file made as Windows or a Mac makes one.",
    "ended": "What is left in there could not be read safely. Ask for those files one by one.",
}  # fmt: skip

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Member:
    """A file that was in another, or why it was left there. `rebuilt`: it was no file there, but parts of one."""

    name: str
    content: BytesIO | None = None
    why: str = ""
    rebuilt: bool = False


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The words of a message, as text, and the files."""

    text: str
    members: tuple[Member, ...]


def unpack(stream: BinaryIO, kind: Kind, *, largest: int, total: int = TOTAL) -> Unpacked:
    """Take out what is in a file of one of the kinds OPENED, at most `largest` bytes of each and `total` of all.

    What is in there is not opened in its turn: each file in it is one member.
    """
    with as_file(stream) as file:
        size = os.fstat(file).st_size
        limits = (MEMORY + 3 * size, CPU_SECONDS, total + LINES)
        try:
            with run_apart("unpacker", file, SECONDS, *limits, total, MOST, largest, OPENED[kind]) as (
                output,
                _,
            ):
                return read(output, largest)
        except OSError:
            log.exception("nothing could be taken out of a file")
            return Unpacked("", (Member("", why=FAULTS["ended"]),))


def read(output: BinaryIO, largest: int) -> Unpacked:
    """Read what the process wrote, believing nothing: one that was taken over may write anything."""
    text, members = "", []
    ended = False
    with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
        for line, content in _lines(output, largest):
            if line.get("end"):
                ended = True
                break
            if line.get("text"):
                text = content.decode("utf-8", "replace")
                continue
            name, fault = str(line["name"]), str(line.get("fault", ""))
            rebuilt = line.get("rebuilt") is True
            member = (
                Member(name, why=FAULTS[fault]) if fault else Member(name, BytesIO(content), rebuilt=rebuilt)
            )
            members.append(member)
            if len(members) > MOST:
                break
    if not ended and len(members) <= MOST:
        members.append(Member("", why=FAULTS["ended"]))
    return Unpacked(text, tuple(members))


def _lines(output: BinaryIO, largest: int) -> Iterator[tuple[dict[str, object], bytes]]:
    while raw := output.readline(LINE):
        line = json.loads(raw)
        size = line["size"]
        if not isinstance(size, int) or not 0 <= size <= max(largest, 1 << 20):
            raise ValueError(size)
        content = output.read(size)
        if len(content) != size:
            raise ValueError(size)
        yield line, content

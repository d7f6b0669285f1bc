"""The virus scanner: clamd, spoken to over its stream protocol (`man clamd`, INSTREAM).

What clamd did not read to its end it calls OK unless it is told otherwise, so a file over the limit is never handed to
it and never called clean.
"""

import os
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, cast

from flask import current_app

from casework.config import Settings
from casework.evidence.workflow import Scan

PIECE = 1 << 16
PATIENCE = 30.0  # seconds without a word from the scanner
ANSWER = 4096  # bytes of an answer that are read
OVER_ITS_LIMIT = ("size limit exceeded", "Heuristics.Limits.Exceeded")


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the scanner said of one file, and its own words: the signature's name, or why there is no result."""

    result: Scan
    words: str = ""


def scan(stream: BinaryIO) -> Scanned:
    """Ask the scanner that the settings name about the whole of a stream. Where it is down, the file waits."""
    settings = cast("Settings", current_app.config["SETTINGS"])
    if not settings.clamd_address:
        return Scanned(Scan.OFF)
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if size > settings.clamd_limit:
        return Scanned(
            Scan.NOT_SCANNED, f"larger than the {settings.clamd_limit_mb} MB that the scanner reads"
        )
    try:
        return judge(_asked(settings.clamd_address, stream))
    except OSError as error:
        return Scanned(Scan.WAITING, error.strerror or type(error).__name__)


def judge(answer: str) -> Scanned:
    """Return what clamd's answer means. Whatever is not a plain OK or an alarm is no result."""
    said = answer.strip().rstrip("\0").removeprefix("stream: ")
    if any(sign in said for sign in OVER_ITS_LIMIT):
        return Scanned(Scan.NOT_SCANNED, "over a limit of the scanner")
    if said == "OK":
        return Scanned(Scan.CLEAN)
    if said.endswith(" FOUND"):
        return Scanned(Scan.INFECTED, said.removesuffix(" FOUND")[:200])
    return Scanned(Scan.WAITING, said[:200] or "no answer")


def _asked(address: str, stream: BinaryIO) -> str:
    with _connected(address) as connection:
        whole = False
        # clamd may answer and hang up before it has all, over its limit: then its answer is what counts
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(b"zINSTREAM\0")
            while piece := stream.read(PIECE):
                connection.sendall(struct.pack(">I", len(piece)) + piece)
            connection.sendall(struct.pack(">I", 0))
            whole = True
        answer = b""
        try:
            while len(answer) < ANSWER and not answer.endswith(b"\0") and (more := connection.recv(ANSWER)):
                answer += more
        except ConnectionResetError:
            if whole:
                raise
    return answer.decode("utf-8", "replace") or ("" if whole else OVER_ITS_LIMIT[0])


def _connected(address: str) -> socket.socket:
    """Return a connection to `/path/of/a/socket` or `host:port`. Raises OSError."""
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(PATIENCE)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)

"""A mail server that drips holds nobody up, and no message is sent twice for it."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import pytest
from flask import Flask

from casework.outbox import patience
from casework.outbox.sending import send_waiting
from casework.outbox.workflow import MessageStatus
from tests.outbox.test_sending import queued
from tests.support.mail import off, use

ANSWERS = {"EHLO": b"250 mail\r\n", "DATA": b"354 go on\r\n", ".": b"250 OK\r\n"}
TAKES_IT = b"250 OK\r\n"
SOON = 0.2  # seconds


@contextmanager
def dripping(app: Flask, at: str, hears: Callable[[str], object]) -> Iterator[list[str]]:
    """Let the application send by a server that answers as it should up to one word, and then by single bytes.

    It gives what it was told, and drips until the connection is cut. `hears` is called with each word first.
    """
    box = socket.create_server(("127.0.0.1", 0))
    told: list[str] = []

    def drip(line: socket.socket) -> None:
        line.settimeout(0.02)  # the time between two bytes
        while True:
            line.sendall(b"2")
            with suppress(TimeoutError):
                if not line.recv(1):
                    raise ConnectionAbortedError

    def serve() -> None:
        with suppress(OSError):
            line, _ = box.accept()
            with line:
                if at == "220":
                    drip(line)
                line.sendall(b"220 mail\r\n")
                text = False
                for each in line.makefile("r", newline="\r\n"):
                    word = each.split()[0].upper() if each.split() else ""
                    if text and word != ".":
                        continue
                    told.append(word)
                    hears(word)
                    text = word == "DATA"
                    if word == at:
                        drip(line)
                    line.sendall(ANSWERS.get(word, TAKES_IT))

    server = Thread(target=serve)
    server.start()
    use(app, box.getsockname()[1])
    try:
        yield told
    finally:
        off(app)
        box.close()
        server.join()


@pytest.mark.parametrize(("at", "in_doubt"), [("220", False), ("MAIL", False), (".", True)])
def test_a_server_that_drips_for_ever_is_left_and_what_it_may_have_is_in_doubt(
    app: Flask, monkeypatch: pytest.MonkeyPatch, at: str, *, in_doubt: bool
) -> None:
    before = "DATA" if in_doubt else ""  # however slow this machine is, it is not left before it drips
    monkeypatch.setattr(patience, "LONGEST", 600.0 if in_doubt else SOON)
    with dripping(
        app, at, lambda word: word == before and monkeypatch.setattr(patience, "LONGEST", SOON)
    ) as told:
        message = queued()
        assert send_waiting() == 0
    assert message.in_doubt is in_doubt
    assert message.status is (MessageStatus.FAILED if in_doubt else MessageStatus.QUEUED)
    assert message.error
    assert in_doubt or "." not in told

"""An end to every conversation with a mail server, whatever it sends.

smtplib waits so long for each byte that comes, and a server that sends one now and then would hold it for ever. So
somebody watches from outside, and cuts the connection when the time is up: smtplib then finds it broken, as after any
other break. The worker's other letters, and its messages that are claimed, wait no longer than that.
"""

import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

LONGEST = (
    120.0  # seconds: to be let in, then for each message up to its last byte, and for the answer to that
)
AGAIN = 1.0  # a connection that is just being encrypted changes its socket, so it is cut until it is
OVERDUE = "it took longer than {seconds:g} seconds in all"


class Overdue(TimeoutError):
    """The conversation took too long as a whole."""


@contextmanager
def no_longer_than(seconds: float, server: smtplib.SMTP) -> Iterator[None]:
    """Cut the server's connection after so many seconds, and raise Overdue where it had to be.

    Also where what stands inside found nothing wrong: smtplib takes what came of a line before the cut for an answer.
    """
    over, cut = Event(), Event()

    def watch() -> None:
        if over.wait(seconds):
            return
        cut.set()
        while not over.is_set():
            if server.sock is not None:
                with suppress(OSError):  # past TLS, whose own shutdown would wait for an answer
                    socket.socket.shutdown(server.sock, socket.SHUT_RDWR)
            over.wait(AGAIN)

    watcher = Thread(target=watch, name="mail deadline", daemon=True)
    watcher.start()
    try:
        yield
    except (OSError, smtplib.SMTPException):
        if not cut.is_set():
            raise
    finally:
        over.set()
        watcher.join()
    if cut.is_set():
        raise Overdue(OVERDUE.format(seconds=seconds))

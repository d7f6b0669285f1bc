"""The mail server: how it is reached, and one message handed to it, with what it said in words.

smtplib speaks the protocol. The last step is our own, so that it is known how far a message came: until the final dot
has left, no server may deliver it (RFC 5321 §4.1.1.4); after it, without an answer, nobody can know (RFC 1047).
"""

import re
import select
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from typing import cast

from flask import Flask, current_app

from casework.config import Settings
from casework.errors import DomainError
from casework.outbox import patience
from casework.outbox.contents import domain_of
from casework.outbox.patience import no_longer_than
from casework.outbox.troubles import SENDER, trouble_of
from casework.outbox.workflow import IN_DOUBT, Answer, MessageStatus, Outcome, before_the_text

KEY = "casework.mail"
TIMEOUT = 30.0  # seconds for each step
UNKNOWN = f"{IN_DOUBT}: the connection broke after the last byte."
STEPS = {
    "sender": SENDER.what,
    "text": "The server refused the message.",
    "later": "The server asked to try again later.",
    "broken": "The connection to the mail server broke before the message was handed over.",
}


class Unreachable(DomainError):
    """The server could not be spoken to. The message says at which step, `said` what exactly; `look_at`, what to do."""

    def __init__(self, message: str, said: str = "") -> None:
        super().__init__(message)
        self.said = said


def install(app: Flask, settings: Settings) -> None:
    """Let the application know its mail server, if it has one."""
    app.extensions[KEY] = settings


def own_settings() -> Settings:
    """Return the settings of the running application."""
    return cast("Settings", current_app.extensions[KEY])


def is_on() -> bool:
    """Say whether e-mail is sent at all."""
    return bool(own_settings().smtp_host)


@contextmanager
def connected(timeout: float = TIMEOUT) -> Iterator[smtplib.SMTP]:
    """Open a conversation with the server, encrypted and signed in as the settings say. Raises Unreachable.

    `timeout`: seconds for each byte to come; for all of them together see `patience`.
    """
    server = _unspoken(timeout)
    try:
        try:
            with no_longer_than(patience.LONGEST, server):
                _greet(server)
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(trouble_of(error).what, _said_by(error)) from None
        yield server
        with suppress(OSError, smtplib.SMTPException), no_longer_than(timeout, server):
            server.quit()
    finally:
        server.close()


def _unspoken(timeout: float) -> smtplib.SMTP:
    settings = own_settings()
    name = domain_of(settings.smtp_from)
    server = (
        smtplib.SMTP_SSL(local_hostname=name, timeout=timeout, context=ssl.create_default_context())
        if settings.smtp_security == "tls"
        else smtplib.SMTP(local_hostname=name, timeout=timeout)
    )
    server._host = settings.smtp_host  # type: ignore[attr-defined]  # noqa: SLF001  whom a certificate must name: connect() does not keep it
    return server


def _greet(server: smtplib.SMTP) -> None:
    settings = own_settings()
    security = settings.smtp_security
    port = settings.smtp_port or {"starttls": 587, "tls": 465, "none": 25}[security]
    code, words = server.connect(settings.smtp_host, port)
    if code != 220:
        raise smtplib.SMTPConnectError(code, words)
    server.ehlo_or_helo_if_needed()
    if security == "starttls":
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
    if settings.smtp_user:
        server.login(settings.smtp_user, settings.smtp_password)


def _said_by(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return str(_answer(error))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "No STARTTLS" if "STARTTLS" in str(error) else "No signing in"
    if isinstance(error, OSError):
        return str(getattr(error, "verify_message", None) or error.strerror or error)
    return str(error)


def hand_over(
    server: smtplib.SMTP,
    rfc822: str,
    recipients: Sequence[str],
    *,
    attempts: int,
    before_the_end: Callable[[], None] = lambda: None,
) -> Outcome:
    """Hand one message to the server, and return how that ended. `before_the_end` is called before the text follows."""
    content, largest = _as_data(rfc822), size_limit(server)
    if largest and len(content) > largest:
        return Outcome(
            MessageStatus.FAILED, f"The message is larger than the server takes ({largest:,} bytes)."
        )
    try:
        with no_longer_than(patience.LONGEST, server):
            refused = _envelope(server, recipients, attempts)
            if isinstance(refused, Outcome):
                with suppress(OSError, smtplib.SMTPException):
                    server.rset()
                return refused
            before_the_end()
            early = _all_but_the_dot(server, content)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(MessageStatus.QUEUED, STEPS["broken"], str(error), server_at_fault=True)
    return early or _the_dot(server, refused)


def _all_but_the_dot(server: smtplib.SMTP, content: bytes) -> Outcome | None:
    """Send the text without its end; return an outcome where the server wants no more of it."""
    ready = _said(server.docmd("DATA"))
    if ready.taken:  # it was not handed the text yet, and so can have taken nothing
        return Outcome(MessageStatus.QUEUED, STEPS["broken"], str(ready), server_at_fault=True)
    if ready.code != 354:
        return _judged(ready, STEPS["text"], {})
    server.send(content)
    if not _spoke_up(server):
        return None
    said = str(_said(server.getreply()))
    return Outcome(MessageStatus.QUEUED, STEPS["broken"], said, server_at_fault=True)


def _the_dot(server: smtplib.SMTP, refused: Mapping[str, str]) -> Outcome:
    try:
        with no_longer_than(patience.LONGEST, server):
            server.send(b".\r\n")
            answer = _said(server.getreply())
        if not answer.understood:
            return Outcome(MessageStatus.FAILED, UNKNOWN, str(answer), server_at_fault=True)
        return _judged(answer, STEPS["text"], refused)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(MessageStatus.FAILED, UNKNOWN, str(error), server_at_fault=True)


def _envelope(server: smtplib.SMTP, recipients: Sequence[str], attempts: int) -> Outcome | Mapping[str, str]:
    """Tell who sends and who is to get it; return an outcome where that ends it, otherwise who was refused and why."""
    sender = parseaddr(own_settings().smtp_from)[1]
    sender = f"{sender.rpartition('@')[0]}@{domain_of(sender)}"
    answer = _said(server.mail(sender))
    if not answer.taken:
        return _judged(answer, STEPS["sender"], {})
    answers = {address: _said(server.rcpt(address)) for address in recipients}
    gone = next((each for each in answers.values() if each.code == 421), None)
    if gone:
        return _judged(gone, STEPS["text"], {})
    end = before_the_text(answers, attempts)
    return end or {address: str(answer) for address, answer in answers.items() if not answer.taken}


def _judged(answer: Answer, no: str, refused: Mapping[str, str]) -> Outcome:
    if answer.taken:
        return Outcome(MessageStatus.SENT, reply=str(answer), refused=refused)
    if answer.later:  # 421 ends the conversation, whatever it was about (RFC 5321 §3.8)
        lost = answer.code == 421 or not answer.understood
        return Outcome(MessageStatus.QUEUED, STEPS["later"], str(answer), server_at_fault=lost)
    return Outcome(MessageStatus.FAILED, no, str(answer))


def _spoke_up(server: smtplib.SMTP) -> bool:
    """Say whether the server has said something, or hung up, before the message was at its end."""
    return bool(server.sock and select.select([server.sock], [], [], 0)[0])


def size_limit(server: smtplib.SMTP) -> int:
    """Return how many bytes of a message a server says that it takes; 0 where it does not say."""
    size = server.esmtp_features.get("size", "")
    return int(size) if re.fullmatch(r"[0-9]{1,18}", size) else 0


def _as_data(rfc822: str) -> bytes:
    """Return the message with its leading dots doubled (RFC 5321 §4.5.2), at the end of a line."""
    content = rfc822 if rfc822.endswith("\r\n") else rfc822 + "\r\n"
    return re.sub(rb"(?m)^\.", b"..", content.encode("ascii"))


def _said(answer: tuple[int, bytes]) -> Answer:
    code, words = answer
    return Answer(code, " ".join(words.decode("utf-8", "replace").split())[:500])


def _answer(error: smtplib.SMTPResponseException) -> Answer:
    words = error.smtp_error
    return _said((error.smtp_code, words if isinstance(words, bytes) else words.encode()))

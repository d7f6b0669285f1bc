"""A real mail server on this machine, which answers as a test says; and what Casework is told of it."""

import asyncio
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from casework.outbox.server import KEY
from tests.support.postgres import free_port

OK = "250 OK"
DROP = "drop"  # hang up instead of an answer
NO_TEXT = "no text"  # say OK where the text is to follow
DROP_LATE = "drop late"  # hang up once the whole message was read
USER, PASSWORD = "standards", "right-horse"


@dataclass
class Post:
    """What the server was given, and what it answers: each time the next of its answers, the last one again."""

    to_sender: list[str] = field(default_factory=lambda: [OK])
    to_address: dict[str, list[str]] = field(default_factory=dict)
    to_text: list[str] = field(default_factory=lambda: [OK])
    while_reading: Callable[[], None] = lambda: None
    taken: list[Envelope] = field(default_factory=list)
    tries: list[str] = field(default_factory=list)  # the Message-ID of each

    def letters(self) -> list[EmailMessage]:
        """Return what it took, as a mail program would read it."""
        return [message_from_bytes(each.original_content or b"", policy=default) for each in self.taken]

    async def handle_MAIL(  # noqa: N802  aiosmtpd calls it so
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: Sequence[str]
    ) -> str:
        envelope.mail_from = address
        return _next(self.to_sender)

    async def handle_RCPT(  # noqa: N802  aiosmtpd calls it so
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: Sequence[str]
    ) -> str:
        answer = _next(self.to_address.get(address, [OK]))
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        text = message_from_bytes(envelope.original_content or b"", policy=default)
        self.tries.append(str(text["Message-ID"]))
        await asyncio.to_thread(self.while_reading)
        answer = _next(self.to_text)
        if answer == DROP_LATE:
            self.taken.append(envelope)
            assert server.transport
            server.transport.close()
            return "421 gone"
        if answer.startswith("2"):
            self.taken.append(envelope)
        return answer


class Abrupt(SMTP):
    """A server that hangs up where DATA is about to be read, when it is told to."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        post: Post = self.event_handler
        if post.to_text[0] == NO_TEXT:
            _next(post.to_text)
            await self.push(OK)
            return
        if post.to_text[0] == DROP:
            _next(post.to_text)
            await self.push("354 go on")
            assert self.transport
            self.transport.close()
            return
        await super().smtp_DATA(arg)


class Office(Controller):
    def factory(self) -> SMTP:
        return Abrupt(self.handler, **self.SMTP_kwargs)


def _next(answers: list[str]) -> str:
    return answers.pop(0) if len(answers) > 1 else answers[0]


@contextmanager
def listening(post: Post, port: int | None = None, **options: object) -> Iterator[int]:
    """Let `post` listen, and give its port. `options`: of aiosmtpd, such as a `tls_context` or `ssl_context`."""
    office = Office(post, hostname="127.0.0.1", port=port or free_port(), **options)  # type: ignore[arg-type]
    office.start()
    try:
        yield office.port
    finally:
        office.stop()


def knows(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object
) -> AuthResult:
    right = isinstance(given, LoginPassword) and given.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False)


def use(app: Flask, port: int, **settings: object) -> None:
    """Let the application send by the server at a port of this machine."""
    values = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_security": "none",
        "smtp_from": "Démo Standards <standards@council.example>",
        "public_url": "https://casework.council.example",
        **settings,
    }
    app.extensions[KEY] = app.config["SETTINGS"].model_copy(update=values)


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return what a server with a certificate for this machine needs, and the file by which it can be trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, private = folder / "trusted.pem", folder / "private.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, private)
    return context, trusted


def off(app: Flask) -> None:
    """Let the application send nothing again."""
    app.extensions[KEY] = app.config["SETTINGS"]


def port_of(app: Flask) -> int:
    """Return the port of the server by which the application sends."""
    port: int = app.extensions[KEY].smtp_port
    return port


@pytest.fixture
def post(app: Flask) -> Iterator[Post]:
    """A server that takes every e-mail of the application until it is told otherwise."""
    server = Post()
    with listening(server) as port:
        use(app, port)
        yield server
    off(app)


def returned(message_id: str, address: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    """Return what a mail server sends where it cannot deliver a message (RFC 3464)."""
    lines = f"""From: MAILER-DAEMON@mail.example
To: standards@council.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <back@mail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver it.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
To: {address}

--b--
"""
    return lines.replace("\n", "\r\n").encode()

"""What may stand in a message, as types: a letter's frozen text, or a fixed notice. Nothing else can be sent.

Each becomes an RFC 5322 message that any mail server takes: ASCII with CRLF and short lines; letters beyond ASCII are
encoded in headers (RFC 2047) and in the text (quoted-printable).
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from casework.errors import DomainError

MEGABYTE = 1024 * 1024
LARGEST = 7 * MEGABYTE  # what is enclosed; by base64 a third more, and many servers take no more than 10 MB
POLICY = SMTP.clone(max_line_length=76)


@dataclass(frozen=True)
class Enclosure:
    """A frozen file that goes with a letter. Its name says what it is, and of nobody."""

    name: str
    content_type: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class FrozenLetter:
    """A letter's text, which hashes to what is on record for it. `reply_to`: the office's own address."""

    letter_id: int
    case_id: int
    subject: str
    text: str
    sha256: str
    reply_to: str = ""
    enclosures: Sequence[Enclosure] = ()

    def __post_init__(self) -> None:
        frozen = [
            (self.text.encode(), self.sha256),
            *((each.content, each.sha256) for each in self.enclosures),
        ]
        if any(hashlib.sha256(content).hexdigest() != digest for content, digest in frozen):
            raise ValueError("a letter that is not what was frozen is not sent")


@dataclass(frozen=True)
class StaffNotice:
    """That something waits for an officer: a reference, or "", and an address. The words are fixed."""

    reference: str
    url: str

    @property
    def subject(self) -> str:
        return f"Casework: {self.reference}" if self.reference else "Casework: a notice for you"

    @property
    def text(self) -> str:
        about = f" about {self.reference}" if self.reference else ""
        return (
            f"There is a notice for you in Casework{about}. Sign in to read it:\n\n{self.url}\n\n"
            "This message says no more on purpose. Do not answer it. Under Your account in Casework you can stop these "
            "messages.\n"
        )


@dataclass(frozen=True)
class Trial:
    """The test message of whoever sets up e-mail."""

    subject = "Casework: test message"
    text = "This is a test message from Casework. That you read it shows that Casework can send e-mail.\n"


Content = FrozenLetter | StaffNotice | Trial


def new_message_id(sender: str) -> str:
    """Return an id that no other message has, and that says nothing but the domain of `sender`."""
    return f"<{secrets.token_hex(16)}@{domain_of(sender)}>"


def domain_of(sender: str) -> str:
    """Return the domain of an address, with or without a name before it, in ASCII."""
    domain = parseaddr(sender)[1].rpartition("@")[2]
    return domain if domain.isascii() else domain.encode("idna").decode()


def composed(
    content: Content, *, sender: str, recipients: Sequence[str], message_id: str, at: datetime
) -> str:
    """Return the message as it goes out. `recipients`: ASCII addresses. DomainError where it would be too large."""
    message = EmailMessage(policy=POLICY)
    message["From"] = _mailbox(sender)
    message["To"] = _to(recipients)
    message["Subject"] = _one_line(content.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    if isinstance(content, FrozenLetter):
        if content.reply_to:
            message["Reply-To"] = Address(addr_spec=content.reply_to)
    else:
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence is to answer it
    message.set_content(content.text.replace("\r\n", "\n"), charset="utf-8", cte="quoted-printable")
    if isinstance(content, FrozenLetter):
        _enclose(message, content.enclosures)
    return message.as_bytes().decode("ascii")


def _to(recipients: Sequence[str]) -> Address | Group:
    """Return to whom a message says that it goes: none of several is told the address of another."""
    if len(recipients) == 1:
        return Address(addr_spec=recipients[0])
    return Group("undisclosed-recipients")


def _enclose(message: EmailMessage, enclosures: Sequence[Enclosure]) -> None:
    if sum(len(each.content) for each in enclosures) > LARGEST:
        raise DomainError(
            f"What goes with the letter is larger than {LARGEST // MEGABYTE} MB, which many mail servers refuse. Send "
            "it another way, and mark it as sent."
        )
    for each in enclosures:
        main, _, sub = each.content_type.partition("/")
        message.add_attachment(each.content, maintype=main, subtype=sub, filename=_one_line(each.name))


def _mailbox(sender: str) -> Address:
    name, address = parseaddr(sender)
    local = address.rpartition("@")[0]
    return Address(display_name=_one_line(name), username=local, domain=domain_of(sender))


def _one_line(text: str) -> str:
    """Return `text` as a header can hold it: one line, and nothing that a program might take for an order."""
    return " ".join("".join(" " if unicodedata.category(each) == "Cc" else each for each in text).split())

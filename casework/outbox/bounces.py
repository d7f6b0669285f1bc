"""Reading a message that says that another could not be delivered (RFC 3464). Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Parsed
from email.policy import compat32

from casework.errors import DomainError

LARGEST = 2 * 1024 * 1024
MOST_PARTS = 50
IDS = re.compile(r"<[^<>\s]{3,250}>")
MEANINGS = (  # RFC 3463, the narrowest first
    ("5.1.1", "there is no such address"),
    ("5.1.2", "there is no such domain"),
    ("5.1.10", "this domain takes no e-mail"),
    ("5.1.", "the address is wrong"),
    ("5.2.1", "the mailbox is shut"),
    ("5.2.2", "the mailbox is full"),
    ("5.2.3", "the message is larger than the mailbox takes"),
    ("5.2.", "the mailbox does not take it"),
    ("5.3.4", "the message is larger than the server takes"),
    ("5.3.", "their mail server does not take it"),
    ("5.4.", "their mail server could not be reached"),
    ("5.6.", "their mail server cannot read it"),
    ("5.7.", "their mail server refuses it by a rule of its own"),
    ("4.4.7", "it was tried for too long"),
    ("5.", "it cannot be delivered"),
    ("4.", "it could not be delivered in time"),
)


@dataclass(frozen=True)
class Bounce:
    """What a returned message says: the Message-IDs that it may be about, whom it did not reach, and why in words.

    `missed`: addresses in small letters, as the server says them; it may know them by others.
    """

    message_ids: frozenset[str]
    status: str
    why: str
    missed: frozenset[str] = frozenset()


def read_bounce(content: bytes) -> Bounce:
    """Read a returned message. DomainError where it is none, or only says that delivery takes longer."""
    if len(content) > LARGEST:
        raise DomainError(
            "This file is too large for a message that came back. Say by hand why it did.", "file"
        )
    message = message_from_bytes(content, policy=compat32)
    parts = _parts(message)
    report = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if report is None:
        raise DomainError(
            "This is not a message of a mail server that another could not be delivered. If it says so in other words, "
            "say by hand why it came back.",
            "file",
        )
    fields = _fields(report)
    failed = [each for each in fields if each.get("action", "").strip().lower() == "failed"]
    if not failed:
        raise DomainError(
            "This message does not say that delivery failed: it may only take longer. Wait for the next one.",
            "file",
        )
    status = re.sub(r"[^\d.].*", "", failed[0].get("status", "").strip())
    return Bounce(frozenset(_ids(message, parts)), status, meaning(status), frozenset(_recipients(failed)))


def meaning(status: str) -> str:
    """Return what an enhanced status code means, in words."""
    found = next((words for code, words in MEANINGS if status == code or status.startswith(code)), None)
    return f"{found or 'it cannot be delivered'}{f' ({status})' if status else ''}"


def _parts(message: Parsed) -> list[Parsed]:
    """Return the parts of a report: what it says, of what, and the head of what came back."""
    payload = message.get_payload()
    return (
        [part for part in payload[:MOST_PARTS] if isinstance(part, Parsed)]
        if isinstance(payload, list)
        else []
    )


def _fields(report: Parsed) -> list[dict[str, str]]:
    blocks = report.get_payload()
    if not isinstance(blocks, list):
        return []
    return [
        {name.lower(): str(value) for name, value in block.items()}
        for block in blocks[:MOST_PARTS]
        if isinstance(block, Parsed)
    ]


def _recipients(failed: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Yield the addresses of the recipients of whom it is said, as they were given and as they came to be."""
    for each in failed:
        for name in ("original-recipient", "final-recipient"):
            yield each.get(name, "").rpartition(";")[2].strip().strip("<>").lower()


def _ids(message: Parsed, parts: list[Parsed]) -> list[str]:
    """Return the Message-IDs of what came back: in the enclosed head, and in what the report answers."""
    found = [str(message.get("In-Reply-To", "")), str(message.get("References", ""))]
    for part in parts:
        payload = part.get_payload()
        inner = payload[0] if isinstance(payload, list) and payload else None
        if part.get_content_type() == "message/rfc822" and isinstance(inner, Parsed):
            found.append(str(inner.get("Message-ID", "")))
        elif part.get_content_type() == "text/rfc822-headers":
            head = message_from_bytes(part.get_payload(decode=True) or b"", policy=compat32)  # type: ignore[arg-type]
            found.append(str(head.get("Message-ID", "")))
    return [each for text in found for each in IDS.findall(text)]

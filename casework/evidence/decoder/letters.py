"""E-mails as they travel: the headers that an officer reads, the words, and what is attached."""

import email.message
import email.parser
import email.policy
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import cast

SHOWN = ("From", "To", "Cc", "Reply-To", "Date", "Subject", "Message-ID")
LONGEST = 200_000  # letters of the words of a message
LONGEST_HEADER = 1000
Message = email.message.MIMEPart


def letter(data: bytes) -> tuple[str, Iterator[tuple[str, bytes | str]]]:
    """Return headers and words of a message as text, and its attachments."""
    message = email.parser.BytesParser(policy=email.policy.default).parsebytes(data)
    return text_of([(name, header(message, name)) for name in SHOWN], words(message)), attachments(message)


def text_of(headers: list[tuple[str, str]], body: str) -> str:
    """Return a message as an officer reads it: one line a header, a blank line, the words."""
    lines = [f"{name}: {value[:LONGEST_HEADER]}" for name, value in headers if value]
    return "\n".join([*lines, "", body[:LONGEST]])


def header(message: Message, name: str) -> str:
    """Return a header on one line, or nothing where it is not there or beyond reading."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except Exception:  # noqa: BLE001 - hostile headers raise what they like; the original holds them
        return "(cannot be read)"


def words(message: Message) -> str:
    """Return the plain words, or those of the page where there are none."""
    for kind in ("plain", "html"):
        try:
            part = message.get_body((kind,))
            if part is not None:
                content = content_of(part).decode(part.get_content_charset("utf-8") or "utf-8", "replace")
                return content if kind == "plain" else stripped(content)
        except Exception:  # noqa: BLE001, S112 - as above
            continue
    return ""


def attachments(message: Message) -> Iterator[tuple[str, bytes | str]]:
    """Yield what is attached or stands in the message as a picture, by name."""
    body = {id(part) for kind in ("plain", "html") if (part := safely(message, kind)) is not None}
    for number, part in enumerate(message.walk()):
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        if id(part) in body or part is message:
            continue
        try:
            name = part.get_filename() or f"part-{number}"
            if part.get_content_type() == "message/rfc822":
                inner = part.get_payload()
                yield name, cast(Message, inner[0]).as_bytes() if isinstance(inner, list) else b""
            else:
                yield name, content_of(part)
        except Exception:  # noqa: BLE001 - one part at fault costs no other
            yield f"part-{number}", "damaged"


def safely(message: Message, kind: str) -> object:
    """Return the part that is the body of this kind, where it can be told."""
    try:
        return message.get_body((kind,))
    except Exception:  # noqa: BLE001 - as above
        return None


def content_of(part: Message) -> bytes:
    """Return the bytes of a part as they were before they were made fit for e-mail."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.silent += tag in {"script", "style"}
        if tag in {"br", "p", "div", "tr", "li"}:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in {"script", "style"}))

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def stripped(page: str) -> str:
    """Return the words of a page: no markup, nothing that runs."""
    reader = _Words()
    reader.feed(page[: 4 * LONGEST])
    lines = (" ".join(line.split()) for line in "".join(reader.found).split("\n"))
    return "\n".join(line for line in lines if line)

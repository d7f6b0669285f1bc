"""E-mails as they travel: the headers that an officer reads, the words, and what is attached."""

import email.generator  # behind the seal nothing more is read from disk
import email.message
import email.parser
import email.policy
from collections.abc import Iterator
from html.parser import HTMLParser

SHOWN = (
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Date",
    "Subject",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
)
LONGEST = 200_000  # letters of the words of a message
LONGEST_HEADER, LONGEST_NAME = 1000, 120
LETTERS = frozenset({"message/rfc822", "message/global"})  # the second is for headers in UTF-8 (RFC 6532)
Message = email.message.MIMEPart


class Closed(email.message.EmailMessage):
    """A message in which another that is attached (RFC 2046, 5.2.1) stays closed, so that its bytes are those sent.

    The parser opens what says that it is of the main type `message`; written out again, it would not be what came.
    """

    def get_content_maintype(self) -> str:
        kind = super().get_content_maintype()
        return "application" if kind == "message" else kind


POLICY = email.policy.default.clone(message_factory=Closed)


def letter(data: bytes) -> tuple[str, Iterator[tuple[str, bytes | str]]]:
    """Return headers and words of a message as text, and its attachments, another message as one of them."""
    message = email.parser.BytesParser(policy=POLICY).parsebytes(data)
    headers = [(name, header(message, name)) for name in SHOWN]
    if message.get_content_type() == "multipart/report":
        headers.append(("Report", "on the delivery of another message"))
    return text_of(headers, words(message)), attachments(message)


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
                content = read_as(content_of(part), part.get_content_charset("utf-8") or "utf-8")
                return content if kind == "plain" else stripped(content)
        except Exception:  # noqa: BLE001, S112 - as above
            continue
    return ""


def read_as(content: bytes, charset: str) -> str:
    """Return bytes as letters. In a set that nobody knows, as most of it can be read."""
    try:
        return content.decode(charset, "replace")
    except Exception:  # noqa: BLE001 - no such set of letters, a codec that gives none, or one that cannot be read now
        whole = is_utf8(content)
    return content.decode("utf-8" if whole else "cp1252", "replace")


def is_utf8(content: bytes) -> bool:
    """Whether bytes are letters in UTF-8, every one of them."""
    try:
        content.decode("utf-8")
    except ValueError:
        return False
    return True


def attachments(message: Message) -> Iterator[tuple[str, bytes | str]]:
    """Yield what is attached or stands in the message as a picture, by name. A message attached to it is one file."""
    body = {id(part) for kind in ("plain", "html") if (part := safely(message, kind)) is not None}
    for number, part in enumerate(leaves(message), 1):
        if id(part) in body:
            continue
        name = ""
        try:
            name = part.get_filename() or ""
            content = content_of(part)
            if part is message and not content.strip():
                continue  # a message without words
            yield name or name_of(part, content) or f"part-{number}", content
        except Exception:  # noqa: BLE001 - one part at fault costs no other
            yield name or f"part-{number}", "damaged"


def leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something, in their order: what is attached is not gone into."""
    ahead = [message]
    while ahead:
        part = ahead.pop()
        if part.is_multipart() and part.get_content_type().startswith("multipart/"):
            ahead += reversed(list(part.iter_parts()))
        else:
            yield part


def name_of(part: Message, content: bytes) -> str:
    """Return a name for a part that was given none: of a message, its subject."""
    if part.get_content_type() not in LETTERS:
        return ""
    inner = email.parser.BytesHeaderParser(policy=POLICY).parsebytes(content[: 1 << 18])
    subject = header(inner, "Subject").replace("/", " ").replace("\\", " ").strip()
    return f"{subject[:LONGEST_NAME] or 'message'}.eml"


def safely(message: Message, kind: str) -> object:
    """Return the part that is the body of this kind, where it can be told."""
    try:
        return message.get_body((kind,))
    except Exception:  # noqa: BLE001 - as above
        return None


def content_of(part: Message) -> bytes:
    """Return the bytes of a part as they were before they were made fit for e-mail. Raises ValueError for none left."""
    if part.is_multipart():  # the blocks of a report on delivery (RFC 3464)
        return b"\n".join(block.as_bytes() for block in part.iter_parts())
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if not content and str(part.get_payload()).strip():
        raise ValueError("nothing of it can be read")
    return content


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = self.quoted = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.silent += tag in {"script", "style"}
        self.quoted += tag == "blockquote"
        if tag in {"br", "p", "div", "tr", "li", "blockquote"}:
            self.found.append(self._line())

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in {"script", "style"}))
        if tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)
            self.found.append(self._line())

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data.replace("\n", self._line()))

    def _line(self) -> str:
        """Return the end of a line; what is quoted begins as it does in plain e-mails."""
        return "\n> " if self.quoted else "\n"


def stripped(page: str) -> str:
    """Return the words of a page: no markup, nothing that runs."""
    reader = _Words()
    reader.feed(page[: 4 * LONGEST])
    lines = (" ".join(line.split()) for line in "".join(reader.found).split("\n"))
    return "\n".join(line for line in lines if line.strip("> "))

"""E-mails in e-mails, as councils ask complainants to send them: forwarded as an attachment. All of it is fictional."""

import base64
import hashlib
import struct
from collections.abc import Mapping
from email.message import EmailMessage

from casework.evidence.decoder.compound import Tree, compound

NONE: Mapping[str, bytes] = {}
DELIVERY = b"Reporting-MTA: dns; mail.example.org\r\n\r\nFinal-Recipient: rfc822; b@example.org\r\nAction: failed\r\n"


def mail(subject: str, attached: Mapping[str, bytes] = NONE, *, page: bool = False) -> bytes:
    """Return an e-mail as sent, with files attached by name, and where asked a page that says the same."""
    letter = EmailMessage()
    letter["From"], letter["To"] = "A Resident <resident@example.org>", "officer@example.gov.uk"
    letter["Date"], letter["Subject"] = "Mon, 01 Jun 2026 09:00:00 +0100", subject
    letter.set_content(f"Words of {subject}.\n")
    if page:
        letter.add_alternative(f"<p>Words of {subject}.</p>", subtype="html")
    for name, content in attached.items():
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return letter.as_bytes()


def forwarding(
    inner: bytes, *, name: str = "", encoding: str = "7bit", kind: str = "message/rfc822"
) -> bytes:
    """Return an e-mail with another attached, its bytes as they are or in base64."""
    called = f'Content-Disposition: attachment; filename="{name}"\r\n' if name else ""
    sent = base64.encodebytes(inner) if encoding == "base64" else inner
    head = f"Content-Type: {kind}\r\n{called}Content-Transfer-Encoding: {encoding}\r\n\r\n"
    return mixed(b"Content-Type: text/plain\r\n\r\nSee the attached.", head.encode() + sent)


def mixed(*parts: bytes) -> bytes:
    """Return an e-mail of parts, each with its own headers, divided by a line that none of them holds."""
    line = b"=_" + hashlib.sha256(b"".join(parts)).hexdigest()[:24].encode()
    head = (
        b"MIME-Version: 1.0\r\nFrom: A Resident <resident@example.org>\r\nTo: officer@example.gov.uk\r\n"
        b'Subject: Forwarded\r\nContent-Type: multipart/mixed; boundary="%s"\r\n\r\n' % line
    )
    return head + b"".join(b"--%s\r\n%s\r\n" % (line, part) for part in parts) + b"--%s--\r\n" % line


def nested(depth: int, **attached: bytes) -> bytes:
    """Return an e-mail in an e-mail, so many times, with files attached to the innermost."""
    whole = mail("Level 0", attached)
    for level in range(1, depth):
        whole = forwarding(whole, name=f"level {level - 1}.eml")
    return whole


def returned() -> bytes:
    """Return what a mail server sends back: a report on delivery, and the message that was not delivered."""
    return mixed(
        b"Content-Type: text/plain\r\n\r\nIt could not be delivered.",
        b"Content-Type: message/delivery-status\r\n\r\n" + DELIVERY,
        b"Content-Type: message/rfc822\r\n\r\n" + mail("Not delivered"),
    )


def outlook_tree(
    subject: str, attached: Mapping[str, "bytes | Tree"] = NONE, *, outermost: bool = True
) -> Tree:
    """Return the streams of an Outlook message with files attached by name, and messages as storages."""
    sent = struct.pack("<HHIQ", 0x0040, 0x0039, 6, 133_800_000_000_000_000)
    tree: Tree = {
        "__properties_version1.0": bytes(32 if outermost else 24) + sent,
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_0C1A001F": "A Resident".encode("utf-16-le"),
        "__substg1.0_1000001F": f"Words of {subject}.".encode("utf-16-le"),
    }
    for place, (name, content) in enumerate(attached.items()):
        data = "__substg1.0_3701000D" if isinstance(content, dict) else "__substg1.0_37010102"
        shown = "__substg1.0_3001001F" if isinstance(content, dict) else "__substg1.0_3707001F"
        tree[f"__attach_version1.0_#{place:08X}"] = {shown: name.encode("utf-16-le"), data: content}
    return tree


def outlook_in_outlook(**attached: bytes) -> bytes:
    """Return an Outlook message with another attached, which has files attached by name."""
    inner = outlook_tree("The complaint", attached, outermost=False)
    return compound(outlook_tree("Forwarded", {"The complaint": inner}))

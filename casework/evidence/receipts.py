"""What an officer is told of a file that was received, as the upload box and a plain page show it."""

import unicodedata
from dataclasses import asdict, dataclass
from typing import Any

from flask import url_for

from casework.council import queries as council
from casework.evidence import service
from casework.evidence.models import Exhibit
from casework.evidence.service import Receipt
from casework.evidence.vault import file_limit
from casework.evidence.workflow import PreviewState
from casework.folding import UNSEEN
from casework.storage.store import in_words
from casework.web.filters import exact_time, file_size


@dataclass(frozen=True)
class Shown:
    """A receipt in words."""

    name: str
    label: str
    size: str
    sha256: str
    stored_at: str
    url: str
    preview_url: str
    message: str

    def get(self, name: str) -> str:
        return str(getattr(self, name))


def shown(exhibit: Exhibit, message: str = "", inside: str = "") -> Shown:
    """Return its receipt: `message` of a file just taken in, else how it stands, and what is `inside`."""
    pictured = exhibit.file.preview is PreviewState.READY
    return Shown(
        name=name_of(exhibit),
        label=exhibit.label,
        size=file_size(exhibit.file.size),
        sha256=exhibit.sha256,
        stored_at=exact_time(exhibit.received_at),
        url=url_for("evidence.show", exhibit_id=exhibit.id),
        preview_url=url_for("evidence.thumbnail", exhibit_id=exhibit.id) if pictured else "",
        message=message or f"{_message(exhibit)} {inside}".strip(),
    )


def _message(exhibit: Exhibit) -> str:
    """Return what is to be known of an exhibit as it stands now: one that was let out is in quarantine no longer."""
    if exhibit.released_at is not None and not exhibit.held:
        return (
            f"It left quarantine on {exact_time(exhibit.released_at)}. Its page says why, and who let it out."
        )
    return " ".join([service.message_of(exhibit.file), *exhibit.file.warnings])


def as_json(receipt: Receipt) -> dict[str, object]:
    """Return one file's part of the answer that the upload box reads."""
    if receipt.exhibit is None:
        return {"name": visible(receipt.name), "ok": False, "error": receipt.message}
    return {"ok": True, **asdict(shown(receipt.exhibit, message_of(receipt)))}


def message_of(receipt: Receipt) -> str:
    """Return what the officer should know of a file that was received: what it is, its oddities, its doubles."""
    if receipt.exhibit is None:
        return receipt.message
    words = [receipt.message, *receipt.exhibit.file.warnings]
    if receipt.same_as:
        words.append(f"The very same file is also {' and '.join(receipt.same_as)}.")
    if receipt.like:
        words.append(f"It looks like {' and '.join(receipt.like)}: compare them on its page.")
    return " ".join(words)


def name_of(exhibit: Exhibit) -> str:
    """Return the name that a file came with, unless it is sealed: the name alone may tell what it shows."""
    return "sealed" if exhibit.file.sealed_at is not None else visible(exhibit.declared_name)


def words_for(exhibit: Exhibit) -> str:
    """Return what an exhibit is known by in a list: what it shows, else the name that it came with."""
    return exhibit.title if exhibit.title and not exhibit.sealed else name_of(exhibit)


def visible(name: str) -> str:
    """Return a file's name with characters that cannot be seen, or turn the text round, written out."""
    return "".join(
        f"[U+{ord(letter):04X}]" if unicodedata.category(letter) in UNSEEN else letter for letter in name
    )


def upload_words() -> dict[str, Any]:
    """Return what the upload box tells of its limit and, before the first upload, of whom to call."""
    return {
        "most": in_words(file_limit()),
        "max_bytes": file_limit(),
        "police": council.settings().police_contact,
    }

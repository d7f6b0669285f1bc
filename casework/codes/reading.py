"""Bytes of a published Code → paragraphs. Says plainly what a file is when it cannot be read as a Code."""

import codecs

from casework.codes.paragraphs import Reading, UnreadableCode
from casework.codes.plain_text import read_plain_text

MAX_BYTES = 10 * 1024 * 1024
MAX_CHARACTERS, MAX_PARAGRAPHS = 1_000_000, 5_000  # a Code is a few pages: about a hundredth of this
_CONTROL = frozenset(map(chr, (*range(9), *range(14, 27), 127)))

_TRY = "Save it as a Word document (.docx) or as plain text, and try again."
_KNOWN = (
    (b"%PDF", f"This is a PDF, which keeps the look of a page but not its lists. {_TRY}"),
    (b"{\\rtf", f"This is a rich text file. {_TRY}"),
    (b"\x89PNG", "This is a picture. A Code is read from its words: use the document that it was made from."),
    (
        b"\xff\xd8\xff",
        "This is a picture. A Code is read from its words: use the document that it was made from.",
    ),
    (b"GIF8", "This is a picture. A Code is read from its words: use the document that it was made from."),
    (b"RIFF", "This is a picture or a recording. A Code is read from its words: use the document itself."),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB_PAGE = ("<!doctype html", "<html", "<?xml")


def read(data: bytes) -> Reading:
    """Return the words of a published Code: plain text (UTF-8, UTF-16 or Windows-1252) or DOCX.

    Raises UnreadableCode for anything else, for an empty or damaged file and for one over the limits.
    """
    if not data.strip():
        raise UnreadableCode("The file is empty. Choose the file that holds the Code.")
    if len(data) > MAX_BYTES:
        raise UnreadableCode(
            f"The file is larger than {MAX_BYTES // 1024**2} MB. A Code is a few pages: check the file."
        )
    if data.startswith(b"PK"):
        from casework.codes.word_document import read_word_document  # heavy, and few requests read a Code

        reading = read_word_document(data)
    else:
        _refuse_other_formats(data)
        text = _decode(data)
        _check_length(len(text))
        reading = read_plain_text(text)
    _check_length(sum(len(paragraph.text) for paragraph in reading.paragraphs), len(reading.paragraphs))
    return reading


def _refuse_other_formats(data: bytes) -> None:
    for signature, message in _KNOWN:
        if data.startswith(signature):
            raise UnreadableCode(message)
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            raise UnreadableCode(
                "The document is protected by a password. Remove the password, save it and try again."
            )
        raise UnreadableCode(f"This is a document of an old Office version (.doc). {_TRY}")


def _decode(data: bytes) -> str:
    text = _decoded(data)
    if text is None or not _CONTROL.isdisjoint(text):
        raise UnreadableCode(f"The file is not plain text or a Word document. {_TRY}")
    if text.lstrip().casefold().startswith(_WEB_PAGE):
        raise UnreadableCode(f"This is a web page's source. Open it, copy its words into a document. {_TRY}")
    return text


def _decoded(data: bytes) -> str | None:
    """Decode by the byte order mark, else as UTF-8, else as what Windows writes in Britain."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif data[1::2].count(0) > len(data) // 4:
        encodings = ["utf-16-le"]
    elif data[::2].count(0) > len(data) // 4:
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _check_length(characters: int, paragraphs: int = 0) -> None:
    if characters > MAX_CHARACTERS or paragraphs > MAX_PARAGRAPHS:
        raise UnreadableCode("The file is far longer than any Code. Check that it is the right one.")

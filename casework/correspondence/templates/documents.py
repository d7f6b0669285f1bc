"""The Word documents of letters, fixed when the letters were prepared: handed out, checked again, and enclosed."""

import hashlib

from casework.correspondence.models import Letter, LetterDocument
from casework.correspondence.naming import names_somebody
from casework.correspondence.queries import secrets_of
from casework.database import db
from casework.errors import DomainError
from casework.outbox.contents import Enclosure

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document_of(letter_id: int) -> LetterDocument | None:
    """Return the Word document of a letter. Raises ValueError where it is not what was frozen."""
    row = db.session.get(LetterDocument, letter_id)
    if row is not None and hashlib.sha256(row.content).hexdigest() != row.sha256:
        raise ValueError("a document that is not what was frozen is not handed out")
    return row


def name_of(letter: Letter) -> str:
    """Return the name of the document as a file, which says what it is and of nobody."""
    return f"{letter.kind.label.lower().replace(' ', '-')}-{letter.id}.docx"


def enclosures_of(letter: Letter) -> list[Enclosure]:
    """Return what goes with a letter by e-mail."""
    row = document_of(letter.id)
    return [Enclosure(name_of(letter), DOCX, row.content, row.sha256)] if row else []


def check_document(content: bytes, case_id: int) -> None:
    """Raise DomainError where a document of a removal letter names a complainant anywhere, seen or not."""
    from casework.correspondence.templates import word  # heavy

    if names_somebody(word.everything_in(content), secrets_of(case_id, every=True)):
        raise DomainError(
            "The Word document of the letter would give the name or contact of a complainant. Take it out of the "
            "draft, or ask for the letter template to be mended; nothing was saved."
        )

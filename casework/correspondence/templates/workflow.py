"""The fixed lists of letter templates."""

from casework.correspondence.workflow import LetterKind
from casework.words import Choice

KINDS = (LetterKind.REMOVAL_REQUEST, LetterKind.REMINDER, LetterKind.THANKS, LetterKind.CLOSING)


class TemplateForm(Choice):
    """In what form a council keeps the template of a letter."""

    WORD = "docx", "Word document"
    TEXT = "text", "Plain text"

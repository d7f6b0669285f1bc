"""What every published Code comes down to, whatever its file: paragraphs, each with its bullet or number apart."""

from dataclasses import dataclass
from enum import StrEnum

from casework.codes.markers import Marker
from casework.errors import DomainError


class UnreadableCode(DomainError):
    """The file cannot be read as a Code. The message says what it is, why that will not do, and what to try."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


class Role(StrEnum):
    """What the file itself says of a paragraph. Plain text says nothing: its headings are judged by their looks."""

    UNSTATED = "unstated"
    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    ASIDE = "aside"  # a table's row, a text box, a note: kept, never an item


@dataclass(frozen=True)
class Paragraph:
    """One paragraph with its wrapped lines joined. `indent` counts columns before its marker or first word."""

    text: str
    marker: Marker | None = None
    indent: int = 0
    role: Role = Role.UNSTATED
    gap_before: bool = True


@dataclass(frozen=True)
class Reading:
    """A file's words: its paragraphs, then what is printed round them on each page, and what an officer should know."""

    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


_TAB = 4
ENDS = (".", "!", "?", ":", ";")
CLOSING = "\"'”’)]"


def is_finished(text: str) -> bool:
    """Whether `text` ends as a sentence or an introduction does, so that what follows is another paragraph."""
    return text.rstrip(CLOSING).endswith(ENDS)


def starts_lower(text: str) -> bool:
    """Whether the first letter of `text` is small, so that it probably carries on a sentence."""
    return text.lstrip("\"'“‘([")[:1].islower()


def leading(raw: str) -> int:
    """Return the column at which the words of a raw line begin."""
    expanded = raw.replace("\xa0", " ").expandtabs(_TAB)
    return len(expanded) - len(expanded.lstrip())


def squeeze(text: str) -> str:
    """Return `text` with each run of white space, non-breaking spaces included, as one space."""
    return " ".join(text.split())

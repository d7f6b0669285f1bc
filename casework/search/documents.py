"""What rooms give to the index: the registry "documents for the search index"."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Protocol

from casework.search.words import MOST_WORDS, words

NO_CASE = 0


@dataclass(frozen=True)
class Document:
    """One thing that can be found. `case_id` None: whoever may search for its kind may find it."""

    kind: str
    subject_id: int
    case_id: int | None
    title: str
    text: str

    @property
    def indexed(self) -> str:
        """The marks and words that the index reads."""
        own = islice(words(f"{self.title} {self.text}"), MOST_WORDS)
        return " ".join(chain((kind_mark(self.kind), case_mark(self.case_id)), own))


class DocumentSource(Protocol):
    """A room that feeds the index. `kind` is a single word in small letters."""

    @property
    def kind(self) -> str: ...

    def count(self) -> int:
        """How many documents there are, for a progress bar."""

    def documents(self) -> Iterator[Document]:
        """Every document of the kind in the order of their cases, those without one first."""


def kind_mark(kind: str) -> str:
    """Return the word by which the index finds a kind."""
    return f"k{kind}"


def case_mark(case_id: int | None) -> str:
    """Return the word by which the index finds what belongs to a case."""
    return f"c{case_id or NO_CASE}"

"""What rooms give to the index: the registry "documents for the search index"."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Protocol

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from casework.database import db
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

    def last_case(self) -> int:
        """The highest id of a case to which a document of the kind belongs; 0 where none does."""

    def documents(self, cases: range | None) -> Iterable[Document]:
        """The documents that belong to these cases, in the order of cases; with None, those that belong to no case."""


@dataclass(frozen=True)
class OfCases:
    """Feeds the index with one kind of thing when it is made anew. `query` selects them, with what `read` needs."""

    kind: str
    case_id: InstrumentedAttribute[int]
    query: Select[Any]
    read: Callable[[Any], Document]

    def last_case(self) -> int:
        """The highest id of a case that has one."""
        return db.session.scalar(select(func.max(self.case_id))) or 0

    def documents(self, cases: range | None) -> Iterable[Document]:
        """Those of these cases, in the order of cases. None belongs to no case."""
        if cases is None:
            return ()
        here = self.case_id.between(cases.start, cases.stop - 1)
        rows = db.session.scalars(self.query.where(here), execution_options={"populate_existing": True})
        return map(self.read, rows)


def kind_mark(kind: str) -> str:
    """Return the word by which the index finds a kind."""
    return f"k{kind}"


def case_mark(case_id: int | None) -> str:
    """Return the word by which the index finds what belongs to a case."""
    return f"c{case_id or NO_CASE}"

"""Pages of a list.

A count is exact to 1,000, then "more than 1,000": counting a long walled list costs more than its page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")
PAGE_SIZE = 25
COUNT_LIMIT = 1_000


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of rows; `total` stops at COUNT_LIMIT + 1."""

    rows: Sequence[T]
    number: int
    total: int
    size: int = PAGE_SIZE
    more: bool = False

    @property
    def total_words(self) -> str:
        """The count in words and digits."""
        return f"more than {COUNT_LIMIT:,}" if self.total > COUNT_LIMIT else f"{self.total:,}"

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def pages(self) -> int | None:
        """The number of pages; None where the list is too long to be counted."""
        return None if self.total > COUNT_LIMIT else max(1, -(-self.total // self.size))

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.more else None


def paginate(session: Session, query: Select[Any], number: int, size: int = PAGE_SIZE) -> Page[Any]:
    """Return page `number` (from 1) of the scalars of `query`: two SELECTs, whatever the length of the list."""
    number = max(1, number)
    rows = session.scalars(query.limit(size + 1).offset((number - 1) * size)).unique().all()
    capped = (
        query.with_only_columns(1, maintain_column_froms=True)
        .order_by(None)
        .limit(COUNT_LIMIT + 1)
        .subquery()
    )
    total = session.scalar(select(func.count()).select_from(capped)) or 0
    return Page(rows[:size], number, total, size, more=len(rows) > size)

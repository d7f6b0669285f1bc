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


def page_of(rows: Sequence[T], number: int, size: int) -> Page[T]:
    """Return page `number` (from 1) of rows that are all at hand."""
    number = max(1, number)
    start = (number - 1) * size
    return Page(rows[start : start + size], number, len(rows), size, more=start + size < len(rows))


def paginate(
    session: Session,
    query: Select[Any],
    number: int,
    size: int = PAGE_SIZE,
    *,
    keys: Select[int] | None = None,
    known: int | None = None,
) -> Page[Any]:
    """Return page `number` (from 1) of the scalars of `query`: two SELECTs, whatever the length of the list.

    `keys`: for wide rows the select of their ids alone, that of the page taken from it: so only what the order asks is
    put in order, and `query` is what shows those ids. `known`: the total (see Page), where the caller has it already.
    """
    number, fits = max(1, number), query if keys is None else keys
    part = fits.limit(size + 1).offset((number - 1) * size)
    if keys is not None:
        [key], those = keys.selected_columns, part.subquery()
        part = query.join(those, those.c[0] == key)
    rows = session.scalars(part).unique().all()
    total = count(session, fits) if known is None else known
    return Page(rows[:size], number, total, size, more=len(rows) > size)


def count(session: Session, query: Select[Any]) -> int:
    """Return how many rows `query` has; COUNT_LIMIT + 1 where there are more than COUNT_LIMIT."""
    return session.scalar(counted(query)) or 0


def counted(query: Select[Any]) -> Select[int]:
    """Return the select of that number, to be made part of another."""
    capped = (
        query.with_only_columns(1, maintain_column_froms=True)
        .order_by(None)
        .limit(COUNT_LIMIT + 1)
        .subquery()
    )
    return select(func.count()).select_from(capped)

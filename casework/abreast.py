"""Several lists in one SELECT, for a page that shows a good many of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.base import ExecutableOption

from casework.database import Base, db

T = TypeVar("T", bound=Base)


@dataclass(frozen=True)
class Listed(Generic[T]):
    """The rows of `model` that fit `condition`, in their order, and what is loaded beside each by a join."""

    model: type[T]
    condition: ColumnElement[bool]
    order: tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]
    options: tuple[ExecutableOption, ...] = ()

    def all(self) -> Sequence[T]:
        """Return the rows of this list alone: one SELECT."""
        query: Select[T] = select(self.model).where(self.condition).options(*self.options)
        return db.session.scalars(query.order_by(*self.order)).unique().all()


def abreast(*lists: Listed[Any]) -> list[list[Any]]:
    """Return the rows of each list: one SELECT for all.

    Each list is joined on rows of its own, in which the others are empty: so they add up, where lists that are joined
    to one case would multiply. No model may come twice; SQLite joins 64 tables at most, those of the options included.
    """
    turns = union_all(*(select(literal(turn).label("turn")) for turn in range(len(lists)))).subquery("turns")
    query = select(*(each.model for each in lists)).select_from(turns).order_by(turns.c.turn)
    for turn, each in enumerate(lists):
        query = query.outerjoin(each.model, and_(turns.c.turn == turn, each.condition))
        query = query.options(*each.options).order_by(*each.order)
    rows = db.session.execute(query).unique().all()
    return [list(dict.fromkeys(row[turn] for row in rows if row[turn])) for turn in range(len(lists))]

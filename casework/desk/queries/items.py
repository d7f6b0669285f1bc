"""One line of an officer's work, and the officer at whose desk it is looked at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, Select

from casework import clock
from casework.accounts.models import Officer
from casework.database import db
from casework.permissions import Permission, can
from casework.working_days import in_words

MOST = 25  # of one kind, on a page


@dataclass(frozen=True)
class Item:
    """One line: what is to be done, on which case about whom, by when, and the view where it is done."""

    what: str
    case: str
    view: str
    values: dict[str, Any] = field(default_factory=dict)
    due: date | None = None
    due_words: str = ""
    about: str = ""

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < clock.today()


@dataclass
class Desk:
    """The officer whose work is gathered, and the days on which the council is closed.

    `most`: how many of one kind are gathered. `cut`: whether there was more of some kind. `to_verify`: of how many
    removal requests a post is to be looked at by today; 1,001 where of more than 1,000.
    """

    officer: Officer
    closures: Collection[date]
    most: int
    cut: bool = False
    to_verify: int = 0

    def may(self, permission: Permission) -> bool:
        """Say whether the officer may do this."""
        return can(self.officer, permission)

    def first(self, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return the first rows of one kind: one SELECT."""
        rows = db.session.execute(query.limit(self.most + 1)).all()
        self.cut |= len(rows) > self.most
        return rows[: self.most]

    def words(self, due: date | None) -> str:
        """Return how long it is until a day, in words."""
        return in_words(due, clock.today(), self.closures) if due else ""

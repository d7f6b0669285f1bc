"""What higher rooms put on the case page. The application fills the list when it is built.

A panel says what it needs to know of a case as scalar selects; all panels' together cost the page one SELECT. So do
the lists that they all print.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from markupsafe import Markup
from sqlalchemy import ColumnElement, false, or_, select

from casework.abreast import Listed, abreast
from casework.cases.deadlines import DueKind
from casework.cases.models import Case
from casework.cases.queries import Viewer
from casework.database import db

Figures = Mapping[str, Any]
Lists = Mapping[str, list[Any]]


@dataclass(frozen=True)
class ToDo:
    """Something that the case still wants. `href` leads to where it is mended; `on` is a day by which.

    `instead_of`: what is due that it is the last step of, and whose day it takes.
    """

    text: str
    href: str = ""
    on: date | None = None
    detail: str = ""
    instead_of: DueKind | None = None


class Panel(Protocol):
    """A section of the case page, or what another section shows of a room. Subclass it, and leave out the rest.

    `key` names the section; `order` places it: overview 0, posts and evidence 20, actions 60, notes 70, timeline 80.
    """

    key: str
    title: str
    order: int

    def url(self, case: Case) -> str | None:
        """Return the address of the section; None: it has no page of its own for this case or this viewer."""
        return None

    def figures(self, case_id: int) -> Mapping[str, ColumnElement[Any]]:
        """Return named scalar selects on the case (`select(func.count())….scalar_subquery()`)."""
        return {}

    def count(self, figures: Figures) -> int | None:
        """Return the number that stands beside the section's name."""
        return None

    def facts(self, case: Case, figures: Figures) -> list[tuple[str, str]]:
        """Return (name, words) for "Where it stands" on the overview."""
        return []

    def to_do(self, case: Case, figures: Figures) -> list[ToDo]:
        """Return what the room still wants of this case."""
        return []

    def beside_posts(self, viewer: Viewer, case: Case) -> Markup:
        """Return what stands below the posts in "Posts and evidence": a section from its h2 on."""
        return Markup()

    def untold(self, case_id: int) -> ColumnElement[bool]:
        """Return a condition on an AuditEvent of the case: what changed by it is kept from the timeline."""
        return false()

    def lists(self, case_id: int) -> Mapping[str, Listed[Any]]:
        """Return named lists of what the case holds, for the print-out."""
        return {}

    def printed(self, viewer: Viewer, case: Case, lists: Lists) -> Markup:
        """Return the room's part of the print-out: a section from its h2 on; empty where there is nothing."""
        return Markup()


_panels: list[Panel] = []


def install(panels: Iterable[Panel]) -> None:
    """Put `panels` in the place of those that were there."""
    _panels[:] = sorted(panels, key=lambda panel: panel.order)


def installed() -> list[Panel]:
    """Return the panels in their order."""
    return list(_panels)


def untold(case_id: int) -> ColumnElement[bool]:
    """Return the condition on an AuditEvent of the case by which any room keeps back what changed."""
    return or_(*(panel.untold(case_id) for panel in _panels)) if _panels else false()


def url_of(key: str, case: Case) -> str:
    """Return where the panel `key` has its page for this case; "" where there is none."""
    return next((panel.url(case) or "" for panel in _panels if panel.key == key), "")


def figures_of(case_id: int, own: Mapping[str, ColumnElement[Any]]) -> tuple[Figures, dict[str, Figures]]:
    """Return the page's own figures, and each panel's by its key: one SELECT for all."""
    wanted = {("", name): column for name, column in own.items()}
    for panel in _panels:
        wanted |= {(panel.key, name): column for name, column in panel.figures(case_id).items()}
    if not wanted:
        return {}, {panel.key: {} for panel in _panels}
    columns = [column.label(f"figure_{place}") for place, column in enumerate(wanted.values())]
    return _shared_out(dict(zip(wanted, db.session.execute(select(*columns)).one(), strict=True)))


def lists_of(case_id: int, own: Mapping[str, Listed[Any]]) -> tuple[Lists, dict[str, Lists]]:
    """Return the page's own lists, and each panel's by its key: one SELECT for all."""
    wanted = {("", name): each for name, each in own.items()}
    for panel in _panels:
        wanted |= {(panel.key, name): each for name, each in panel.lists(case_id).items()}
    return _shared_out(dict(zip(wanted, abreast(*wanted.values()), strict=True)))


def _shared_out(
    found: Mapping[tuple[str, str], Any],
) -> tuple[Mapping[str, Any], dict[str, Mapping[str, Any]]]:
    """Return what is the page's own, by name, and what is each panel's, by its key and name."""

    def those(key: str) -> Mapping[str, Any]:
        return {name: value for (owner, name), value in found.items() if owner == key}

    return those(""), {panel.key: those(panel.key) for panel in _panels}

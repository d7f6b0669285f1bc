"""What a search finds, as its viewer may see it, and the page on which each thing stands."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from casework.cases.models import Case
from casework.cases.queries import Viewer, read_reference, visible_cases
from casework.cases.workflow import CaseStatus
from casework.database import db
from casework.errors import DomainError
from casework.evidence import queries as evidence
from casework.evidence.labels import parse_label
from casework.search.models import SearchDocument
from casework.search.queries import find
from casework.search.words import excerpt, terms
from casework.web.paging import Page


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be found: its names, and the view and place on the page where it stands."""

    label: str
    labels: str
    view: str
    parameter: str = "case_id"
    anchor: str = ""


KINDS = {
    "case": Kind("Case", "Cases", "cases.show"),
    "post": Kind("Post", "Posts", "cases.posts", anchor="post-{}"),
    "allegation": Kind("Allegation", "Allegations", "procedure.allegations", anchor="allegation-{}"),
    "note": Kind("Note", "Notes", "cases.notes", anchor="note-{}"),
    "exhibit": Kind("Exhibit", "Exhibits", "evidence.show", parameter="exhibit_id"),
    "request": Kind("Removal request", "Removal requests", "takedowns.show", parameter="request_id"),
    "councillor": Kind("Councillor", "Councillors", "members.show", parameter="councillor_id"),
}


@dataclass(frozen=True)
class Hit:
    """One thing found. `excerpt`: (words, whether they are what was sought)."""

    kind: Kind
    title: str
    case: str
    status: CaseStatus | None
    values: dict[str, int]
    anchor: str | None
    excerpt: list[tuple[str, bool]]


def case_of_reference(viewer: Viewer, sought: str) -> int | None:
    """Return the id of the visible case of which this is the reference, with or without its prefix and zeros."""
    found = read_reference(sought)
    if found is None:
        return None
    year, number = found
    return db.session.scalar(visible_cases(viewer).where(Case.year == year, Case.number == number))


def exhibit_of_label(viewer: Viewer, sought: str) -> int | None:
    """Return the id of the exhibit of which this is the label, such as MO/7, in a case that `viewer` may see."""
    try:
        return evidence.labelled(viewer, parse_label(sought))
    except DomainError:
        return None


def hits(viewer: Viewer, sought: str, *, kinds: Collection[str], number: int) -> Page[Hit]:
    """Return page `number` of what `viewer` finds; `kinds` are keys of KINDS. Raises DomainError as `find` does."""
    page = find(sought, visible_cases(viewer), kinds=kinds, number=number)
    cases = _cases(row.case_id for row in page.rows)
    wanted = terms(sought)
    found = []
    for row in page.rows:
        kind = KINDS[row.kind]
        name, status = cases.get(row.case_id or 0, ("", None))
        found.append(
            Hit(
                kind,
                row.title,
                name if row.kind != "case" else "",
                status,
                {kind.parameter: (row.case_id or 0) if kind.parameter == "case_id" else row.subject_id},
                kind.anchor.format(row.subject_id) or None,
                excerpt(row.body, wanted),
            )
        )
    return _like(page, found)


def _like(page: Page[SearchDocument], rows: list[Hit]) -> Page[Hit]:
    return Page(rows, page.number, page.total, page.size, page.more)


def _cases(ids: Iterable[int | None]) -> dict[int, tuple[str, CaseStatus | None]]:
    wanted = {case_id for case_id in ids if case_id is not None}
    if not wanted:
        return {}
    rows = db.session.execute(select(Case.id, Case.reference, Case.status).where(Case.id.in_(wanted)))
    return {case_id: (reference or f"Draft {case_id}", status) for case_id, reference, status in rows}

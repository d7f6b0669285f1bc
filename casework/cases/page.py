"""Every page of a case: loading what its head needs, and drawing it. Higher rooms draw theirs through this too."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, and_, func, inspect, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from casework import clock
from casework.accounts.identity import current_officer
from casework.accounts.models import Officer
from casework.cases import panels
from casework.cases.models import (
    Action,
    Case,
    CaseLink,
    DataExposure,
    Note,
    Post,
    SafetyRecord,
    StatusChange,
    SubjectMember,
    Wall,
)
from casework.cases.panels import Figures
from casework.cases.queries import get_visible, sees
from casework.cases.workflow import CaseStatus, ChangeKind
from casework.council import queries as council
from casework.web.forms import Form, page
from casework.working_days import in_words

HEAD = (
    joinedload(Case.owner).lazyload(Officer.role_rows),
    joinedload(Case.subjects).options(
        joinedload(SubjectMember.councillor),
        joinedload(SubjectMember.office),
        joinedload(SubjectMember.authority),
    ),
)
BESIDE = (joinedload(Case.exposure), joinedload(Case.safety).joinedload(SafetyRecord.councillor))
TONES = {
    CaseStatus.DRAFT: "new",
    CaseStatus.OPEN: "active",
    CaseStatus.CLOSED: "closed",
    CaseStatus.DISCARDED: "closed",
}


@dataclass(frozen=True)
class Section:
    """One entry of the case's own navigation."""

    key: str
    text: str
    href: str
    active: bool
    count: int | None = None


def open_case(case_id: int, *options: ExecutableOption) -> Case:
    """Return the case with what its head shows; raise NotFound where the officer may not see it."""
    return get_visible(current_officer(), case_id, *HEAD, *options)


def case_page(
    template: str,
    case: Case,
    section: str,
    *,
    form: Form | None = None,
    closures: Collection[date] | None = None,
    back: str = "",
    **context: Any,
) -> tuple[str, int]:
    """Render `template`, which extends "cases/layout.html", as a page of `case` with `section` marked as here.

    `closures`: where the view has them already. `back`: where a form's Cancel leads, unless to the overview. The
    template gets `case`, `who`, `own` and `figures` (see `panels.figures_of`), and `context`.
    """
    if {"subjects", "owner"} & inspect(
        case
    ).unloaded:  # a command that was refused has let go of what was loaded
        case = open_case(case.id)
    own, figures = panels.figures_of(case.id, own_figures(case))
    return page(
        template,
        form=form,
        case=case,
        who=who(case),
        tone=TONES[case.status],
        next_due=_next_due(case, council.closures() if closures is None else closures),
        late=is_late(case),
        sections=_sections(case, section, own, figures),
        own=own,
        figures=figures,
        back=back or url_for("cases.show", case_id=case.id),
        **context,
    )


def who(case: Case) -> str:
    """Return the names of the councillors whom the case is about, or that they are not known."""
    names = [subject.councillor.name for subject in case.subjects if not subject.removed_reason]
    if names:
        return ", ".join(names)
    return "Councillor not yet identified" if case.member_not_identified else "No councillor named yet"


def is_late(case: Case) -> bool:
    """Say whether something on the case is overdue."""
    return case.next_due_on is not None and case.next_due_on < clock.today()


def own_figures(case: Case) -> dict[str, ColumnElement[Any]]:
    """Return what this room itself counts for the head and the navigation."""

    def count(column: Any, *conditions: ColumnElement[bool]) -> ColumnElement[Any]:
        return select(func.count()).where(column == case.id, *conditions).scalar_subquery()

    viewer = current_officer()
    target = select(Case.reference).where(Case.id == case.merged_into_id, sees(viewer, Case.id))
    return {
        "posts": count(Post.case_id, Post.taken_out_reason == ""),
        "actions": count(Action.case_id, Action.done_on.is_(None)),
        "notes": count(Note.case_id),
        "walls": count(Wall.case_id),
        "officer_told": select(DataExposure.officer_told_at)
        .where(DataExposure.case_id == case.id)
        .scalar_subquery(),
        "why_closed": select(StatusChange.reason)
        .where(StatusChange.case_id == case.id, StatusChange.kind == ChangeKind.CLOSED)
        .order_by(StatusChange.id.desc())
        .limit(1)
        .scalar_subquery(),
        "merged_into": target.scalar_subquery(),
        "merged_here": select(func.count())
        .where(Case.merged_into_id == case.id, sees(viewer, Case.id))
        .scalar_subquery(),
        "links": select(func.count()).where(_linked(case, viewer)).scalar_subquery(),
    }


def _linked(case: Case, viewer: Officer) -> ColumnElement[bool]:
    return or_(
        and_(CaseLink.case_id == case.id, sees(viewer, CaseLink.other_id)),
        and_(CaseLink.other_id == case.id, sees(viewer, CaseLink.case_id)),
    )


def _next_due(case: Case, closures: Collection[date]) -> str:
    if case.next_due_on is None:
        return ""
    words = in_words(case.next_due_on, clock.today(), closures)
    return f"{clock.long_date(case.next_due_on)}, {words}"


def _sections(case: Case, here: str, own: Figures, figures: dict[str, Figures]) -> list[Section]:
    placed = [
        (order, Section(key, text, url_for(endpoint, case_id=case.id), key == here, own.get(key)))
        for order, key, text, endpoint in (
            (0, "overview", "Overview", "cases.show"),
            (20, "posts", "Posts and evidence", "cases.posts"),
            (60, "actions", "Actions", "cases.actions"),
            (70, "notes", "Notes", "cases.notes"),
            (80, "timeline", "Timeline", "cases.timeline"),
        )
    ]
    for panel in panels.installed():
        href = panel.url(case)
        if href:
            count = panel.count(figures[panel.key])
            placed.append((panel.order, Section(panel.key, panel.title, href, panel.key == here, count)))
    return [section for _, section in sorted(placed, key=lambda each: each[0])]

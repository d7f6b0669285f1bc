"""Who may see which case: the one place. Every query about what a case holds takes its condition from here.

A wall always wins: over a role that sees every case, and over an assignment.
"""

from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, false, select
from sqlalchemy.orm import aliased

from casework.cases.models import Assignment, Case, Wall
from casework.database import db
from casework.permissions import HasRoles, Permission, can

# Apart from the tables that a query may itself select from. Made once: an alias made anew for each condition was a
# twentieth of the time of a page.
Place, Barrier = aliased(Assignment), aliased(Wall)


class Viewer(HasRoles, Protocol):
    """Somebody who looks: an officer."""

    @property
    def id(self) -> int: ...


def sees(viewer: Viewer, case_id: ColumnElement[Any] | Any) -> ColumnElement[bool]:
    """Return the condition that `viewer` may see the case that the column `case_id` names.

    Takes any table's column (`Exhibit.case_id`, `Case.id`): nothing needs to be joined, and each row costs one look
    into the walls' primary key. A column that is empty is no case's, and is seen by nobody through this.
    """
    open_to_them = not_walled(viewer, case_id)
    if can(viewer, Permission.CASE_VIEW_ALL):
        return open_to_them & case_id.is_not(None)
    if can(viewer, Permission.CASE_VIEW_SOME):
        assigned = (
            select(1)
            .where(Place.case_id == case_id, Place.officer_id == viewer.id, Place.ended_on.is_(None))
            .exists()
        )
        return assigned & open_to_them
    return false()


def not_walled(viewer: Viewer, case_id: ColumnElement[Any] | Any) -> ColumnElement[bool]:
    """Return the condition that no wall stands between `viewer` and the case.

    It opens nothing by itself: for what is given to an officer by name, such as a removal request to send.
    """
    return ~select(1).where(Barrier.case_id == case_id, Barrier.officer_id == viewer.id).exists()


def visible_cases(viewer: Viewer) -> Select[int]:
    """Return a select of the ids of the cases that `viewer` may see."""
    return select(Case.id).where(sees(viewer, Case.id))


def may_see(viewer: Viewer, case_id: int) -> bool:
    """Say whether `viewer` may see this one case. Absent counts as hidden."""
    return db.session.scalar(visible_cases(viewer).where(Case.id == case_id)) is not None

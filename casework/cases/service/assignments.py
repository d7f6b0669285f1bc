"""Who works on a case."""

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Assignment, Case, Wall
from casework.cases.workflow import AssignmentKind
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.outbox.service import notify
from casework.permissions import Permission, Role, can


@command
def assign(case: Case, officer: Officer, kind: AssignmentKind, *, actor: Officer) -> Assignment:
    """Put an officer on the case, and tell them. A new owner takes the place of the one before."""
    lock(case)
    check_fit(case, officer, kind)
    if kind is AssignmentKind.OWNER:
        return place_owner(case, officer, actor=actor)
    if any(place.officer_id == officer.id and place.kind is kind for place in open_places(case.id)):
        raise DomainError(f"{officer.name} is on this case already.", "officer")
    return _place(case, officer, kind, actor)


def place_owner(case: Case, officer: Officer, *, actor: Officer, tell: bool = True) -> Assignment:
    """Make `officer` the owner, and tell them; the place of the one before ends. Part of another command."""
    for place in open_places(case.id):
        if place.kind is AssignmentKind.OWNER:
            if place.officer_id == officer.id:
                return place
            _end(case, place, actor)
    case.owner_id = officer.id
    return _place(case, officer, AssignmentKind.OWNER, actor, tell=tell)


@command
def unassign(assignment: Assignment, *, actor: Officer) -> None:
    """End an officer's place on a case. What they wrote stays."""
    if lock(assignment).ended_on is not None:
        raise NotPossible("This assignment has ended already.")
    case = db.session.get_one(Case, assignment.case_id)
    _end(case, assignment, actor)


def end_places(case: Case, officer_id: int, *, actor: Officer) -> None:
    """End every place of an officer on the case; part of another command."""
    for place in open_places(case.id):
        if place.officer_id == officer_id:
            _end(case, place, actor)


def open_places(case_id: int) -> list[Assignment]:
    """Return the assignments of a case that have not ended."""
    return list(
        db.session.scalars(
            select(Assignment)
            .where(Assignment.case_id == case_id, Assignment.ended_on.is_(None))
            .order_by(Assignment.id)
        )
    )


def _place(
    case: Case, officer: Officer, kind: AssignmentKind, actor: Officer, *, tell: bool = True
) -> Assignment:
    place = Assignment(case_id=case.id, officer_id=officer.id, kind=kind, from_day=clock.today())
    db.session.add(place)
    record(
        Verb.OFFICER_ASSIGNED,
        actor=actor,
        subject=place,
        case=case,
        also=[case],
        name=officer.name,
        officer_id=officer.id,
        kind=kind.label,
    )
    if tell and officer.id != actor.id:
        notify(officer.id, f"{case.name} was assigned to you ({kind.label}).", f"/cases/{case.id}", case.id)
    return place


def _end(case: Case, place: Assignment, actor: Officer) -> None:
    place.ended_on = clock.today()
    if place.kind is AssignmentKind.OWNER:
        case.owner_id = None
    officer = db.session.get_one(Officer, place.officer_id)
    record(
        Verb.OFFICER_UNASSIGNED,
        actor=actor,
        subject=place,
        case=case,
        also=[case],
        name=officer.name,
        officer_id=officer.id,
        kind=place.kind.label,
    )


def check_fit(case: Case, officer: Officer, kind: AssignmentKind) -> None:
    """Raise DomainError where the officer cannot have this place: not active, walled off, or without the role."""
    if not officer.active:
        raise DomainError(f"The account of {officer.name} is not active. Choose somebody else.", "officer")
    if db.session.get(Wall, (case.id, officer.id)) is not None:
        raise DomainError(f"{officer.name} must not see this case. Choose somebody else.", "officer")
    fits = {
        AssignmentKind.OWNER: can(officer, Permission.CASE_EDIT),
        AssignmentKind.INVESTIGATOR: can(officer, Permission.CASE_VIEW_SOME)
        and officer.roles != {Role.INDEPENDENT_PERSON},
        AssignmentKind.INDEPENDENT_PERSON: Role.INDEPENDENT_PERSON in officer.roles,
    }[kind]
    if not fits:
        raise DomainError(
            f"{officer.name} has no role that allows this place ({kind.label.lower()}). "
            "Choose somebody else, or ask an administrator to grant the role.",
            "officer",
        )

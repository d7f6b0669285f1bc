"""Officers who must not see a case."""

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.accounts.queries import officers_with
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Wall
from casework.cases.queries import (
    complaints_of,
    matter,
    namesakes_of,
    subjects_of,
    unfinished_actions,
    walls_of,
)
from casework.cases.service.assignments import end_places
from casework.cases.service.editing import need_reason
from casework.database import command, db, lock
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.outbox.service import notify
from casework.permissions import Permission, can


@command
def raise_wall(case: Case, officer: Officer, reason: str, *, actor: Officer) -> Wall:
    """Record that `officer` must not see the case; any place that they have on it ends.

    Raises NotPossible where nobody would be left who can decide the case.
    """
    lock(case)
    reason = need_reason(reason, "this officer must not see the case")
    if db.session.get(Wall, (case.id, officer.id)) is not None:
        raise DomainError(f"{officer.name} is already kept from this case.", "officer")
    _leave_a_decider(case, officer)
    end_places(case, officer.id, actor=actor)
    _take_actions_back(case, officer, actor)
    wall = Wall(
        case_id=case.id, officer_id=officer.id, reason=reason, raised_by_id=actor.id, raised_at=clock.now()
    )
    db.session.add(wall)
    record(
        Verb.WALL_RAISED,
        actor=actor,
        subject=wall,
        case=case,
        name=officer.name,
        officer_id=officer.id,
        reason=reason,
    )
    db.session.flush()
    if not can(actor, Permission.CASE_ASSIGN) and case.reference:
        _tell_deciders(case, officer)
    if case.merged_into_id is not None:
        carry_walls(case, db.session.get_one(Case, case.merged_into_id), actor=actor)
    return wall


def carry_walls(case: Case, target: Case, *, actor: Officer) -> None:
    """Keep from `target` whoever is kept from `case`, which is merged into it: the two are one matter."""
    kept = set(db.session.scalars(select(Wall.officer_id).where(Wall.case_id == target.id)))
    for wall in walls_of(case.id):
        if wall.officer_id not in kept:
            raise_wall(
                target,
                wall.officer,
                f"Kept from {case.name}, merged into this case: {wall.reason}",
                actor=actor,
            )


def _tell_deciders(case: Case, officer: Officer) -> None:
    """Whoever can lift a wall is told of one that they did not raise; a notice does not pass by their own."""
    for decider in officers_with(Permission.CASE_ASSIGN):
        if decider.id != officer.id:
            notify(
                decider.id,
                f"{officer.name} is kept from {case.name}: see why.",
                f"/cases/{case.id}/people",
                case.id,
            )


@command
def lift_wall(case: Case, officer: Officer, reason: str, *, actor: Officer) -> None:
    """Record that `officer` may see the case again. Nobody lifts a wall around themselves."""
    reason = need_reason(reason, "this officer may see the case again")
    wall = db.session.get(Wall, (case.id, officer.id))
    if wall is None:
        raise NotPossible(f"{officer.name} is not kept from this case.")
    if actor.id == officer.id:
        raise NotAllowed("You cannot let yourself see a case that you are kept from.")
    _check_parts_are_open(case, officer)
    db.session.delete(wall)
    record(
        Verb.WALL_LIFTED,
        actor=actor,
        subject=wall,
        case=case,
        name=officer.name,
        officer_id=officer.id,
        reason=reason,
    )


@command
def clear_namesake(case: Case, officer: Officer, *, actor: Officer) -> None:
    """Record that `officer` is none of those of that name whom the case concerns; it does not ask about them again.

    Raises NotPossible where nobody in the case is called so.
    """
    lock(case)
    found = [
        each
        for each in namesakes_of(case, complaints_of(case.id), subjects_of(case.id))
        if each.officer.id == officer.id
    ]
    if not found:
        raise NotPossible(f"Nobody in this case is called like {officer.name}, or it was answered already.")
    case.answered = sorted({*case.answered, *(each.question for each in found)})
    whose = " or ".join(each.whose for each in found)
    record(Verb.NAMESAKE_CLEARED, actor=actor, subject=case, case=case, name=officer.name, whose=whose)


def _check_parts_are_open(case: Case, officer: Officer) -> None:
    """The complaints of what was merged into a case stand on it: who may not see those may not see it."""
    parts = select(Case).join(Wall, Wall.case_id == Case.id)
    closed = db.session.scalar(
        parts.where(Wall.officer_id == officer.id, Case.id.in_(matter(case.id)), Case.id != case.id).limit(1)
    )
    if closed is not None:
        raise NotPossible(
            f"{officer.name} is kept from {closed.name}, which is merged into this case. Let them see that one first."
        )


def _take_actions_back(case: Case, officer: Officer, actor: Officer) -> None:
    """What they were to do stays to be done, by somebody who must be found."""
    for action in unfinished_actions(case.id):
        if action.officer_id == officer.id:
            changes = changes_of(
                action, officer_id=None, who=f"To be given to somebody (was with {officer.name})"
            )
            record(Verb.ACTION_CHANGED, actor=actor, subject=action, case=case, changes=changes)


def _leave_a_decider(case: Case, officer: Officer) -> None:
    walled = set(db.session.scalars(select(Wall.officer_id).where(Wall.case_id == case.id)))
    deciders = {decider.id for decider in officers_with(Permission.CASE_DECIDE)}
    if officer.id in deciders and deciders <= walled | {officer.id}:
        raise NotPossible(
            "Nobody would be left who can decide this case: the Monitoring Officer and every deputy would be kept from "
            "it. Have a deputy appointed for it first (an administrator grants the role), then come back."
        )

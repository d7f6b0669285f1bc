"""What is to be done on a case."""

from datetime import date
from typing import TypedDict, Unpack

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Action, Case
from casework.cases.queries import may_see
from casework.cases.service.due import refresh_due
from casework.cases.service.editing import not_in_future
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.outbox.service import notify
from casework.versions import expect_version

LABELS = {"what": "What", "officer_id": "Officer", "who": "Who else", "due_on": "Due", "done_on": "Done"}


class ActionValues(TypedDict, total=False):
    """What is to be done, by whom (an officer, or somebody else in words), by when."""

    what: str
    officer_id: int | None
    who: str
    due_on: date | None


@command
def add_action(case: Case, *, actor: Officer, **values: Unpack[ActionValues]) -> Action:
    """Put something down to be done; without anybody named, by the officer who puts it down."""
    action = Action(**{"what": "", "who": "", **values, "case_id": case.id})
    if action.officer_id is None and not action.who:
        action.officer_id = actor.id
    _check(action)
    db.session.add(action)
    record(Verb.ACTION_ADDED, actor=actor, subject=action, case=case, what=action.what)
    refresh_due(case)
    _tell(action, case, actor)
    return action


@command
def change_action(
    action: Action, *, actor: Officer, version: int | None = None, **values: Unpack[ActionValues]
) -> None:
    """Change an action that is not done yet."""
    lock(action)
    if action.done_on is not None:
        raise NotPossible("This action is done. Put down another one.")
    expect_version(action, version, values, LABELS)
    changes = changes_of(action, **values)
    _check(action)
    if changes:
        case = db.session.get_one(Case, action.case_id)
        record(Verb.ACTION_CHANGED, actor=actor, subject=action, case=case, changes=changes)
        refresh_due(case)
        if "officer_id" in changes:
            _tell(action, case, actor)


@command
def finish_action(action: Action, *, actor: Officer, done_on: date | None = None) -> None:
    """Mark an action as done, today unless another day is given."""
    lock(action)
    if action.done_on is not None:
        raise NotPossible("This action was marked as done already.")
    done_on = done_on or clock.today()
    not_in_future(done_on, clock.today(), "The date on which it was done", "done_on")
    changes = changes_of(action, done_on=done_on)
    case = db.session.get_one(Case, action.case_id)
    record(Verb.ACTION_DONE, actor=actor, subject=action, case=case, changes=changes, what=action.what)
    refresh_due(case)


def _check(action: Action) -> None:
    if not action.what.strip():
        raise DomainError("Say what is to be done.", "what")
    if action.officer_id is None:
        if not action.who:
            raise DomainError("Say who is to do it: an officer, or somebody else in words.", "who")
        return
    officer = db.session.get(Officer, action.officer_id)
    if officer is None or not officer.active or not may_see(officer, action.case_id):
        raise DomainError(
            "This officer cannot see the case. Choose somebody else, or assign them first.", "officer_id"
        )


def _tell(action: Action, case: Case, actor: Officer) -> None:
    if action.officer_id is not None and action.officer_id != actor.id:
        notify(
            action.officer_id,
            f"There is something for you to do on {case.name}.",
            f"/cases/{case.id}/actions",
            case.id,
        )

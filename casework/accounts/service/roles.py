"""Commands on roles. Every grant and every withdrawal is told to the Monitoring Officer."""

from collections.abc import Collection

from casework import clock
from casework.accounts import queries
from casework.accounts.models import Officer, OfficerRole
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.database import command, db, lock
from casework.errors import NotAllowed, NotPossible
from casework.outbox.service import notify
from casework.permissions import Role

MUST_BE_HELD = (Role.MONITORING_OFFICER, Role.ADMINISTRATOR)
ROLES_PAGE = "/accounts/roles"


@command
def set_roles(officer: Officer, roles: Collection[Role], *, actor: Officer) -> None:
    """Grant and take roles until the officer holds exactly `roles`. Never one's own.

    Raises NotPossible where the last Monitoring Officer or administrator would lose the role.
    """
    for role in Role:
        if role in roles and role not in officer.roles:
            grant_role(officer, role, actor=actor)
        elif role in officer.roles and role not in roles:
            take_role(officer, role, actor=actor)


@command
def grant_role(officer: Officer, role: Role, *, actor: Officer) -> None:
    """Grant a role, never to oneself; every Monitoring Officer is told."""
    if actor.id == officer.id:
        raise NotAllowed("You cannot grant yourself a role. Ask another administrator.")
    lock(officer)
    if role not in officer.roles:
        give_role(officer, role, actor)


@command
def take_role(officer: Officer, role: Role, *, actor: Officer) -> None:
    """Take a role away, never one's own. The last Monitoring Officer and the last administrator keep theirs."""
    if actor.id == officer.id:
        raise NotAllowed("You cannot take a role from yourself. Ask another administrator.")
    lock(officer)
    row = next((row for row in officer.role_rows if row.role is role), None)
    if row is None:
        return
    if only_holder_of(officer, [role]):
        raise NotPossible(f"{officer.name} is the only {role.label}. Grant the role to somebody else first.")
    officer.role_rows.remove(row)
    record(Verb.ROLE_TAKEN, actor=actor, subject=officer, also=[row], name=officer.name, role=role.label)
    db.session.flush()
    tell_monitoring_officers(f"{actor.name} took the role {role.label} from {officer.name}.")


def give_role(officer: Officer, role: Role, actor: Officer | None) -> None:
    """Grant a role as part of another command, and tell every Monitoring Officer; `actor` None: the command line."""
    row = OfficerRole(role=role, granted_by_id=actor.id if actor else None, granted_at=clock.now())
    officer.role_rows.append(row)
    record(Verb.ROLE_GRANTED, actor=actor, subject=officer, also=[row], name=officer.name, role=role.label)
    db.session.flush()
    who = actor.name if actor else "The server’s command line"
    tell_monitoring_officers(f"{who} granted {officer.name} the role {role.label}.")


def only_holder_of(officer: Officer, roles: Collection[Role] = MUST_BE_HELD) -> Role | None:
    """Return the first of `roles` that must be held and that nobody but this officer holds."""
    for role in MUST_BE_HELD:
        if role in roles and role in officer.roles and not queries.others_holding(role, officer):
            return role
    return None


def tell_monitoring_officers(text: str, path: str = ROLES_PAGE, *, besides: Officer | None = None) -> None:
    """Put a notice on the page of every Monitoring Officer, but for one who knows it or is told in other words."""
    for officer in queries.officers_in(Role.MONITORING_OFFICER):
        if besides is None or officer.id != besides.id:
            notify(officer.id, text, path)

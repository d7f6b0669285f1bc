"""Commands on an officer's account."""

from collections.abc import Collection

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from casework import clock
from casework.accounts import queries
from casework.accounts.models import Officer
from casework.accounts.passwords import check_acceptable, hash_password, password_matches
from casework.accounts.prefixes import check_prefix, propose_prefix
from casework.accounts.service.roles import give_role, only_holder_of, tell_monitoring_officers
from casework.accounts.service.sessions import close_sessions
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.database import command, db, hold, lock
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.outbox.service import notify
from casework.permissions import Role
from casework.versions import expect_version

ACCOUNTS_LOCK = 7_061_836
DECIDERS = {Role.MONITORING_OFFICER, Role.DEPUTY}
LABELS = {"name": "Full name", "email": "E-mail address"}


@command
def create_officer(
    *,
    name: str,
    email: str,
    password: str | None,
    roles: Collection[Role],
    prefix: str = "",
    actor: Officer | None,
) -> Officer:
    """Create an account and return it. `actor` None: the command line or first set-up.

    Raises DomainError for a faulty or taken e-mail, name, password or exhibit prefix.
    """
    hold(ACCOUNTS_LOCK)  # an e-mail and a prefix that are free now are still free when the row is written
    officer = Officer(
        name=_name(name),
        email=_free_email(email),
        exhibit_prefix=_free_prefix(prefix, name),
        created_at=clock.now(),
    )
    if password is not None:
        check_acceptable(password, name, email)
        officer.password_hash = hash_password(password)
        officer.must_choose_password = actor is not None
    db.session.add(officer)
    db.session.flush()
    record(Verb.ACCOUNT_CREATED, actor=actor, subject=officer, name=officer.name, email=officer.email)
    for role in roles:
        give_role(officer, role, actor)
    return officer


@command
def change_officer(
    officer: Officer, *, name: str, email: str, version: int | None = None, actor: Officer
) -> None:
    """Change name or e-mail. The exhibit prefix is the officer's own for good.

    Raises DomainError for a faulty or taken e-mail, Stale where `version` is no longer the newest.
    """
    hold(ACCOUNTS_LOCK)
    lock(officer)
    values = {
        "name": _name(name),
        "email": officer.email if email.strip().lower() == officer.email else _free_email(email),
    }
    expect_version(officer, version, values, LABELS)
    if changes := changes_of(officer, **values):
        record(Verb.ACCOUNT_CHANGED, actor=actor, subject=officer, changes=changes, name=officer.name)


@command
def choose_notices_by_mail(officer: Officer, *, wanted: bool) -> None:
    """Note whether the officer hears of notices by e-mail, too."""
    lock(officer)
    if changes := changes_of(officer, notices_by_mail=wanted):
        record(Verb.ACCOUNT_CHANGED, actor=officer, subject=officer, changes=changes, name=officer.name)


@command
def change_own_password(officer: Officer, *, current: str, password: str) -> None:
    """Change one's own password, and end every session of the account: the browser at hand begins a new one."""
    if not password_matches(officer.password_hash, current):
        raise DomainError("That is not your current password.", "current")
    if password_matches(officer.password_hash, password):
        raise DomainError("This is the password that you have now. Choose another.", "password")
    officer.must_choose_password = False
    _set_password(officer, password, actor=officer)


@command
def reset_password(officer: Officer, password: str, *, actor: Officer | None) -> None:
    """Set another's password and end their sessions. `actor` None: the command line.

    Whoever sets it could sign in with it, so the officer and every Monitoring Officer are told, and the officer has
    to choose another before anything else.
    """
    if actor is not None and actor.id == officer.id:
        raise NotAllowed("Change your own password on the page of your own account.")
    officer.must_choose_password = True
    _set_password(officer, password, actor=actor)
    who = actor.name if actor else "The server’s command line"
    notify(
        officer.id,
        f"{who} set a new password for your account. Only you know the one that you have chosen since.",
        "/account",
    )
    tell_monitoring_officers(f"{who} set a new password for {officer.name}.", besides=officer)


@command
def set_active(officer: Officer, *, active: bool, actor: Officer) -> None:
    """Deactivate or reactivate an account; every Monitoring Officer is told of one who decides on cases.

    Nobody deactivates themselves, or the last of a role that must be held.
    """
    if actor.id == officer.id:
        raise NotAllowed("You cannot deactivate your own account. Ask another administrator.")
    lock(officer)
    if officer.active == active:
        return
    if not active and (role := only_holder_of(officer)):
        raise NotPossible(f"{officer.name} is the only {role.label}. Grant the role to somebody else first.")
    _tell_of(officer, "reactivated" if active else "deactivated", actor)
    officer.active = active
    verb = Verb.ACCOUNT_REACTIVATED if active else Verb.ACCOUNT_DEACTIVATED
    record(verb, actor=actor, subject=officer, name=officer.name)
    if not active:
        close_sessions(officer)


def _tell_of(officer: Officer, done: str, actor: Officer) -> None:
    """Tell the Monitoring Officers: to take the deciders away is to take away whoever would notice the rest."""
    if roles := sorted(role.label for role in officer.roles & DECIDERS):
        tell_monitoring_officers(f"{actor.name} {done} the account of {officer.name} ({', '.join(roles)}).")


def _set_password(officer: Officer, password: str, *, actor: Officer | None) -> None:
    check_acceptable(password, officer.name, officer.email)
    officer.password_hash = hash_password(password)
    record(Verb.PASSWORD_CHANGED, actor=actor, subject=officer, name=officer.name)
    close_sessions(officer)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise DomainError("Give the officer’s name.", "name")
    return name


def _free_email(email: str) -> str:
    try:
        normal = validate_email(
            email.strip(), check_deliverability=False, test_environment=True
        ).normalized.lower()
    except EmailNotValidError as error:
        raise DomainError(f"This is not an e-mail address: {error}", "email") from None
    if queries.officer_by_email(normal):
        raise DomainError("There is an account with this e-mail address already.", "email")
    return normal


def _free_prefix(prefix: str, name: str) -> str:
    """Return the prefix asked for, or one made from the name. Deactivated officers keep theirs."""
    taken = set(db.session.scalars(select(Officer.exhibit_prefix)))
    return check_prefix(prefix, taken) if prefix.strip() else propose_prefix(name, taken)

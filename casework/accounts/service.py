"""Commands on accounts: officers, passwords, roles, sessions."""

import re
import secrets
from collections.abc import Collection, Mapping
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from casework import clock
from casework.accounts import queries
from casework.accounts.models import HeldForm, Installation, Officer, OfficerRole, OfficerSession
from casework.accounts.passwords import check_acceptable, hash_password, password_matches
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.database import command, db, unit_of_work
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.outbox.service import notify
from casework.permissions import Role

SEEN_EVERY = timedelta(minutes=1)  # how often a session's last use is written down
HELD_FOR = timedelta(days=2)  # how long something typed waits for its officer
PREFIX = re.compile(r"[A-Z]{2,4}")


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
    officer = Officer(
        name=_name(name),
        email=_free_email(email),
        exhibit_prefix=_free_prefix(prefix, name),
        created_at=clock.now(),
    )
    if password is not None:
        check_acceptable(password, name, email)
        officer.password_hash = hash_password(password)
    db.session.add(officer)
    db.session.flush()
    record(Verb.ACCOUNT_CREATED, actor=actor, subject=officer, name=officer.name, email=officer.email)
    for role in roles:
        _grant(officer, role, actor)
    return officer


@command
def change_officer(officer: Officer, *, name: str, email: str, actor: Officer) -> None:
    """Change name or e-mail. The exhibit prefix is the officer's own for good."""
    email = email.strip().lower()
    changes = changes_of(
        officer, name=_name(name), email=email if email == officer.email else _free_email(email)
    )
    if changes:
        record(Verb.ACCOUNT_CHANGED, actor=actor, subject=officer, changes=changes, name=officer.name)


@command
def set_password(
    officer: Officer, password: str, *, actor: Officer | None, current: str | None = None
) -> None:
    """Set a password and end every session of the officer. An officer changing their own gives the `current` one."""
    if (
        actor is not None
        and actor.id == officer.id
        and not password_matches(officer.password_hash, current or "")
    ):
        raise DomainError("That is not your current password.", "current")
    check_acceptable(password, officer.name, officer.email)
    officer.password_hash = hash_password(password)
    record(Verb.PASSWORD_CHANGED, actor=actor, subject=officer, name=officer.name)
    end_all_sessions(officer)


@command
def set_active(officer: Officer, *, active: bool, actor: Officer) -> None:
    """Deactivate or reactivate an account. Nobody deactivates themselves."""
    if actor.id == officer.id:
        raise NotAllowed("You cannot deactivate your own account. Ask another administrator.")
    if officer.active == active:
        return
    officer.active = active
    verb = Verb.ACCOUNT_REACTIVATED if active else Verb.ACCOUNT_DEACTIVATED
    record(verb, actor=actor, subject=officer, name=officer.name)
    if not active:
        end_all_sessions(officer)


@command
def grant_role(officer: Officer, role: Role, *, actor: Officer) -> None:
    """Grant a role, never to oneself; every Monitoring Officer is told."""
    if actor.id == officer.id:
        raise NotAllowed("You cannot grant yourself a role. Ask another administrator.")
    if role not in officer.roles:
        _grant(officer, role, actor)


@command
def take_role(officer: Officer, role: Role, *, actor: Officer) -> None:
    """Take a role away. The last Monitoring Officer and the last administrator keep theirs."""
    row = next((row for row in officer.role_rows if row.role is role), None)
    if row is None:
        return
    last = [other for other in queries.officers_in(role) if other.id != officer.id] == []
    if role in (Role.MONITORING_OFFICER, Role.ADMINISTRATOR) and last:
        raise NotPossible(f"{officer.name} is the only {role.label}. Grant the role to somebody else first.")
    officer.role_rows.remove(row)
    record(Verb.ROLE_TAKEN, actor=actor, subject=officer, also=[row], name=officer.name, role=role.label)
    _tell_monitoring_officers(officer, f"{officer.name} no longer holds the role {role.label}.")


def sign_in(email: str, password: str, *, address: str, agent: str) -> tuple[Officer, str]:
    """Return the officer and the token of a new session; raise DomainError with one message for every failure."""
    officer = queries.officer_by_email(email)
    matches = password_matches(officer.password_hash if officer else None, password)
    if officer is None or not matches or not officer.active:
        with unit_of_work():  # outlives the refusal
            record(Verb.SIGN_IN_FAILED, actor=None, subject=officer, address=address)
        raise DomainError("The e-mail address or the password is not right.")
    return officer, begin_session(officer, address=address, agent=agent)


@command
def begin_session(officer: Officer, *, address: str, agent: str) -> str:
    """Begin a session of an active officer, and return its token: shown once, kept as a hash."""
    if not officer.active:
        raise NotAllowed("This account is not active.")
    token, moment = secrets.token_urlsafe(32), clock.now()
    row = OfficerSession(
        officer=officer,
        token_hash=queries.digest(token),
        created_at=moment,
        last_seen_at=moment,
        address=address,
        agent=agent[:300],
    )
    db.session.add(row)
    record(Verb.SIGNED_IN, actor=officer, subject=row, address=address)
    return token


@command
def end_session(row: OfficerSession, *, actor: Officer) -> None:
    """End one session, one's own or, for an administrator, another's."""
    if row.ended_at is None:
        row.ended_at = clock.now()
        record(Verb.SESSION_ENDED, actor=actor, subject=row, name=row.officer.name)


def end_all_sessions(officer: Officer) -> None:
    """End every open session of the officer; part of another command."""
    for row in db.session.scalars(
        select(OfficerSession).where(
            OfficerSession.officer_id == officer.id, OfficerSession.ended_at.is_(None)
        )
    ):
        row.ended_at = clock.now()


@command
def touch_session(row: OfficerSession) -> None:
    """Write down that a session is in use."""
    row.last_seen_at = clock.now()


@command
def hold_form(
    officer_id: int, path: str, fields: Mapping[str, list[str]], files: Collection[str] = ()
) -> str:
    """Keep what was typed when a session had expired; return the token with which it is asked for after sign-in.

    Of files that came with it the names alone are kept, so that the officer can be told to choose them again.
    """
    token = secrets.token_urlsafe(32)
    db.session.add(
        HeldForm(
            officer_id=officer_id,
            token_hash=queries.digest(token),
            path=path,
            fields=dict(fields),
            files=list(files),
            created_at=clock.now(),
        )
    )
    return token


@command
def drop_held_form(row: HeldForm) -> None:
    """Forget what was held, once it was given back."""
    db.session.delete(row)


@command
def forget_held_forms() -> int:
    """Delete what nobody came back for; return how many."""
    rows = db.session.scalars(select(HeldForm).where(HeldForm.created_at < clock.now() - HELD_FOR)).all()
    for row in rows:
        db.session.delete(row)
    return len(rows)


@command
def new_setup_token() -> str:
    """Return a one-time token with which the first administrator is made; raise NotPossible once anybody exists."""
    if queries.anybody():
        raise NotPossible("This installation has officers already. An administrator makes further accounts.")
    token = secrets.token_urlsafe(24)
    row = queries.installation() or Installation(id=1)
    row.setup_token_hash = queries.digest(token)
    db.session.add(row)
    return token


@command
def use_setup_token(token: str, *, name: str, email: str, password: str) -> Officer:
    """Make the first administrator, and use the token up."""
    row = queries.installation()
    fits = row is not None and secrets.compare_digest(row.setup_token_hash or "", queries.digest(token))
    if row is None or not fits or queries.anybody():
        raise DomainError("This set-up link is not valid, or was used already.", "token")
    row.setup_token_hash = None
    return create_officer(name=name, email=email, password=password, roles=[Role.ADMINISTRATOR], actor=None)


@command
def mark_setup_done() -> None:
    """Remember that the set-up page led through everything."""
    row = queries.installation() or Installation(id=1)
    row.setup_done_at = clock.now()
    db.session.add(row)


def _grant(officer: Officer, role: Role, actor: Officer | None) -> None:
    row = OfficerRole(role=role, granted_by_id=actor.id if actor else None, granted_at=clock.now())
    officer.role_rows.append(row)
    record(Verb.ROLE_GRANTED, actor=actor, subject=officer, also=[row], name=officer.name, role=role.label)
    db.session.flush()
    _tell_monitoring_officers(officer, f"{officer.name} was granted the role {role.label}.")


def _tell_monitoring_officers(about: Officer, text: str) -> None:
    for officer in queries.officers_in(Role.MONITORING_OFFICER):
        if officer.id != about.id:
            notify(officer.id, text, "/accounts/roles")


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
    """Return the prefix asked for, or initials with letters added until nobody has them."""
    taken = set(db.session.scalars(select(Officer.exhibit_prefix)))
    wanted = prefix.strip().upper()
    if wanted:
        if not PREFIX.fullmatch(wanted):
            raise DomainError("An exhibit prefix has two to four letters, such as MO.", "prefix")
        if wanted in taken:
            raise DomainError(
                f"The prefix {wanted} belongs to another officer. Prefixes are never reused.", "prefix"
            )
        return wanted
    letters = [word[0] for word in name.upper().split() if word[0].isascii() and word[0].isalpha()] or ["X"]
    base = "".join(letters[:1] + letters[-1:])[:2].ljust(2, "X")
    candidates = [base, *(base + a for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    candidates += [base + a + b for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    free = next((candidate for candidate in candidates if candidate not in taken), None)
    if free is None:
        raise DomainError("No exhibit prefix is free for these initials. Give one.", "prefix")
    return free


def session_alive(row: OfficerSession, *, idle: timedelta, absolute: timedelta) -> bool:
    """Say whether a session is still good: not ended, used lately, not too old, of an active officer."""
    moment = clock.now()
    return (
        row.ended_at is None
        and moment - row.last_seen_at < idle
        and moment - row.created_at < absolute
        and row.officer.active
    )

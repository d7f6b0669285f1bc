"""Commands on the known social media accounts of a councillor."""

from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.database import command, db, lock
from casework.errors import DomainError
from casework.members import queries
from casework.members.folding import handle_key
from casework.members.models import Councillor, SocialAccount
from casework.members.service.councillors import index
from casework.members.workflow import AccountUse, Platform
from casework.versions import expect_version

LABELS = {
    "platform": "Platform",
    "handle": "Handle",
    "address": "Address",
    "use": "What it is used for",
    "disclaimer": "Disclaimer",
    "biography": "Biography",
    "privacy": "Who can see it",
    "seen_on": "Seen on",
}


@command
def add_account(
    councillor: Councillor,
    *,
    platform: Platform,
    handle: str,
    address: str = "",
    use: AccountUse = AccountUse.NOT_KNOWN,
    disclaimer: str = "",
    biography: str = "",
    privacy: str = "",
    seen_on: date | None = None,
    actor: Officer | None,
) -> SocialAccount:
    """Record a known account and return it. Disclaimer, biography and privacy are as seen on `seen_on`.

    Raises DomainError for a missing handle, a faulty address or date, or an account that this councillor has already.
    """
    values = _checked(
        platform=platform, handle=handle, address=address, use=use, disclaimer=disclaimer, biography=biography,
        privacy=privacy, seen_on=seen_on,
    )  # fmt: skip
    _refuse_twice(councillor, platform, str(values["handle_key"]))
    row = SocialAccount(councillor_id=councillor.id, **values)
    db.session.add(row)
    _record(row, councillor, Verb.SOCIAL_ACCOUNT_ADDED, None, actor)
    return row


@command
def change_account(
    account: SocialAccount,
    *,
    platform: Platform,
    handle: str,
    address: str,
    use: AccountUse,
    disclaimer: str,
    biography: str,
    privacy: str,
    seen_on: date | None,
    version: int | None = None,
    actor: Officer,
) -> None:
    """Change what is known of an account. Raises DomainError as `add_account` does, Stale for an old `version`."""
    lock(account)
    values = _checked(
        platform=platform, handle=handle, address=address, use=use, disclaimer=disclaimer, biography=biography,
        privacy=privacy, seen_on=seen_on,
    )  # fmt: skip
    shown = {name: value for name, value in values.items() if name in LABELS}
    expect_version(account, version, shown, LABELS)
    councillor = queries.councillor_by_id(account.councillor_id)
    _refuse_twice(councillor, platform, str(values["handle_key"]), besides=account)
    if changes := changes_of(account, **values):
        _record(account, councillor, Verb.SOCIAL_ACCOUNT_CHANGED, changes, actor)


@command
def remove_account(account: SocialAccount, *, reason: str, actor: Officer) -> None:
    """Take an account out of the record, because it is not the councillor's. Raises DomainError without a reason."""
    if not reason.strip():
        raise DomainError("Say why the account does not belong here.", "reason")
    councillor = queries.councillor_by_id(account.councillor_id)
    record(
        Verb.SOCIAL_ACCOUNT_REMOVED,
        actor=actor,
        subject=councillor,
        also=[account],
        name=councillor.name,
        handle=account.handle,
        reason=reason.strip(),
    )
    db.session.delete(account)
    index(councillor.id)


def _checked(*, handle: str, address: str, seen_on: date | None, **others: object) -> dict[str, object]:
    handle, address = " ".join(handle.split()), address.strip()
    if not handle_key(handle):
        raise DomainError("Enter the handle or the name that the account goes by.", "handle")
    if address and urlsplit(address).scheme not in {"http", "https"}:
        raise DomainError("Copy the whole address, beginning with https://", "address")
    if seen_on is not None and seen_on > clock.today():
        raise DomainError("The day on which it was seen cannot be after today.", "seen_on")
    words = {name: value.strip() if type(value) is str else value for name, value in others.items()}
    return {
        **words,
        "handle": handle,
        "handle_key": handle_key(handle),
        "address": address,
        "seen_on": seen_on,
    }


def _refuse_twice(
    councillor: Councillor, platform: Platform, key: str, besides: SocialAccount | None = None
) -> None:
    rows = db.session.scalars(
        select(SocialAccount).where(
            SocialAccount.handle_key == key,
            SocialAccount.councillor_id == councillor.id,
            SocialAccount.platform == platform,
        )
    )
    for row in rows:
        if row is not besides:
            raise DomainError(f"The account {row.handle} on {platform.label} is recorded already.", "handle")


def _record(
    account: SocialAccount,
    councillor: Councillor,
    verb: Verb,
    changes: dict[str, tuple[object, object]] | None,
    actor: Officer | None,
) -> None:
    record(
        verb,
        actor=actor,
        subject=councillor,
        also=[account],
        changes=changes,
        name=councillor.name,
        handle=account.handle,
    )
    index(councillor.id)

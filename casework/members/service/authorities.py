"""Commands on authorities."""

from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.database import command, db, lock
from casework.errors import DomainError
from casework.members import queries
from casework.members.models import Authority
from casework.members.workflow import Tier
from casework.versions import expect_version

LABELS = {"name": "Name", "tier": "Kind of authority"}


@command
def create_authority(*, name: str, tier: Tier, actor: Officer | None) -> Authority:
    """Add an authority and return it. Raises DomainError for an empty or taken name."""
    row = Authority(name=_free_name(name), tier=tier)
    db.session.add(row)
    record(Verb.AUTHORITY_CREATED, actor=actor, subject=row, name=row.name)
    db.session.flush()
    return row


@command
def change_authority(
    authority: Authority, *, name: str, tier: Tier, version: int | None = None, actor: Officer
) -> None:
    """Change name or kind. Raises DomainError for an empty or taken name, Stale for an old `version`."""
    lock(authority)
    values = {"name": _free_name(name, authority), "tier": tier}
    expect_version(authority, version, values, LABELS)
    if changes := changes_of(authority, **values):
        record(Verb.AUTHORITY_CHANGED, actor=actor, subject=authority, changes=changes, name=authority.name)


def _free_name(name: str, own: Authority | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise DomainError("Enter the authority’s name.", "name")
    taken = queries.authority_named(name)
    if taken is not None and taken is not own:
        raise DomainError(f"There is an authority called {taken.name} already.", "name")
    return name

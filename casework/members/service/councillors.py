"""Commands on councillors."""

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.database import UnitOfWork, before_commit, command, current_unit, db, lock
from casework.errors import DomainError
from casework.members.folding import name_words, sort_name
from casework.members.models import Councillor, NamePart
from casework.members.searchable import document_of
from casework.search import service as search
from casework.versions import expect_version

CHANGED = "members.changed"
RENAMED = "members.renamed"
"""Noted in a unit of work: the ids of those who were given another name, for rooms that keep something of it."""
LABELS = {"name": "Name", "email": "E-mail address", "notes": "Notes"}


@command
def create_councillor(
    *, name: str, email: str = "", notes: str = "", another: bool = False, actor: Officer | None
) -> Councillor:
    """Add a councillor and return them. `another`: this is another person than the one of the same name.

    Raises DomainError for an empty name, a faulty e-mail, or a name that somebody has already.
    """
    name = clean_name(name)
    if not another and (namesake := _namesake(name)):
        raise DomainError(
            f"There is a councillor called {namesake.name} already. Add an office there; or say that this is "
            "another person of the same name.",
            "name",
        )
    row = Councillor(name=name, sort_name=sort_name(name), email=clean_email(email), notes=notes.strip())
    row.name_parts = [NamePart(part=part) for part in dict.fromkeys(name_words(name))]
    db.session.add(row)
    record(Verb.COUNCILLOR_CREATED, actor=actor, subject=row, name=row.name)
    db.session.flush()
    index(row.id)
    return row


@command
def change_councillor(
    councillor: Councillor, *, name: str, email: str, notes: str, version: int | None = None, actor: Officer
) -> None:
    """Change name, e-mail or notes. Raises DomainError for a faulty one, Stale for an old `version`."""
    lock(councillor)
    values = {"name": clean_name(name), "email": clean_email(email), "notes": notes.strip()}
    expect_version(councillor, version, values, LABELS)
    changes = changes_of(councillor, **values)
    if not changes:
        return
    if "name" in changes:
        councillor.sort_name = sort_name(councillor.name)
        _name_anew(councillor)
        renamed: set[int] = current_unit().notes.setdefault(RENAMED, set())
        renamed.add(councillor.id)
    record(Verb.COUNCILLOR_CHANGED, actor=actor, subject=councillor, changes=changes, name=councillor.name)
    index(councillor.id)


def index(councillor_id: int) -> None:
    """Let the councillor be found by name, office and known account, once the open command has done its work."""
    changed: set[int] = current_unit().notes.setdefault(CHANGED, set())
    changed.add(councillor_id)


@before_commit
def _index_changed(session: Session, unit: UnitOfWork) -> None:
    """Write the words of each councillor whom the command changed, once, however often it did."""
    changed: set[int] = unit.notes.get(CHANGED, set())
    if not changed:
        return
    rows = session.scalars(
        select(Councillor)
        .where(Councillor.id.in_(changed))
        .options(selectinload(Councillor.offices), selectinload(Councillor.accounts))
        .order_by(Councillor.id)
        .execution_options(populate_existing=True)
    )
    for found in map(document_of, rows.all()):
        search.put(found)


def clean_name(name: str) -> str:
    """Return a name without needless space; raise DomainError where no word of a name is in it."""
    name = " ".join(name.split())
    if not name_words(name):
        raise DomainError("Enter the councillor’s name.", "name")
    return name


def clean_email(email: str) -> str:
    """Return an address in its usual form, or "" for none; raise DomainError for anything else."""
    if not email.strip():
        return ""
    try:
        return str(
            validate_email(
                email.strip(), check_deliverability=False, test_environment=True
            ).normalized.lower()
        )
    except EmailNotValidError as error:
        raise DomainError(f"This is not an e-mail address: {error}", "email") from None


def _namesake(name: str) -> Councillor | None:
    return db.session.scalar(select(Councillor).where(Councillor.sort_name == sort_name(name)).limit(1))


def _name_anew(councillor: Councillor) -> None:
    wanted = set(name_words(councillor.name))
    rows = db.session.scalars(select(NamePart).where(NamePart.councillor_id == councillor.id)).all()
    for row in rows:
        if row.part not in wanted:
            db.session.delete(row)
    for part in sorted(wanted - {row.part for row in rows}):
        db.session.add(NamePart(part=part, councillor_id=councillor.id))

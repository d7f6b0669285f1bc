"""Commands on Codes as a whole: who adopted each, and loading those that are shipped."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.codes.importing import NewClause
from casework.codes.library import ShippedClause, ShippedCode, members_code, social_media_code
from casework.codes.models import Code, CodeAdoption, CodeVersion
from casework.codes.service.versions import begin_version, publish
from casework.codes.workflow import CodeFamily
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.members.models import Authority

_NO_AUTHORITY = "Choose at least one authority that has adopted the Code."


@command
def create_code(
    title: str, family: CodeFamily, authority_ids: Collection[int], *, actor: Officer | None
) -> Code:
    """Add a Code, adopted by these authorities; raise DomainError where its title is taken or no authority is named."""
    title = " ".join(title.split())
    if not title:
        raise DomainError("Give the Code’s title.", "title")
    if db.session.scalar(select(Code.id).where(Code.title == title)) is not None:
        raise DomainError("There is a Code with this title already. Add a version to it instead.", "title")
    code = Code(title=title, family=family)
    db.session.add(code)
    db.session.flush()
    rows = _adopt(code, authority_ids)
    record(
        Verb.CODE_CREATED, actor=actor, subject=code, also=rows, name=title, authorities=_names(authority_ids)
    )
    return code


@command
def change_adoption(code: Code, authority_ids: Collection[int], *, actor: Officer) -> None:
    """Change which authorities have adopted the Code; raise DomainError where none would be left."""
    lock(code)
    if not authority_ids:
        raise DomainError(_NO_AUTHORITY, "authorities")
    rows = db.session.scalars(select(CodeAdoption).where(CodeAdoption.code_id == code.id)).all()
    present = {row.authority_id for row in rows}
    gone = [row for row in rows if row.authority_id not in set(authority_ids)]
    for row in gone:
        db.session.delete(row)
    added = _adopt(code, set(authority_ids) - present) if set(authority_ids) - present else []
    if gone or added:
        record(
            Verb.CODE_CHANGED,
            actor=actor,
            subject=code,
            also=[*gone, *added],
            changes={"authorities": (_names(present), _names(authority_ids))},
            name=code.title,
        )


@command
def load_shipped(
    shipped: ShippedCode,
    authority_ids: Collection[int],
    *,
    label: str,
    in_force_from: date,
    actor: Officer | None,
) -> CodeVersion:
    """Add a shipped Code and publish its first version, without official wording."""
    code = create_code(shipped.title, shipped.family, authority_ids, actor=actor)
    version = begin_version(code, label, (from_shipped(clause) for clause in shipped.clauses), actor=actor)
    publish(version, in_force_from=in_force_from, in_force_to=None, irregularity="", actor=actor)
    return version


@command
def load_library(
    authority_ids: Collection[int], *, label: str, in_force_from: date, actor: Officer | None
) -> list[CodeVersion]:
    """Add and publish those shipped Codes that are not in the library yet; raise NotPossible where both are."""
    titles = set(db.session.scalars(select(Code.title)))
    wanting = [code for code in (members_code(), social_media_code()) if code.title not in titles]
    if not wanting:
        raise NotPossible("Both shipped Codes are in the library already. Nothing was changed.")
    return [
        load_shipped(code, authority_ids, label=label, in_force_from=in_force_from, actor=actor)
        for code in wanting
    ]


def from_shipped(clause: ShippedClause) -> NewClause:
    """Return a shipped clause as a new one."""
    return NewClause(
        **{name: getattr(clause, name) for name in NewClause.__dataclass_fields__ if name != "wording"}
    )


def _adopt(code: Code, authority_ids: Collection[int]) -> list[CodeAdoption]:
    if not authority_ids:
        raise DomainError(_NO_AUTHORITY, "authorities")
    rows = [CodeAdoption(code_id=code.id, authority_id=key) for key in sorted(authority_ids)]
    db.session.add_all(rows)
    return rows


def _names(authority_ids: Collection[int]) -> list[str]:
    query = select(Authority.name).where(Authority.id.in_(authority_ids)).order_by(Authority.name)
    return list(db.session.scalars(query))

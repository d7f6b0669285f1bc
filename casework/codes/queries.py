"""Reading Codes, their versions and their clauses."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from casework.codes.models import Clause, Code, CodeImport, CodeVersion
from casework.codes.workflow import VersionStatus
from casework.database import db
from casework.errors import NotFound


@dataclass(frozen=True)
class Counts:
    """How many clauses a version has, and for how many the official wording is loaded."""

    clauses: int = 0
    worded: int = 0


def codes() -> Sequence[Code]:
    """Return every Code with its versions and who adopted it."""
    return db.session.scalars(
        select(Code).options(selectinload(Code.versions), selectinload(Code.adoptions)).order_by(Code.title)
    ).all()


def code(code_id: int) -> Code:
    """Return the Code with its versions and who adopted it; raise NotFound."""
    row = db.session.scalar(
        select(Code)
        .where(Code.id == code_id)
        .options(selectinload(Code.versions), selectinload(Code.adoptions))
    )
    if row is None:
        raise NotFound
    return row


def counts() -> dict[int, Counts]:
    """Return what each version holds, by its id."""
    found = db.session.execute(
        select(Clause.version_id, func.count(), func.count(Clause.wording)).group_by(Clause.version_id)
    )
    return {version_id: Counts(clauses, worded) for version_id, clauses, worded in found}


def version(version_id: int, *options: ExecutableOption) -> CodeVersion:
    """Return a version; raise NotFound."""
    row = db.session.scalar(select(CodeVersion).where(CodeVersion.id == version_id).options(*options))
    if row is None:
        raise NotFound
    return row


def versions_of(code_id: int) -> Sequence[CodeVersion]:
    """Return the versions of a Code, drafts first, then the newest."""
    return db.session.scalars(
        select(CodeVersion)
        .where(CodeVersion.code_id == code_id)
        .order_by(CodeVersion.in_force_from.is_not(None), CodeVersion.in_force_from.desc(), CodeVersion.id)
    ).all()


def published() -> Sequence[CodeVersion]:
    """Return every published version with its Code and the Code's adoptions, oldest first: one SELECT."""
    return (
        db.session.scalars(
            select(CodeVersion)
            .where(CodeVersion.status == VersionStatus.PUBLISHED)
            .options(joinedload(CodeVersion.code).joinedload(Code.adoptions))
            .order_by(CodeVersion.in_force_from, CodeVersion.id)
        )
        .unique()
        .all()
    )


def clauses_of(version_id: int) -> Sequence[Clause]:
    """Return the clauses of a version in their order."""
    return db.session.scalars(
        select(Clause).where(Clause.version_id == version_id).order_by(Clause.position)
    ).all()


def clauses_in(version_ids: Collection[int]) -> Sequence[Clause]:
    """Return the clauses of several versions, each version's in their order."""
    return db.session.scalars(
        select(Clause).where(Clause.version_id.in_(version_ids)).order_by(Clause.version_id, Clause.position)
    ).all()


def clauses_by_ids(clause_ids: Collection[int]) -> Sequence[Clause]:
    """Return these clauses in the order of their version."""
    return db.session.scalars(
        select(Clause).where(Clause.id.in_(clause_ids)).order_by(Clause.version_id, Clause.position)
    ).all()


def clause(clause_id: int) -> Clause:
    """Return a clause with its version; raise NotFound."""
    row = db.session.scalar(
        select(Clause).where(Clause.id == clause_id).options(selectinload(Clause.code_version))
    )
    if row is None:
        raise NotFound
    return row


def unworded() -> Sequence[CodeVersion]:
    """Return the versions that lack official wording, by Code and day."""
    wanting = exists().where(Clause.version_id == CodeVersion.id, Clause.wording.is_(None))
    return db.session.scalars(
        select(CodeVersion).where(wanting).order_by(CodeVersion.code_id, CodeVersion.in_force_from)
    ).all()


def staged(import_id: int, officer_id: int) -> CodeImport:
    """Return a file that this officer is looking through; raise NotFound."""
    row = db.session.get(CodeImport, import_id)
    if row is None or row.officer_id != officer_id:
        raise NotFound
    return row


def versions_with(reference: str, version_ids: Collection[int]) -> Sequence[int]:
    """Return the ids of those versions that have a clause of this reference, in the order of their days in force."""
    return db.session.scalars(
        select(CodeVersion.id)
        .join(Clause, Clause.version_id == CodeVersion.id)
        .where(CodeVersion.id.in_(version_ids), Clause.reference == reference)
        .order_by(CodeVersion.in_force_from, CodeVersion.id)
    ).all()

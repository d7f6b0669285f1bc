"""Reading Codes, their versions and their clauses."""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from casework.codes.models import Clause, Code, CodeAdoption, CodeVersion
from casework.codes.workflow import CodeFamily, VersionStatus
from casework.database import db
from casework.errors import NotFound


def codes() -> Sequence[Code]:
    """Return every Code with its versions and who adopted it."""
    return db.session.scalars(
        select(Code).options(selectinload(Code.versions), selectinload(Code.adoptions)).order_by(Code.title)
    ).all()


def version(version_id: int, *options: ExecutableOption) -> CodeVersion:
    """Return a version; raise NotFound."""
    row = db.session.scalar(select(CodeVersion).where(CodeVersion.id == version_id).options(*options))
    if row is None:
        raise NotFound
    return row


def published_versions(family: CodeFamily, authority_id: int | None) -> Sequence[CodeVersion]:
    """Return the published versions of the Codes that an authority has adopted, oldest first.

    Where the authority is not known, those of every authority: the officer chooses.
    """
    query = (
        select(CodeVersion)
        .join(Code)
        .where(Code.family == family, CodeVersion.status == VersionStatus.PUBLISHED)
        .order_by(CodeVersion.in_force_from, CodeVersion.id)
    )
    if authority_id is not None:
        adopted = exists().where(CodeAdoption.code_id == Code.id, CodeAdoption.authority_id == authority_id)
        query = query.where(adopted)
    return db.session.scalars(query).unique().all()


def clauses_of(version_id: int) -> Sequence[Clause]:
    """Return the clauses of a version in their order."""
    return db.session.scalars(
        select(Clause).where(Clause.version_id == version_id).order_by(Clause.position)
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

"""Commands on a file that an officer looks through before any of it is saved."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.codes.importing import NewClause, NewCode, Source
from casework.codes.models import Code, CodeImport, CodeVersion
from casework.codes.service.library import create_code
from casework.codes.service.published import fill_wording
from casework.codes.service.versions import begin_version, publish
from casework.database import command, db

KEPT = timedelta(days=7)


@command
def stage(content: bytes, file_name: str, *, actor: Officer) -> CodeImport:
    """Keep a file that was read as a Code while an officer looks it through. Files left for a week go."""
    forgotten = clock.now() - KEPT
    for row in db.session.scalars(select(CodeImport).where(CodeImport.at < forgotten)):
        db.session.delete(row)
    staged = CodeImport(
        officer_id=actor.id,
        at=clock.now(),
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    db.session.add(staged)
    db.session.flush()
    return staged


@command
def import_version(
    staged: CodeImport, code: Code | NewCode, label: str, clauses: Iterable[NewClause], *, actor: Officer
) -> CodeVersion:
    """Save what an officer settled of a staged file as a draft version, of a Code that may be new."""
    source = Source(staged.file_name, staged.sha256)
    version = save_code(code, label, clauses, first_day=None, actor=actor, source=source)
    db.session.delete(staged)
    return version


@command
def save_code(
    code: Code | NewCode,
    label: str,
    clauses: Iterable[NewClause],
    *,
    first_day: date | None,
    actor: Officer,
    source: Source,
) -> CodeVersion:
    """Save a version read from a file, of a Code that may be new, and publish it where its first day is given."""
    if isinstance(code, NewCode):
        code = create_code(code.title, code.family, code.authority_ids, actor=actor)
    version = begin_version(code, label, clauses, actor=actor, source=source)
    if first_day:
        publish(
            version,
            in_force_from=first_day,
            in_force_to=None,
            irregularity="",
            actor=actor,
            end_previous=True,
        )
    return version


@command
def import_wording(
    staged: CodeImport, version: CodeVersion, wording: Mapping[str, str], *, actor: Officer
) -> int:
    """Fill a version's absent wording from a staged file; return how many clauses were filled."""
    filled = fill_wording(version, wording, actor=actor, source=Source(staged.file_name, staged.sha256))
    db.session.delete(staged)
    return filled


@command
def discard_import(staged: CodeImport) -> None:
    """Let a staged file go: nothing of it was saved."""
    db.session.delete(staged)

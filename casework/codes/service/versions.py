"""Commands on the versions of a Code: begun as drafts, published, and in force from day to day."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.clock import long_date
from casework.codes import queries
from casework.codes.importing import NewClause, Source, facts_of
from casework.codes.models import Clause, Code, CodeVersion
from casework.codes.workflow import SeamKind, VersionStatus, check_period, seams
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible


@command
def begin_version(
    code: Code,
    label: str,
    clauses: Iterable[NewClause],
    *,
    actor: Officer | None,
    source: Source | None = None,
) -> CodeVersion:
    """Begin a draft version with these clauses, in order; raise DomainError for a reference given twice, or none.

    `source`: the file from which the clauses were read.
    """
    label = " ".join(label.split())
    if not label:
        raise DomainError("Give the version a name, such as “adopted May 2026”.", "label")
    version = CodeVersion(code_id=code.id, label=label)
    db.session.add(version)
    db.session.flush()
    rows = [_clause(version, position, clause) for position, clause in enumerate(clauses, start=1)]
    _check_references(rows)
    db.session.add_all(rows)
    record(
        Verb.VERSION_CREATED,
        actor=actor,
        subject=version,
        also=rows,
        name=f"{code.title}, {label}",
        clauses=len(rows),
        **facts_of(source),
    )
    db.session.flush()
    return version


@command
def publish(
    version: CodeVersion,
    *,
    in_force_from: date | None,
    in_force_to: date | None,
    irregularity: str,
    actor: Officer | None,
    end_previous: bool = False,
) -> None:
    """Publish a draft with the days on which it is in force, both inclusive; its references and wording are then fixed.

    `end_previous`: the version that runs without end until now ends on the day before. Otherwise a gap or an
    overlap with the Code's other published versions is allowed only with a reason (`irregularity`).
    """
    lock(version)
    if version.status is not VersionStatus.DRAFT:
        raise NotPossible("This version is published already. Amend its clauses, or begin another version.")
    if in_force_from is None:
        raise DomainError("Say from which day the version is in force.", "in_force_from")
    if end_previous:
        _end_previous(version, in_force_from, actor)
    changes = changes_of(
        version,
        status=VersionStatus.PUBLISHED,
        in_force_from=in_force_from,
        in_force_to=in_force_to,
        irregularity=irregularity.strip(),
        published_at=clock.now(),
        published_by_id=actor.id if actor else None,
    )
    _check_period(version)
    record(Verb.VERSION_PUBLISHED, actor=actor, subject=version, changes=changes, name=version.label)


@command
def change_period(
    version: CodeVersion,
    *,
    in_force_from: date,
    in_force_to: date | None,
    irregularity: str,
    actor: Officer,
) -> None:
    """Change the days on which a published version is in force, for instance to end it when another follows."""
    lock(version)
    changes = changes_of(
        version, in_force_from=in_force_from, in_force_to=in_force_to, irregularity=irregularity.strip()
    )
    _check_period(version)
    if changes:
        record(Verb.VERSION_CHANGED, actor=actor, subject=version, changes=changes, name=version.label)


@command
def copy_version(version: CodeVersion, label: str, *, actor: Officer) -> CodeVersion:
    """Begin a draft with the clauses of another version of the same Code, wording included."""
    names = NewClause.__dataclass_fields__
    rows = queries.clauses_of(version.id)
    copies = [NewClause(**{name: getattr(row, name) for name in names}) for row in rows]
    return begin_version(version.code, label, copies, actor=actor)


def _end_previous(version: CodeVersion, first_day: date, actor: Officer | None) -> None:
    rows = db.session.scalars(
        select(CodeVersion).where(
            CodeVersion.code_id == version.code_id,
            CodeVersion.status == VersionStatus.PUBLISHED,
            CodeVersion.in_force_to.is_(None),
            CodeVersion.in_force_from < first_day,
        )
    )
    for row in rows:
        changes = changes_of(row, in_force_to=first_day - timedelta(days=1))
        record(Verb.VERSION_CHANGED, actor=actor, subject=row, changes=changes, name=row.label)


def _clause(version: CodeVersion, position: int, clause: NewClause) -> Clause:
    return Clause(
        version_id=version.id,
        position=position,
        reference=clause.reference.strip(),
        parent_reference=clause.parent_reference,
        section=clause.section,
        title=clause.title,
        summary=clause.summary,
        kind=clause.kind,
        advice=clause.advice,
        keywords=list(clause.keywords),
        paragraphs=list(clause.paragraphs),
        wording=clause.wording,
    )


def _check_references(rows: list[Clause]) -> None:
    if not rows:
        raise DomainError("A version needs at least one clause.", "clauses")
    references = [row.reference for row in rows]
    twice = sorted({key for key in references if references.count(key) > 1})
    if "" in references:
        raise DomainError("Give every clause a reference.", "clauses")
    if twice:
        raise DomainError(
            f"Each reference stands for one clause: {', '.join(twice)} is there twice.", "clauses"
        )


def _check_period(version: CodeVersion) -> None:
    check_period(version.in_force_from, version.in_force_to)
    others = db.session.scalars(
        select(CodeVersion).where(
            CodeVersion.code_id == version.code_id,
            CodeVersion.status == VersionStatus.PUBLISHED,
            CodeVersion.id != version.id,
        )
    ).all()
    found = [seam for seam in seams([*others, version]) if version in {seam.earlier, seam.later}]
    if found and not version.irregularity:
        seam = found[0]
        what = "no version would be" if seam.kind is SeamKind.GAP else "two versions would be"
        until = f" to {long_date(seam.last)}" if seam.last else " on"
        raise DomainError(
            f"From {long_date(seam.first)}{until}, {what} in force. Correct the dates, or say why this is "
            "right.",
            "irregularity",
        )

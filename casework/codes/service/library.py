"""Commands of the Code library: Codes, versions, clauses, and what may still change once a version is published."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.codes import queries
from casework.codes.importing import NewClause, Source
from casework.codes.library import ShippedClause, ShippedCode, members_code, social_media_code
from casework.codes.models import Clause, Code, CodeAdoption, CodeVersion
from casework.codes.workflow import ClauseKind, CodeFamily, SeamKind, VersionStatus, check_period, seams
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.members.models import Authority
from casework.versions import expect_version

_NO_AUTHORITY = "Choose at least one authority that has adopted the Code."
AMENDED = {
    "title": "Title",
    "summary": "Summary",
    "kind": "Kind",
    "advice": "Advice to officers",
    "keywords": "Keywords",
    "paragraphs": "Members’ Code paragraphs",
}


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
        **_facts(source),
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
def amend_clause(
    clause: Clause,
    *,
    title: str,
    summary: str,
    kind: ClauseKind,
    advice: str,
    keywords: Iterable[str],
    paragraphs: Iterable[str],
    reason: str,
    actor: Officer,
    version: int | None = None,
) -> None:
    """Amend what is our own of a clause: title, summary, kind, advice, keywords, cross-walk. History is kept.

    References and wording of a published version never change. `version`: the clause's own, as the officer saw it;
    raises Stale where it has moved on.
    """
    lock(clause)
    if not reason.strip():
        raise DomainError("Say why the clause is amended.", "reason")
    if not title.strip():
        raise DomainError("Give the clause a title.", "title")
    values: dict[str, object] = {
        "title": title.strip(),
        "summary": summary.strip(),
        "kind": kind,
        "advice": advice.strip(),
        "keywords": _distinct(keywords),
        "paragraphs": _distinct(paragraphs),
    }
    expect_version(clause, version, values, AMENDED)
    changes = changes_of(clause, **values)
    if changes:
        record(
            Verb.CLAUSE_AMENDED,
            actor=actor,
            subject=clause,
            changes=changes,
            name=clause.reference,
            reason=reason.strip(),
        )


@command
def fill_wording(
    version: CodeVersion, wording: Mapping[str, str], *, actor: Officer | None, source: Source | None = None
) -> int:
    """Fill absent official wording, {reference: text}, once, from an import; return how many clauses were filled.

    Raises NotPossible where the clauses are not those of the version, or one has other wording already: a published
    version's wording never changes.
    """
    lock(version)
    clauses = {clause.reference: clause for clause in queries.clauses_of(version.id)}
    strange = sorted(wording.keys() - clauses.keys())
    if strange:
        raise NotPossible(
            f"This version has no clause {_some(strange)}. Import the file as a version of its own instead."
        )
    wanting = [key for key, clause in clauses.items() if clause.wording is None and key not in wording]
    if wanting:
        raise NotPossible(
            f"The file has no wording for {_some(wanting)}. Check the references, and that it is the same Code."
        )
    differing = [key for key, text in wording.items() if clauses[key].wording not in {None, text}]
    if differing:
        raise NotPossible(
            f"The wording of {_some(differing)} is loaded already and differs. Import the file as another version."
        )
    filled = [clauses[key] for key in wording if clauses[key].wording is None]
    for clause in filled:
        clause.wording, clause.wording_filled_at = wording[clause.reference], clock.now()
        record(Verb.WORDING_FILLED, actor=actor, subject=clause, name=clause.reference, **_facts(source))
    return len(filled)


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


@command
def copy_version(version: CodeVersion, label: str, *, actor: Officer) -> CodeVersion:
    """Begin a draft with the clauses of another version of the same Code, wording included."""
    names = NewClause.__dataclass_fields__
    rows = queries.clauses_of(version.id)
    copies = [NewClause(**{name: getattr(row, name) for name in names}) for row in rows]
    return begin_version(version.code, label, copies, actor=actor)


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


def _some(references: Sequence[str]) -> str:
    more = f" and {len(references) - 5} more" if len(references) > 5 else ""
    return f"{', '.join(references[:5])}{more}"


def _facts(source: Source | None) -> dict[str, Any]:
    return {"file": source.name, "sha256": source.sha256} if source else {}


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


def _names(authority_ids: Collection[int]) -> list[str]:
    query = select(Authority.name).where(Authority.id.in_(authority_ids)).order_by(Authority.name)
    return list(db.session.scalars(query))


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
        until = f" to {seam.last.day} {seam.last:%B %Y}" if seam.last else " on"
        raise DomainError(
            f"From {seam.first.day} {seam.first:%B %Y}{until}, {what} in force. Correct the dates, or say why this is "
            "right.",
            "irregularity",
        )


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))

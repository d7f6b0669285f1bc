"""Commands on drafts: until a version is published, its references, sections and wording can be corrected."""

from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.codes import queries
from casework.codes.models import Clause, CodeVersion
from casework.codes.workflow import ClauseKind, check_draft
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.versions import expect_version

SETTLED = {
    "reference": "Reference",
    "section": "Section",
    "title": "Title",
    "kind": "Kind",
    "wording": "Official wording",
}


@command
def add_clause(
    version: CodeVersion,
    *,
    reference: str,
    section: str,
    title: str,
    kind: ClauseKind,
    wording: str,
    actor: Officer,
) -> Clause:
    """Add a clause to a draft, after the last of its section; raise DomainError for a reference that it has."""
    _draft(version)
    values = _values(version, None, reference, section, title, kind, wording)
    rows = queries.clauses_of(version.id)
    place = max((row.position for row in rows if row.section == section.strip()), default=len(rows))
    later = [row for row in rows if row.position > place]
    for row in later:
        row.position += 1
    clause = Clause(version_id=version.id, position=place + 1, keywords=[], paragraphs=[], **values)
    db.session.add(clause)
    record(Verb.CLAUSE_ADDED, actor=actor, subject=clause, also=later, name=clause.reference)
    db.session.flush()
    return clause


@command
def correct_clause(
    clause: Clause,
    *,
    reference: str,
    section: str,
    title: str,
    kind: ClauseKind,
    wording: str,
    actor: Officer,
    version: int | None = None,
) -> None:
    """Correct a clause of a draft. `version`: the clause's own as the officer saw it; raises Stale."""
    draft = queries.version(clause.version_id)
    _draft(draft)
    lock(clause)
    values = _values(draft, clause, reference, section, title, kind, wording)
    expect_version(clause, version, values, SETTLED)
    under = [row for row in queries.clauses_of(draft.id) if row.parent_reference == clause.reference]
    changes = changes_of(clause, **values)
    if "reference" in changes:
        for row in under:
            row.parent_reference = clause.reference
    if changes:
        record(
            Verb.CLAUSE_CORRECTED,
            actor=actor,
            subject=clause,
            also=under,
            changes=changes,
            name=clause.reference,
        )


@command
def remove_clause(clause: Clause, *, actor: Officer) -> None:
    """Take a clause out of a draft; what stood under it stands on its own."""
    draft = queries.version(clause.version_id)
    _draft(draft)
    rows = queries.clauses_of(draft.id)
    if len(rows) == 1:
        raise NotPossible("It is the draft’s only clause. Add another first, or discard the draft.")
    under = [row for row in rows if row.parent_reference == clause.reference]
    for row in under:
        row.parent_reference = None
    db.session.delete(clause)
    record(
        Verb.CLAUSE_REMOVED,
        actor=actor,
        subject=draft,
        also=[clause, *under],
        name=clause.reference,
        reason=clause.title,
    )


@command
def discard_version(version: CodeVersion, *, actor: Officer) -> None:
    """Discard a draft with its clauses."""
    _draft(version)
    rows = queries.clauses_of(version.id)
    name = f"{version.code.title}, {version.label}"
    code = version.code
    for row in rows:
        db.session.delete(row)
    db.session.flush()
    db.session.delete(version)
    record(Verb.VERSION_DISCARDED, actor=actor, subject=code, also=[version, *rows], name=name)


def _draft(version: CodeVersion) -> None:
    lock(version)
    check_draft(version.status)


def _values(
    version: CodeVersion,
    clause: Clause | None,
    reference: str,
    section: str,
    title: str,
    kind: ClauseKind,
    wording: str,
) -> dict[str, object]:
    reference = reference.strip()
    for text, field, what in ((reference, "reference", "reference"), (title.strip(), "title", "title")):
        if not text:
            raise DomainError(f"Give the clause a {what}.", field)
    taken = select(Clause.id).where(Clause.version_id == version.id, Clause.reference == reference)
    if set(db.session.scalars(taken)) - {clause.id if clause else None}:
        raise DomainError(f"Another clause of this version has the reference {reference}.", "reference")
    return {
        "reference": reference,
        "section": section.strip(),
        "title": title.strip(),
        "kind": kind,
        "wording": wording.strip() or None,
    }

"""What may still change in a published version: what is our own of a clause, and wording that was absent."""

from collections.abc import Iterable, Mapping, Sequence

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.codes import queries
from casework.codes.importing import Source, facts_of
from casework.codes.models import Clause, CodeVersion
from casework.codes.workflow import ClauseKind
from casework.database import command, lock
from casework.errors import DomainError, NotPossible
from casework.versions import expect_version

AMENDED = {
    "title": "Title",
    "summary": "Summary",
    "kind": "Kind",
    "advice": "Advice to officers",
    "keywords": "Keywords",
    "paragraphs": "Members’ Code paragraphs",
}


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
        record(Verb.WORDING_FILLED, actor=actor, subject=clause, name=clause.reference, **facts_of(source))
    return len(filled)


def _some(references: Sequence[str]) -> str:
    more = f" and {len(references) - 5} more" if len(references) > 5 else ""
    return f"{', '.join(references[:5])}{more}"


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))

"""What the clauses page shows: the version that binds, what the words suggest, and the paragraphs that may follow."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from casework.cases.models import Allegation, Case, ClauseMark
from casework.codes import queries as codes
from casework.codes.models import Clause, CodeVersion
from casework.codes.suggestions import Suggestion, suggest
from casework.database import db
from casework.intake.matters import Matter


@dataclass(frozen=True)
class Offer:
    """The clauses to choose among for one matter. `suggested` first; `others` by section; `context` grounds nothing.

    `paragraphs`: {value: (reference, title)} of the Members' Code. `alleged`: an allegation on it stands already.
    """

    matter: Matter
    prefix: str
    version: CodeVersion | None
    suggested: Sequence[Suggestion[Any]]
    others: Sequence[tuple[str, Sequence[Clause]]]
    context: Sequence[Clause]
    paragraphs: Mapping[str, tuple[str, str]]
    marks: Mapping[int, bool]
    alleged: bool

    @property
    def asks_reason(self) -> bool:
        """Whether the dates may leave a version to be chosen, with a reason."""
        governing = self.matter.governing
        return governing.social_media.needs_choice or governing.members.needs_choice

    def name_of(self, field: str) -> str:
        """Return what a field of this matter is called on the page that holds several."""
        return f"{self.prefix}{field}"

    def words_of(self, suggestion: Suggestion[Any]) -> list[str]:
        """Return the words that suggested a clause, each once, as they stand in the texts."""
        return list(dict.fromkeys(match.words for match in suggestion.matches))

    def grounds(self) -> list[Clause]:
        """Return every clause that may be chosen."""
        return [each.clause for each in self.suggested] + [row for _, group in self.others for row in group]


def offers(
    case: Case,
    matters: Sequence[Matter],
    allegations: Collection[Allegation],
    chosen: Mapping[str, int],
) -> list[Offer]:
    """Return what may be chosen for each matter: two SELECTs, however many there are.

    `chosen`: {key of a matter: the officer's version of the Social Media Code}, where the date does not decide.
    """
    versions = [_version(matter, chosen.get(matter.key)) for matter in matters]
    wanted = {version.id for version in versions if version}
    wanted |= {each.id for matter in matters for each in matter.governing.members.candidates}
    clauses: dict[int, list[Clause]] = defaultdict(list)
    for clause in codes.clauses_in(wanted):
        clauses[clause.version_id].append(clause)
    rows = db.session.scalars(select(ClauseMark).where(ClauseMark.case_id == case.id))
    marks = {mark.clause_id: mark.accepted for mark in rows}
    resting = {(row.conduct_id, row.subject_id) for row in allegations}
    return [
        _offer(case, matter, f"{place}-" if place else "", version, clauses, marks, resting)
        for place, (matter, version) in enumerate(zip(matters, versions, strict=True))
    ]


def proposed_paragraphs(clauses: Iterable[Clause], known: Collection[str]) -> list[str]:
    """Return the Members' Code paragraphs that these clauses map to, the one most of them share first."""
    counted = Counter(
        paragraph for clause in clauses for paragraph in clause.paragraphs if paragraph in known
    )
    return [paragraph for paragraph, _ in counted.most_common()]


def _version(matter: Matter, chosen: int | None) -> CodeVersion | None:
    selection = matter.governing.social_media
    found: CodeVersion | None = selection.version or next(
        (each for each in selection.candidates if each.id == chosen), None
    )
    return found


def _offer(
    case: Case,
    matter: Matter,
    prefix: str,
    version: CodeVersion | None,
    clauses: Mapping[int, list[Clause]],
    marks: Mapping[int, bool],
    resting: Collection[tuple[int, int | None]],
) -> Offer:
    every = clauses[version.id] if version else []
    grounds: list[Any] = [clause for clause in every if clause.kind.grounds_allegation]
    suggested = suggest(_texts(case, matter), grounds)
    found = {each.clause.id for each in suggested}
    rest = [clause for clause in grounds if clause.id not in found]
    who: set[int | None] = {each.id for each in matter.subjects} or {None}
    return Offer(
        matter,
        prefix,
        version,
        suggested,
        [(section, list(group)) for section, group in groupby(rest, key=lambda clause: clause.section)],
        [clause for clause in every if not clause.kind.grounds_allegation],
        _paragraphs(matter.governing.members.candidates, clauses),
        marks,
        not matter.moves and all((matter.conduct.id, each) in resting for each in who),
    )


def _texts(case: Case, matter: Matter) -> dict[str, str]:
    said = {f"post {place}": post.words for place, post in enumerate(matter.posts, 1)}
    return {**said, "description": case.description, "what was done": matter.conduct.description}


def _paragraphs(
    versions: Sequence[CodeVersion], clauses: Mapping[int, list[Clause]]
) -> dict[str, tuple[str, str]]:
    """Return the paragraphs in force; where several versions may be, each version's own, with its name."""
    if len(versions) == 1:
        return {row.reference: (row.reference, row.title) for row in clauses[versions[0].id]}
    return {
        f"{version.id}:{row.reference}": (row.reference, f"{row.title} ({version.label})")
        for version in versions
        for row in clauses[version.id]
    }

"""What the clauses page shows: the version that binds, what the words suggest, and the paragraphs that may follow."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from casework.cases.models import Case, ClauseMark, Conduct, SubjectMember
from casework.cases.queries import Governing, governing_codes
from casework.codes import queries as codes
from casework.codes.models import Clause, CodeVersion
from casework.codes.suggestions import Suggestion, suggest
from casework.codes.workflow import CodeFamily
from casework.database import db


@dataclass(frozen=True)
class Offer:
    """The clauses to choose among. `suggested` come first; `others` by section; `context` cannot ground anything."""

    governing: Governing
    version: CodeVersion | None
    suggested: Sequence[Suggestion[Any]]
    others: Sequence[tuple[str, Sequence[Clause]]]
    context: Sequence[Clause]
    paragraphs: dict[str, str]
    marks: dict[int, bool]
    wording_loaded: bool

    def words_of(self, suggestion: Suggestion[Any]) -> list[str]:
        """Return the words that suggested a clause, each once, as they stand in the texts."""
        return list(dict.fromkeys(match.words for match in suggestion.matches))


def offer(case: Case, conduct: Conduct, subject: SubjectMember | None, version_id: int | None) -> Offer:
    """Return what may be chosen for a conduct whose posts are loaded.

    `version_id` is the officer's choice, where the date does not decide.
    """
    governing = governing_codes(conduct, subject.authority_id if subject else None)
    selection = governing.social_media
    version: CodeVersion | None = selection.version or next(
        (each for each in selection.candidates if each.id == version_id), None
    )
    clauses = codes.clauses_of(version.id) if version else []
    grounds: list[Any] = [clause for clause in clauses if clause.kind.grounds_allegation]
    suggested = suggest(_texts(case, conduct), grounds)
    found = {each.clause.id for each in suggested}
    rest = [clause for clause in grounds if clause.id not in found]
    marks = db.session.scalars(select(ClauseMark).where(ClauseMark.case_id == case.id)).all()
    return Offer(
        governing,
        version,
        suggested,
        [(section, list(group)) for section, group in groupby(rest, key=lambda clause: clause.section)],
        [clause for clause in clauses if not clause.kind.grounds_allegation],
        _paragraphs(governing.members.candidates),
        {mark.clause_id: mark.accepted for mark in marks},
        any(clause.wording for clause in clauses),
    )


def proposed_paragraphs(clauses: Iterable[Clause], known: Collection[str]) -> list[str]:
    """Return the Members' Code paragraphs that these clauses map to, the one most of them share first."""
    counted = Counter(
        paragraph for clause in clauses for paragraph in clause.paragraphs if paragraph in known
    )
    return [paragraph for paragraph, _ in counted.most_common()]


def _texts(case: Case, conduct: Conduct) -> dict[str, str]:
    posts = [post for post in conduct.posts if not post.taken_out_reason]
    said = {f"post {place}": post.words for place, post in enumerate(posts, 1)}
    return {**said, "description": case.description, "what was done": conduct.description}


def _paragraphs(versions: Sequence[CodeVersion]) -> dict[str, str]:
    """Return {reference: title} of the Members' Code in force; where several may be, of the newest that has it."""
    ids = [version.id for version in versions if version.code.family is CodeFamily.MEMBERS]
    rows = db.session.scalars(
        select(Clause).where(Clause.version_id.in_(ids)).order_by(Clause.version_id, Clause.position)
    ).all()
    return {row.reference: row.title for row in rows}

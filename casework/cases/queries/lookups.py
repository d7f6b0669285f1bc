"""Finding a case by what an officer types."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select

from casework.cases.models import Case, SubjectMember
from casework.cases.queries.visibility import Viewer, sees
from casework.database import db
from casework.errors import DomainError
from casework.members.models import Councillor

MATCHES = 10
SHORTEST = 2
LONGEST_ID = 10


def case_matches(viewer: Viewer, words: str) -> Sequence[tuple[Case, str]]:
    """Return up to ten (case, names of councillors) that the viewer may see, whose reference or councillor fits."""
    wanted = " ".join(words.split())
    if len(wanted) < SHORTEST:
        return []
    like = "%" + wanted.casefold().replace("\\", "").replace("%", "").replace("_", "") + "%"
    named = (
        select(SubjectMember.case_id)
        .join(Councillor, Councillor.id == SubjectMember.councillor_id)
        .where(func.lower(Councillor.name).like(like), SubjectMember.removed_reason == "")
    )
    cases = db.session.scalars(
        _visible(viewer)
        .where(or_(func.lower(Case.reference).like(like), Case.id.in_(named)))
        .order_by(Case.id.desc())
        .limit(MATCHES)
    ).all()
    names: dict[int, list[str]] = {}
    for case_id, name in db.session.execute(
        select(SubjectMember.case_id, Councillor.name)
        .join(Councillor, Councillor.id == SubjectMember.councillor_id)
        .where(SubjectMember.case_id.in_([case.id for case in cases]), SubjectMember.removed_reason == "")
        .order_by(SubjectMember.id)
    ):
        names.setdefault(case_id, []).append(name)
    return [(case, ", ".join(names.get(case.id, []))) for case in cases]


def case_named(viewer: Viewer, words: str, chosen_id: str | None = None, *, field: str = "other") -> Case:
    """Return the visible case that a form names: by the id that was chosen, or by the reference as typed.

    Raises DomainError where there is none that the viewer can see; hidden and absent read the same.
    """
    wanted = "".join(words.split()).casefold()
    number = wanted.removeprefix("draft") if wanted.startswith("draft") else chosen_id or ""
    query = _visible(viewer)
    if number.isdecimal() and len(number) < LONGEST_ID:
        query = query.where(Case.id == int(number))
    else:
        query = query.where(func.lower(Case.reference) == wanted)
    case = db.session.scalar(query)
    if case is None:
        raise DomainError(
            f"There is no case “{words.strip()}” that you can see. Give its whole reference, as it stands on the case.",
            field,
        )
    return case


def _visible(viewer: Viewer) -> Select[Case]:
    return select(Case).where(sees(viewer, Case.id))

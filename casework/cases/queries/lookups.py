"""Finding a case by what an officer types.

Each way of finding one walks an index from its newest entry and stops at the limit, so that ten matches cost the same
in an office of a hundred cases and of a hundred thousand.
"""

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import Select, select, union_all

from casework.cases.models import Case, CaseCounter, SubjectMember
from casework.cases.queries.visibility import Viewer, sees
from casework.database import db
from casework.errors import DomainError
from casework.members import queries as members
from casework.members.models import Councillor

MATCHES = 10
COUNCILLORS = 30  # whose cases are looked at; whoever wants another types more of the name
SHORTEST = 2
LONGEST_NUMBER = 9  # digits; more would not fit the column
NUMBERED = re.compile(r"(?:[^\W\d_]+\W*)?(?P<year>\d{4})\W+(?P<number>\d{1,6})")
DRAFT = re.compile(r"draft\W*(?P<id>\d{1,9})", re.IGNORECASE)


def read_reference(words: str) -> tuple[int, int] | None:
    """Return the (year, number) of a reference as people write it, with or without its prefix and noughts."""
    found = NUMBERED.fullmatch(words.strip())
    return (int(found["year"]), int(found["number"])) if found else None


def case_matches(viewer: Viewer, words: str) -> Sequence[tuple[Case, str]]:
    """Return up to ten (case, names of councillors) that the viewer may see.

    They fit by the beginning of the reference, by year and number or number alone, or by the beginnings of the words
    of a councillor's name or of a known handle.
    """
    wanted = " ".join(words.split())
    if len(wanted) < SHORTEST:
        return []
    ids: dict[int, None] = {}
    for query in _ways(viewer, wanted):
        ids |= dict.fromkeys(db.session.scalars(query.limit(MATCHES)))
        if len(ids) >= MATCHES:
            break
    chosen = list(ids)[:MATCHES]
    cases = {case.id: case for case in db.session.scalars(select(Case).where(Case.id.in_(chosen)))}
    names = _names(chosen)
    return [(cases[case_id], ", ".join(names.get(case_id, []))) for case_id in chosen]


def case_named(viewer: Viewer, words: str, chosen_id: str | None = None, *, field: str = "other") -> Case:
    """Return the visible case that a form names: by the id that was chosen, or by the reference as typed.

    Raises DomainError where there is none that the viewer can see; hidden and absent read the same.
    """
    draft, chosen, reference = DRAFT.fullmatch(words.strip()), chosen_id or "", read_reference(words)
    query = select(Case).where(sees(viewer, Case.id))
    if draft:
        query = query.where(Case.id == int(draft["id"]))
    elif chosen.isdecimal() and len(chosen) <= LONGEST_NUMBER:
        query = query.where(Case.id == int(chosen))
    elif reference:
        query = query.where(Case.year == reference[0], Case.number == reference[1])
    else:
        query = query.where(Case.reference == "".join(words.split()).upper())
    case = db.session.scalar(query)
    if case is None:
        raise DomainError(
            f"There is no case “{words.strip()}” that you can see. Give its whole reference, as it stands on the case.",
            field,
        )
    return case


def _ways(viewer: Viewer, wanted: str) -> Iterator[Select[int]]:
    """Yield the selects of case ids that fit, the likeliest first."""
    visible = select(Case.id).where(sees(viewer, Case.id))
    if draft := DRAFT.fullmatch(wanted):
        yield visible.where(Case.id == int(draft["id"]))
    if reference := read_reference(wanted):
        yield visible.where(Case.year == reference[0], Case.number == reference[1])
    if wanted.isdecimal() and len(wanted) <= LONGEST_NUMBER:
        years = select(CaseCounter.year)
        yield visible.where(Case.year.in_(years), Case.number == int(wanted)).order_by(Case.year.desc())
        yield visible.where(Case.year == int(wanted)).order_by(Case.number.desc())
    beginning = members.begins(Case.reference, "".join(wanted.split()).upper())
    yield visible.where(beginning).order_by(Case.reference.desc())
    if councillors := db.session.scalars(members.ids_matching(wanted).limit(COUNCILLORS)).all():
        yield _about(viewer, councillors)


def _about(viewer: Viewer, councillors: Sequence[int]) -> Select[int]:
    """Return the select of the newest visible cases about these councillors, so many of each and no more."""
    each = [
        select(SubjectMember.case_id)
        .where(
            SubjectMember.councillor_id == councillor_id,
            SubjectMember.removed_reason == "",
            sees(viewer, SubjectMember.case_id),
        )
        .order_by(SubjectMember.case_id.desc())
        .limit(MATCHES)
        .subquery()
        for councillor_id in councillors
    ]
    found = union_all(*(select(part.c.case_id) for part in each)).subquery()
    return select(found.c.case_id).distinct().order_by(found.c.case_id.desc())


def _names(case_ids: Sequence[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    rows = db.session.execute(
        select(SubjectMember.case_id, Councillor.name)
        .join(Councillor, Councillor.id == SubjectMember.councillor_id)
        .where(SubjectMember.case_id.in_(case_ids), SubjectMember.removed_reason == "")
        .order_by(SubjectMember.id)
    )
    for case_id, name in rows:
        names.setdefault(case_id, []).append(name)
    return names

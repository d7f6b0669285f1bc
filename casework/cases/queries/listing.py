"""The list of cases: one filter for the page, its count and its export."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.cases.models import Case, Post, SubjectMember
from casework.cases.queries.visibility import Viewer, sees
from casework.cases.workflow import MERGED, CaseStatus, Nature
from casework.database import db
from casework.members.models import Authority, Councillor
from casework.members.workflow import Platform
from casework.permissions import Permission
from casework.web.paging import COUNT_LIMIT, Page, paginate

BATCH = 1_000
FEW = COUNT_LIMIT  # cases: the most that are put in order for a page
ORDERS: dict[str, tuple[InstrumentedAttribute[Any], ...]] = {
    "received": (Case.received_on, Case.id),
    "councillor": (Case.member_order, Case.id),
    "due": (Case.due_order, Case.id),
    "reference": (Case.year, Case.number, Case.id),
}
DEFAULT_ORDER = "-received"


@dataclass(frozen=True)
class CaseFilter:
    """What is listed, and in which order; `sort` is a key of ORDERS, with "-" before it the other way round.

    `statuses` empty: every case. `councillor`: words of a name. Days are inclusive.
    """

    statuses: tuple[CaseStatus, ...] = (CaseStatus.OPEN,)
    owner_id: int | None = None
    authority_id: int | None = None
    councillor: str = ""
    nature: Nature | None = None
    platform: Platform | None = None
    received_from: date | None = None
    received_to: date | None = None
    overdue: bool = False
    sort: str = DEFAULT_ORDER

    @property
    def in_use(self) -> int:
        """How many filters narrow the list."""
        plain = CaseFilter()
        return sum(
            getattr(self, each.name) != getattr(plain, each.name)
            for each in fields(self)
            if each.name != "sort"
        )


def listed(viewer: Viewer, wanted: CaseFilter, today: date) -> Select[Case]:
    """Return the select of the cases that `viewer` may see and that fit, in their order."""
    return _ordered(_fitting(viewer, wanted, today, _narrowed(viewer, wanted)), wanted)


def _fitting(
    viewer: Viewer, wanted: CaseFilter, today: date, narrowed: Sequence["_Narrowed"]
) -> Select[Case]:
    asked = (each.condition for each in narrowed)
    return select(Case).where(sees(viewer, Case.id), *_conditions(wanted, today), *asked)


def _ordered(query: Select[Any], wanted: CaseFilter) -> Select[Any]:
    down = wanted.sort.startswith("-")
    order = ORDERS.get(wanted.sort.removeprefix("-")) or ORDERS[DEFAULT_ORDER.removeprefix("-")]
    return query.order_by(*(column.desc() if down else column.asc() for column in order))


def page_of_cases(viewer: Viewer, wanted: CaseFilter, today: date, number: int) -> Page[Case]:
    """Return a page of the list, with owners and councillors: three SELECTs, whatever its length.

    One more for each of authority, councillor and platform.
    """
    narrowed = _narrowed(viewer, wanted)
    keys = _fitting(viewer, wanted, today, narrowed).with_only_columns(Case.id)
    shown = select(Case).options(
        joinedload(Case.owner).lazyload(Officer.role_rows),
        selectinload(Case.subjects).joinedload(SubjectMember.councillor),
    )
    return paginate(
        db.session(),
        _ordered(shown, wanted),
        number,
        keys=_ordered(keys, wanted),
        known=_known(wanted, narrowed),
    )


def cases_of_councillor(viewer: Viewer, councillor_id: int, number: int) -> Page[Case]:
    """Return a page of the visible cases about a councillor, the newest first: two SELECTs.

    Left out: cases in which the councillor was found not to be concerned, and drafts that were discarded.
    """
    query = (
        select(Case)
        .join(SubjectMember, SubjectMember.case_id == Case.id)
        .where(
            SubjectMember.councillor_id == councillor_id,
            SubjectMember.removed_reason == "",
            Case.status != CaseStatus.DISCARDED,
            sees(viewer, Case.id),
        )
        .order_by(Case.received_on.desc(), Case.id.desc())
    )
    return paginate(db.session(), query, number)


def owner_choices() -> dict[str, str]:
    """Return {id: name} of the officers who may have cases of their own, and of those who have some still."""
    owns = exists().where(Case.owner_id == Officer.id)  # asked of each officer: they are few, and cases many
    rows = db.session.execute(
        select(Officer.id, Officer.name)
        .where(accounts.grants(Permission.CASE_EDIT) | owns)
        .order_by(Officer.name)
    )
    return {str(officer_id): name for officer_id, name in rows}


def rows_of_cases(viewer: Viewer, wanted: CaseFilter, today: date) -> Iterator[tuple[object, ...]]:
    """Yield, for each case of the whole list, what EXPORTED names. Reads in batches: memory stays flat."""
    query = (
        listed(viewer, wanted, today)
        .outerjoin(Officer, Officer.id == Case.owner_id)
        .with_only_columns(Case.id, Case.merged_into_id, *_columns())
        .execution_options(yield_per=BATCH)
    )
    for batch in db.session.execute(query).partitions():
        members = _members([row[0] for row in batch])
        for case_id, merged_into, reference, nature, status, assessment, outcome, *rest in batch:
            names, authorities = members.get(case_id, ("", ""))
            ended = MERGED if merged_into else outcome
            yield (
                reference or f"Draft {case_id}",
                names,
                authorities,
                nature,
                status,
                assessment,
                ended,
                *rest,
            )


EXPORTED = (
    "Reference",
    "Councillor",
    "Authority",
    "Nature",
    "Status",
    "Assessment",
    "Outcome",
    "Received",
    "Acknowledged",
    "Member told",
    "Next update due",
    "Next due",
    "Case owner",
    "Closed",
)


def _columns() -> Sequence[InstrumentedAttribute[Any]]:
    return (
        Case.reference,
        Case.nature,
        Case.status,
        Case.assessment,
        Case.outcome,
        Case.received_on,
        Case.acknowledged_on,
        Case.member_told_on,
        Case.next_update_on,
        Case.next_due_on,
        Officer.name,
        Case.closed_on,
    )


def _members(case_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return {case: (names, authorities)} of a batch."""
    found: dict[int, tuple[list[str], list[str]]] = {}
    rows = db.session.execute(
        select(SubjectMember.case_id, Councillor.name, Authority.name)
        .join(Councillor, Councillor.id == SubjectMember.councillor_id)
        .outerjoin(Authority, Authority.id == SubjectMember.authority_id)
        .where(SubjectMember.case_id.in_(case_ids), SubjectMember.removed_reason == "")
        .order_by(SubjectMember.id)
    )
    for case_id, name, authority in rows:
        names, authorities = found.setdefault(case_id, ([], []))
        names.append(name)
        if authority and authority not in authorities:
            authorities.append(authority)
    return {case_id: ("; ".join(names), "; ".join(places)) for case_id, (names, places) in found.items()}


def _conditions(wanted: CaseFilter, today: date) -> Iterator[ColumnElement[bool]]:
    if wanted.statuses:
        yield (
            Case.status.in_(wanted.statuses)
            if len(wanted.statuses) > 1
            else Case.status == wanted.statuses[0]
        )
    if wanted.owner_id is not None:
        yield Case.owner_id == wanted.owner_id
    if wanted.nature is not None:
        yield Case.nature == wanted.nature
    if wanted.received_from is not None:
        yield Case.received_on >= wanted.received_from
    if wanted.received_to is not None:
        yield Case.received_on <= wanted.received_to
    if wanted.overdue:
        yield Case.due_order < today


@dataclass(frozen=True)
class _Narrowed:
    """A condition on what a case holds, and how many cases fit it that the viewer may see, FEW + 1 at most."""

    condition: ColumnElement[bool]
    count: int


def _narrowed(viewer: Viewer, wanted: CaseFilter) -> list[_Narrowed]:
    """Return what else is asked of the cases: one SELECT each."""
    about = select(SubjectMember.case_id).where(SubjectMember.removed_reason == "")
    its_own = SubjectMember.case_id == Case.id
    found = []
    if wanted.authority_id is not None:
        those = about.where(SubjectMember.authority_id == wanted.authority_id)
        found.append(_is_among(viewer, those, those.where(its_own)))
    if wanted.councillor:
        named = Councillor.name.icontains(wanted.councillor, autoescape=True)
        those = about.where(SubjectMember.councillor_id.in_(select(Councillor.id).where(named)))
        asked = about.join(Councillor, Councillor.id == SubjectMember.councillor_id).where(named, its_own)
        found.append(_is_among(viewer, those, asked))
    if wanted.platform is not None:
        those = select(Post.case_id).where(Post.platform == wanted.platform, Post.taken_out_reason == "")
        found.append(_is_among(viewer, those, those.where(Post.case_id == Case.id)))
    return found


def _is_among(viewer: Viewer, cases: Select[int], asked: Select[int]) -> _Narrowed:
    """Return the condition that a case is one of `cases`; `asked` is the same, asked of one case.

    Few are looked up one by one and put in order; where there are many, the list is walked in its order, and each of
    its cases asked whether it is one of them. Either way round, the other way takes a look at every case there is.
    """
    [case_id] = cases.selected_columns
    seen = cases.where(sees(viewer, case_id)).distinct().limit(FEW + 1).subquery()
    count = db.session.scalar(select(func.count()).select_from(seen)) or 0
    return _Narrowed(Case.id.in_(cases) if count <= FEW else asked.exists(), count)


def _known(wanted: CaseFilter, narrowed: Sequence[_Narrowed]) -> int | None:
    """Return how many cases are listed, where that is known already: one condition, and nothing else is asked."""
    plain = not wanted.statuses and wanted.in_use == 1 + (wanted.statuses != CaseFilter().statuses)
    return narrowed[0].count if plain and len(narrowed) == 1 else None

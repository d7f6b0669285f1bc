"""Finding authorities, councillors, their offices and their accounts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from casework import clock
from casework.database import db
from casework.errors import DomainError, NotFound
from casework.members.folding import handle_key, name_words
from casework.members.models import Authority, Councillor, NamePart, Office, SocialAccount

MATCHES = 10
LONGEST_ID = 9  # digits; more would not fit the column
LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True)
class Match:
    """A councillor as a type-ahead shows them: `hint` tells two of one name apart."""

    id: int
    label: str
    hint: str


def authorities() -> Sequence[Authority]:
    """Return every authority by name."""
    return db.session.scalars(select(Authority).order_by(Authority.name)).all()


def authorities_with_offices() -> list[tuple[Authority, int]]:
    """Return every authority by name, with how many offices in it are held today."""
    held = select(func.count(Office.id)).where(Office.authority_id == Authority.id, held_on(clock.today()))
    rows = db.session.execute(select(Authority, held.scalar_subquery()).order_by(Authority.name))
    return [(row[0], row[1]) for row in rows]


def authority_by_id(authority_id: int) -> Authority:
    """Return the authority; raise NotFound."""
    row = db.session.get(Authority, authority_id)
    if row is None:
        raise NotFound
    return row


def authority_named(name: str) -> Authority | None:
    """Return the authority of this name, in any case of letters."""
    wanted = " ".join(name.split()).casefold()
    return next((row for row in authorities() if row.name.casefold() == wanted), None)


def group_names() -> Sequence[str]:
    """Return the names of the political groups that anybody was ever in, by name."""
    return db.session.scalars(
        select(Office.group_name).where(Office.group_name != "").distinct().order_by(Office.group_name)
    ).all()


def anybody() -> bool:
    """Say whether there is any councillor."""
    return db.session.scalar(select(Councillor.id).limit(1)) is not None


def councillor_by_id(councillor_id: int) -> Councillor:
    """Return the councillor with offices (the newest first) and accounts; raise NotFound."""
    row = db.session.scalar(
        select(Councillor)
        .where(Councillor.id == councillor_id)
        .options(selectinload(Councillor.offices), selectinload(Councillor.accounts))
    )
    if row is None:
        raise NotFound
    return row


def councillors_by_ids(ids: Collection[int]) -> dict[int, Councillor]:
    """Return {id: councillor} with offices, for those of `ids` that exist: two SELECTs."""
    rows = db.session.scalars(
        select(Councillor).where(Councillor.id.in_(ids)).options(selectinload(Councillor.offices))
    )
    return {row.id: row for row in rows}


def office_by_id(office_id: int) -> Office:
    """Return the office with its councillor; raise NotFound."""
    row = db.session.scalar(
        select(Office).where(Office.id == office_id).options(selectinload(Office.councillor))
    )
    if row is None:
        raise NotFound
    return row


def account_by_id(account_id: int) -> SocialAccount:
    """Return the known account with its councillor; raise NotFound."""
    row = db.session.scalar(
        select(SocialAccount)
        .where(SocialAccount.id == account_id)
        .options(selectinload(SocialAccount.councillor))
    )
    if row is None:
        raise NotFound
    return row


def held_on(day: date) -> ColumnElement[bool]:
    """Return the condition that an office was held on `day`. An end that is not known is open."""
    began = or_(Office.held_from.is_(None), Office.held_from <= day)
    return began & or_(Office.held_to.is_(None), Office.held_to >= day)


def offices_on(councillor_id: int, day: date) -> Sequence[Office]:
    """Return the offices that the councillor held on `day`, the one begun last first."""
    return db.session.scalars(
        select(Office)
        .where(Office.councillor_id == councillor_id, held_on(day))
        .order_by(Office.held_from.is_(None), Office.held_from.desc(), Office.id)
    ).all()


def councillors(
    *, words: str = "", authority_id: int | None = None, group: str | None = None, former: bool = False
) -> Select[Any]:
    """Return the select of councillors by surname, with offices. Only who holds an office today, unless `former`.

    `words` are the beginnings of words of a name, or of a known handle.
    """
    query = select(Councillor).options(selectinload(Councillor.offices))
    office = select(Office.id).where(Office.councillor_id == Councillor.id)
    if authority_id is not None:
        office = office.where(Office.authority_id == authority_id)
    if group:
        office = office.where(Office.group_name == group)
    if not former:
        query = query.where(office.where(held_on(clock.today())).exists())
    elif authority_id is not None or group:
        query = query.where(office.exists())
    if words.strip():
        query = query.where(Councillor.id.in_(ids_matching(words)))
    return query.order_by(Councillor.sort_name, Councillor.id)


def find(words: str) -> list[Match]:
    """Return up to ten councillors, past and present, whose name or known handle begins with `words`, by surname."""
    if not words.strip():
        return []
    rows = db.session.scalars(
        select(Councillor)
        .where(Councillor.id.in_(ids_matching(words)))
        .options(selectinload(Councillor.offices), selectinload(Councillor.accounts))
        .order_by(Councillor.sort_name, Councillor.id)
        .limit(MATCHES)
    )
    key = handle_key(words)
    return [Match(row.id, row.name, _hint(row, key)) for row in rows]


def councillor_named(words: str, chosen_id: str = "") -> Councillor:
    """Return the councillor that a form names: the one chosen from the list, or the only one whom the words fit.

    Raises DomainError where nobody fits, or several do.
    """
    number = int(chosen_id) if chosen_id.isdecimal() and len(chosen_id) <= LONGEST_ID else 0
    if chosen := councillors_by_ids([number]).get(number):
        return chosen
    matches = find(words)
    exact = [match for match in matches if name_words(match.label) == name_words(words)]
    fitting = exact if len(exact) == 1 else matches
    if len(fitting) == 1:
        return councillor_by_id(fitting[0].id)
    said = " ".join(words.split())
    if not fitting:
        raise DomainError(
            f"No councillor fits “{said}”. Check the spelling, or add the councillor first.", "councillor"
        )
    names = "; ".join(f"{match.label} ({match.hint})" for match in fitting)
    raise DomainError(f"“{said}” fits several: {names}. Choose one from the list as you type.", "councillor")


def ids_matching(words: str) -> Select[int] | CompoundSelect[int]:
    """Return a select of the ids of councillors: each word begins a name of theirs, or all begin a handle."""
    by_name = select(Councillor.id)
    parts = name_words(words)
    for part in parts:
        by_name = by_name.where(
            Councillor.id.in_(select(NamePart.councillor_id).where(begins(NamePart.part, part)))
        )
    key = handle_key(words)
    if not parts and not key:
        return by_name.where(false())
    by_handle = select(SocialAccount.councillor_id).where(begins(SocialAccount.handle_key, key))
    return by_name.union(by_handle) if parts and key else by_name if parts else by_handle


def begins(column: InstrumentedAttribute[Any], start: str) -> ColumnElement[bool]:
    """Return the condition that `column` begins with `start`, in a form that its index serves."""
    return (column >= start) & (column < start + LAST_CHARACTER)


def _hint(councillor: Councillor, key: str) -> str:
    """Say what tells this councillor from another of the same name."""
    today = clock.today()
    current = councillor.offices_on(today)
    said = [", ".join(filter(None, (each.group_name, each.ward, each.authority.name))) for each in current]
    said += ["no office now"] if not current else []
    said += [
        f"{account.handle} on {account.platform.label}"
        for account in councillor.accounts
        if key and account.handle_key.startswith(key)
    ]
    return "; ".join(dict.fromkeys(said))

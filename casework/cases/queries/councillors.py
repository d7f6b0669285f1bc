"""Councillors and offices to choose from."""

from sqlalchemy import func, or_, select

from casework.database import db
from casework.errors import DomainError
from casework.members.folding import handle_key
from casework.members.models import Authority, Councillor, Office, SocialAccount

LONGEST_ID = 10


def councillor_named(words: str, chosen_id: str = "") -> Councillor:
    """Return the councillor that a form names: the one chosen from the list, or the only one whom the words fit.

    Raises DomainError where nobody fits, or several do.
    """
    if chosen_id.isdecimal() and len(chosen_id) < LONGEST_ID:
        chosen = db.session.get(Councillor, int(chosen_id))
        if chosen is not None:
            return chosen
    wanted = " ".join(words.split())
    like = "%" + wanted.casefold().replace("%", "").replace("_", "") + "%"
    known = select(SocialAccount.councillor_id).where(SocialAccount.handle_key == handle_key(wanted))
    fitting = db.session.scalars(
        select(Councillor)
        .where(or_(func.lower(Councillor.name).like(like), Councillor.id.in_(known)))
        .order_by(Councillor.sort_name, Councillor.id)
        .limit(6)
    ).all()
    exact = [each for each in fitting if each.name.casefold() == wanted.casefold()]
    if len(exact) == 1 or len(fitting) == 1:
        return (exact or list(fitting))[0]
    if not fitting:
        raise DomainError(
            f"No councillor fits “{wanted}”. Check the spelling, or add the councillor under Councillors first.",
            "councillor",
        )
    names = ", ".join(each.name for each in fitting)
    raise DomainError(f"“{wanted}” fits several: {names}. Enter the whole name.", "councillor")


def office_choices(councillor_id: int) -> dict[str, str]:
    """Return {id: words} of the councillor's offices, the present first."""
    offices = db.session.scalars(
        select(Office)
        .where(Office.councillor_id == councillor_id)
        .order_by(Office.held_to.is_not(None), Office.held_from.desc(), Office.id)
    ).all()
    return {str(office.id): _in_words(office) for office in offices}


def authority_choices() -> dict[str, str]:
    """Return {id: name} of the authorities."""
    rows = db.session.execute(select(Authority.id, Authority.name).order_by(Authority.name))
    return {str(number): name for number, name in rows}


def _in_words(office: Office) -> str:
    parts = [office.title, office.ward, office.authority.name]
    period = ""
    if office.held_from or office.held_to:
        began = f"{office.held_from:%B %Y}" if office.held_from else "?"
        ended = f"{office.held_to:%B %Y}" if office.held_to else "now"
        period = f" ({began} to {ended})"
    return ", ".join(part for part in parts if part) + period

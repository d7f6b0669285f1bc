"""Councillors and offices to choose from."""

from sqlalchemy import select

from casework.database import db
from casework.members.models import Authority, Office
from casework.members.queries import councillor_named

__all__ = ["authority_choices", "councillor_named", "office_choices"]


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

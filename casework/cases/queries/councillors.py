"""Offices and authorities to choose from."""

from sqlalchemy import select

from casework.database import db
from casework.members.models import Authority, Office


def office_choices(councillor_id: int) -> dict[str, str]:
    """Return {id: words} of the councillor's offices, the present first."""
    offices = db.session.scalars(
        select(Office)
        .where(Office.councillor_id == councillor_id)
        .order_by(Office.held_to.is_not(None), Office.held_from.desc(), Office.id)
    ).all()
    return {str(office.id): office.in_words + _period(office) for office in offices}


def authority_choices() -> dict[str, str]:
    """Return {id: name} of the authorities."""
    rows = db.session.execute(select(Authority.id, Authority.name).order_by(Authority.name))
    return {str(number): name for number, name in rows}


def _period(office: Office) -> str:
    if not (office.held_from or office.held_to):
        return ""
    began = f"{office.held_from:%B %Y}" if office.held_from else "?"
    ended = f"{office.held_to:%B %Y}" if office.held_to else "now"
    return f" ({began} to {ended})"

"""Cases that tests need, made through the commands that the software itself uses."""

from datetime import date, timedelta

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases import service
from casework.cases.models import Case
from casework.cases.workflow import Nature
from casework.database import db, unit_of_work
from casework.members.models import Authority, Councillor, Office
from casework.members.workflow import OfficeKind, Tier


def make_draft(
    actor: Officer, *, description: str = "A post about the bypass", received_on: date | None = None
) -> Case:
    """Make a draft that lacks nothing for its reference."""
    case = service.draft_case(actor=actor, received_on=received_on or clock.today(), description=description)
    service.add_complaint(case, actor=actor, complainant_name="Robin Resident")
    service.change_case(case, actor=actor, member_not_identified=True)
    return case


def make_case(
    actor: Officer,
    *,
    councillor: Councillor | None = None,
    description: str = "A post about the bypass",
    received_on: date | None = None,
    nature: Nature = Nature.NOT_SORTED,
) -> Case:
    """Make a registered case, about `councillor` where one is given."""
    case = make_draft(actor, description=description, received_on=received_on)
    if councillor is not None:
        service.add_subject(case, councillor, actor=actor)
    if nature is not Nature.NOT_SORTED:
        service.change_case(case, actor=actor, nature=nature)
    return service.register_case(case, actor=actor, pictured=False)


def make_councillor(name: str = "Jo Example", *, authority: str = "Fenwick County Council") -> Councillor:
    """Make a councillor with one seat, held for a year."""
    with unit_of_work():
        council = db.session.query(Authority).filter_by(name=authority).first() or Authority(
            name=authority, tier=Tier.COUNTY
        )
        seat = Office(
            authority=council,
            kind=OfficeKind.SEAT,
            title="Councillor",
            held_from=clock.today() - timedelta(days=365),
        )
        councillor = Councillor(name=name, sort_name=name.rsplit(maxsplit=1)[-1].casefold(), offices=[seat])
        db.session.add(councillor)
        record(Verb.COUNCILLOR_CREATED, actor=None, subject=councillor, also=[council, seat], name=name)
    return councillor

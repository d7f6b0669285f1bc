"""Cases that tests need, made through the commands that the software itself uses."""

from datetime import date

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service
from casework.cases.models import Case
from casework.cases.workflow import Nature
from casework.database import command
from casework.members.models import Councillor
from tests.support.member_factories import make_councillor

__all__ = ["make_case", "make_councillor", "make_draft"]


@command
def make_draft(
    actor: Officer, *, description: str = "A post about the bypass", received_on: date | None = None
) -> Case:
    """Make a draft that lacks nothing for its reference."""
    case = service.draft_case(actor=actor, received_on=received_on or clock.today(), description=description)
    service.add_complaint(case, actor=actor, complainant_name="Robin Resident")
    service.change_case(case, actor=actor, member_not_identified=True)
    return case


@command
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

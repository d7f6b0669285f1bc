"""Offices with a past: what was done to their cases, at which moment, through the commands that officers use."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service
from casework.cases.models import Case
from casework.cases.workflow import ChangeKind
from tests.support.case_factories import make_draft

Step = tuple[date, ChangeKind]


def moment(day: date) -> datetime:
    """Return a moment of the day: itself where it is one already."""
    return day if isinstance(day, datetime) else datetime.combine(day, time(11), UTC)


def live(
    actor: Officer,
    begun: date,
    steps: Iterable[Step] = (),
    *,
    received: date | None = None,
    into: Case | None = None,
) -> Case:
    """Take a case through a life: begun as a draft, then each step on its day. `into`: with which it is merged."""
    with clock.telling_of(moment(begun)):
        case = make_draft(actor, received_on=received or clock.today())
    for day, kind in steps:
        with clock.telling_of(moment(day)):
            step(case, kind, actor, into)
    return case


def step(case: Case, kind: ChangeKind, actor: Officer, into: Case | None = None) -> None:
    """Do one thing to a case."""
    if kind is ChangeKind.REGISTERED:
        service.register_case(case, actor=actor, pictured=False)
    elif kind is ChangeKind.CLOSED:
        service.close_case(case, "No further action", actor=actor)
    elif kind is ChangeKind.REOPENED:
        service.reopen_case(case, "A second post came to light", actor=actor)
    elif kind is ChangeKind.DISCARDED:
        service.discard_case(case, "Opened twice", actor=actor)
    else:
        assert into is not None
        service.merge_into(case, into, "One post", actor=actor)

"""Who plays in the stories, and how a screenshot comes into a case."""

from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Literal

from casework import clock
from casework.accounts.models import Officer
from casework.demo.people import DemoAccount
from casework.demo.pictures import Drawing, draw
from casework.demo.stories import Story
from casework.evidence import service as evidence
from casework.evidence.models import Exhibit
from casework.evidence.workflow import Arrival
from casework.members.models import Councillor

COLOURS = [(29, 79, 92), (120, 60, 90), (60, 90, 50), (140, 90, 30), (60, 60, 120)]


@dataclass
class Cast:
    """Who plays, by key: officers; councillors with the id of their seat and their first account.

    `present`: no story goes past it.
    """

    officers: dict[str, Officer]
    councillors: dict[str, Councillor]
    seats: dict[str, int]
    accounts: dict[str, DemoAccount]
    present: datetime
    cases: list[int] = field(default_factory=list)

    @property
    def mo(self) -> Officer:
        return self.officers["mo"]

    @property
    def standards(self) -> Officer:
        return self.officers["standards"]


def hold(
    story: Story, cast: Cast, case_id: int, *, seen: Literal["before", "after", "again"] = "before"
) -> Exhibit:
    """Draw a screenshot of the post, of what is there after it went, or of the post there again; and take it in."""
    account = cast.accounts[story.councillors[0]] if story.councillors else None
    picture = draw(
        Drawing(
            platform=story.platform.label,
            display_name=cast.councillors[story.councillors[0]].name if account else "Somebody",
            handle=account.handle if account else "@unknown",
            shown_date=f"Seen on {clock.long_date(clock.today())}" if seen != "before" else f"case {case_id}",
            words=story.words,
            colour=COLOURS[case_id % len(COLOURS)],
            gone=seen == "after",
        )
    )
    name = f"Screenshot_{clock.today():%Y%m%d}_{case_id}{'' if seen == 'before' else f'_{seen}'}.png"
    receipt = evidence.receive(
        BytesIO(picture), actor=cast.standards, case_id=case_id, declared_name=name, arrival=Arrival.CHOSEN
    )
    if receipt.exhibit is None:
        raise RuntimeError(receipt.message)
    return receipt.exhibit

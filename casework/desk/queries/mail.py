"""What waits in the outbox or went astray, as its viewer may know of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.cases.models import Case
from casework.cases.queries import Viewer, visible_cases
from casework.database import db
from casework.outbox.models import Message
from casework.outbox.queries import waiting_or_astray
from casework.outbox.server import own_settings
from casework.outbox.troubles import look_at
from casework.outbox.workflow import MessageKind

SHOWN = 100


@dataclass(frozen=True)
class Line:
    """One message. `reference` and `said` (the server's own words, which may name somebody) are "" where hidden.

    `look`: what to look at, where the trouble is at our end; "" elsewhere.
    """

    message: Message
    reference: str
    said: str
    look: str


def astray_and_waiting(viewer: Viewer) -> Sequence[Line]:
    """Return the newest messages that wait, failed or came back, in two SELECTs."""
    messages = waiting_or_astray(SHOWN)
    wanted = {message.case_id for message in messages if message.case_id is not None}
    seen = visible_cases(viewer).where(Case.id.in_(wanted)).with_only_columns(Case.id, Case.reference)
    references = {number: reference or "" for number, reference in db.session.execute(seen)} if wanted else {}
    return [
        Line(
            message,
            references.get(message.case_id or 0, ""),
            message.reply if _about_nobody(message) or message.case_id in references else "",
            look_at(message.error, own_settings().smtp_host),
        )
        for message in messages
    ]


def _about_nobody(message: Message) -> bool:
    return message.kind is MessageKind.NOTICE or message.at_our_end

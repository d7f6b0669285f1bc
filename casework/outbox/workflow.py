"""What can become of a message, and when it is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from casework.words import Choice


class MessageKind(Choice):
    """What may be put into a message. There is no other: never an internal note."""

    LETTER = "letter", "Letter"
    NOTICE = "notice", "Notice to an officer"


class MessageStatus(Choice):
    """Where a message stands. Only a server's own answer makes it sent."""

    QUEUED = "queued", "Waiting to be sent"
    SENDING = "sending", "Being handed over"
    SENT = "sent", "Taken by the server"
    FAILED = "failed", "Not sent"
    BOUNCED = "bounced", "Came back"
    CANCELLED = "cancelled", "Taken back"


S = MessageStatus
TRANSITIONS = frozenset(
    {
        (S.QUEUED, S.SENDING),
        (S.QUEUED, S.CANCELLED),
        (S.QUEUED, S.FAILED),  # its last day has passed, or it was held back
        (S.SENDING, S.QUEUED),
        (S.SENDING, S.SENT),
        (S.SENDING, S.FAILED),
        (S.SENT, S.BOUNCED),
        (S.FAILED, S.BOUNCED),  # it was not known whether it went out, and it did
    }
)
LIVE = (S.QUEUED, S.SENDING)
ASTRAY = (S.FAILED, S.BOUNCED)
IN_DOUBT = "It is not known whether the server took it"

FIRST_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
LATER_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=2)
PATIENCE = 4  # tries after which those who take it get it, whoever is still put off


def next_try(queued_at: datetime, attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many tries (one or more); None: it is given up."""
    wait = FIRST_WAITS[attempts - 1] if attempts <= len(FIRST_WAITS) else LATER_WAIT
    return now + wait if now + wait <= queued_at + GIVE_UP_AFTER else None


@dataclass(frozen=True)
class Answer:
    """What a server said: its code, and its own words."""

    code: int
    words: str

    @property
    def taken(self) -> bool:
        return 200 <= self.code < 300

    @property
    def refused(self) -> bool:
        return 500 <= self.code < 600

    @property
    def later(self) -> bool:
        """Whether to try again: so it says, or it says nothing that a mail server may (RFC 5321 §4.2.1)."""
        return not self.taken and not self.refused

    @property
    def understood(self) -> bool:
        return 200 <= self.code < 600 and self.code // 100 != 3

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip()


@dataclass(frozen=True)
class Outcome:
    """How a try ended. `status`: SENT, FAILED, or QUEUED to try again.

    `error`: why not, in words of ours; `reply`: the server's. `refused`: {address: what the server said}.
    `server_at_fault`: the next message would fare no better now.
    """

    status: MessageStatus
    error: str = ""
    reply: str = ""
    refused: Mapping[str, str] = field(default_factory=dict)
    server_at_fault: bool = False


def before_the_text(answers: Mapping[str, Answer], attempts: int) -> Outcome | None:
    """Return how it ends where the text is not to follow, from what was said to each address; None: let it follow.

    While somebody is put off nobody gets it, so that all get one message; after a few tries those do who can.
    """
    taken = [address for address, answer in answers.items() if answer.taken]
    refused = {address: str(answer) for address, answer in answers.items() if not answer.taken}
    put_off = any(answer.later for answer in answers.values())
    if taken and not (put_off and attempts < PATIENCE):
        return None
    reply = "; ".join(refused.values())
    if put_off:
        return Outcome(S.QUEUED, "The server does not take it for this address now.", reply, refused)
    return Outcome(S.FAILED, "The server refused the address.", reply, refused)

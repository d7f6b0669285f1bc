"""One file as it is handed over: by whom, for which case, under which name, and out of what."""

from dataclasses import dataclass

from casework.accounts.models import Officer
from casework.evidence.workflow import Arrival

NAME_LENGTH = 200
Came = tuple[int, str | None]  # bytes that came, and their SHA-256


@dataclass(frozen=True)
class Delivery:
    """What is known of a file before it is looked into.

    `given`: a higher room has made sure that something in this case was given to the actor, who sees no more of it.
    `came`: size and hash of all that came, where the stream does not hold it all. `parent_id` and `place`: the
    exhibit that it was taken out of, and which file in there it was, from 1.
    """

    actor: Officer
    case_id: int
    declared_name: str
    arrival: Arrival
    given: bool = False
    came: Came | None = None
    parent_id: int | None = None
    place: int = 0

    @property
    def name(self) -> str:
        """The name as it can be kept: without NUL, and of a long one the end, which tells the kind."""
        return self.declared_name.replace("\0", "")[-NAME_LENGTH:] or "(without a name)"

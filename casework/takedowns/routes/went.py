"""What came of several requests that were handled in one form, row by row."""

from dataclasses import dataclass, field

NOT_YOURS = (
    "It is not yours to handle any more: it may have been given to another officer since, and nothing was recorded. "
    "Tell the case’s officer."
)


@dataclass(frozen=True)
class Done:
    """What became of one row that wants nothing more. `seen`: what was entered; `said`: what follows from it."""

    called: str
    seen: str
    said: str
    address: str = ""
    wording: str = ""


@dataclass
class Went:
    """What was recorded, and what was not the officer’s to record."""

    done: list[Done] = field(default_factory=list)
    lost: list[Done] = field(default_factory=list)

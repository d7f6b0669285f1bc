"""How far a panel may rely on a capture: four tiers, derived from what was answered and never entered.

The ladder follows the Berkeley Protocol's distinction between what an investigator collected and what was handed in.
"""

from dataclasses import dataclass

from casework.evidence.workflow import CapturedBy
from casework.words import YesNo

TIERS = {
    1: "Handed in, and not checked by us",
    2: "An officer saw it on the platform and captured it",
    3: "An officer captured it, and an outside timestamp says when at the latest",
    4: "Confirmed from outside: by an independent copy, or by the member",
}


@dataclass(frozen=True, slots=True)
class Assurance:
    """A tier from 1 (least) to 4, why it is that one, and what would raise it (empty at the top)."""

    tier: int
    reason: str
    raised_by: str

    @property
    def words(self) -> str:
        """The tier as a panel reads it."""
        return TIERS[self.tier]


def assure(
    *,
    captured_by: CapturedBy,
    seen_live: YesNo,
    outside_timestamp: str = "",
    independent_copy: str = "",
    admitted: bool = False,
) -> Assurance:
    """Return the tier that follows from the answers.

    `admitted`: every post that the exhibit shows is admitted by the member. `outside_timestamp` and `independent_copy`
    say where they are to be found; empty is none.
    """
    if independent_copy.strip():
        return Assurance(4, "An independent copy is held elsewhere: " + independent_copy.strip(), "")
    if admitted:
        return Assurance(4, "The member admits what it shows.", "")
    confirm = "An independent copy, or the member’s admission, would confirm it from outside."
    if captured_by is not CapturedBy.OFFICER or seen_live is not YesNo.YES:
        return Assurance(1, _why_not_seen(captured_by, seen_live), confirm)
    if outside_timestamp.strip():
        return Assurance(3, "It was timestamped from outside: " + outside_timestamp.strip(), confirm)
    reason = "An officer captured it, and saw the post live."
    return Assurance(
        2, reason, "A timestamp from outside the council would say when it existed at the latest."
    )


def _why_not_seen(captured_by: CapturedBy, seen_live: YesNo) -> str:
    if captured_by is CapturedBy.NOT_KNOWN:
        return "It is not known who captured it."
    if captured_by is not CapturedBy.OFFICER:
        also = ", though an officer saw the post live" if seen_live is YesNo.YES else ""
        return f"It was captured by {_who(captured_by)}{also}."
    return "An officer captured it, but did not see the post live, or that is not recorded."


def _who(captured_by: CapturedBy) -> str:
    label = captured_by.label
    return label[0].lower() + label[1:]

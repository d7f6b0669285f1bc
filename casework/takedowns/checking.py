"""One thing that is looked at before a request is approved."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.evidence.models import Exhibit


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `mend` says what to do where it does not pass; `key` what it was.

    `exhibits`: those on whose pages it can be mended.
    """

    key: str
    passed: bool
    words: str
    mend: str = ""
    exhibits: Sequence[Exhibit] = ()

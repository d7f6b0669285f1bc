"""One thing that is looked at before a request is approved."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `mend` says what to do where it does not pass; `key` what it was."""

    key: str
    passed: bool
    words: str
    mend: str = ""

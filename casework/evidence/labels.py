"""Exhibit labels: a prefix that is one officer's own for good, a stroke, and a number that is never used again.

Labels go into statements and bundles, so two officers' exhibits must never be mistaken for each other.
"""

import re
from dataclasses import dataclass

from casework.accounts.prefixes import PREFIX
from casework.errors import DomainError

LABEL = re.compile(rf"({PREFIX.pattern})/([1-9][0-9]{{0,5}})")


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """An exhibit label. Labels sort by prefix and then by number: `MO/9` before `MO/10`."""

    prefix: str
    number: int

    def __post_init__(self) -> None:
        if not LABEL.fullmatch(str(self)):
            raise ValueError(f"no exhibit label: {self!s}")

    def __str__(self) -> str:
        return f"{self.prefix}/{self.number}"


def parse_label(text: str) -> Label:
    """Read a label as an officer types it, in small letters or with spaces. Raises `DomainError`."""
    found = LABEL.fullmatch(re.sub(r"\s", "", text).upper())
    if not found:
        raise DomainError(
            "Enter an exhibit label as letters, a stroke and a number, like MO/7.", field="label"
        )
    return Label(found[1], int(found[2]))

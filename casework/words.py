"""Enumerations whose members carry the words that people read."""

from enum import StrEnum
from typing import Self


class Choice(StrEnum):
    """A stored value with its label: `OPEN = "open", "Open"`. The one definition of both."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """Return the member that is stored as `value`; raise ValueError where there is none."""
        return cls(value)  # type: ignore[call-arg]  # looked up by its value, not made

    @classmethod
    def choices(cls) -> dict[str, str]:
        """Return {value: label} for a form; WTForms is giving up pairs."""
        return {member.value: member.label for member in cls}


class YesNo(Choice):
    """An answer that may be wanting: nobody is pressed for what they do not know."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"

"""The wording of the letters that follow a removal request: a reminder, thanks for an answer, and the last one.

Pure. None asks for more than the request did, and none finds anything of anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.correspondence.texts import (
    Addressee,
    Office,
    copies,
    disagreement,
    long_day,
    looks,
    numbered,
    standing,
    whole_letter,
)


@dataclass(frozen=True)
class Later:
    """What each of these letters says. It has no place for a complainant.

    `name`: the request's own reference. `places`: where each post is. `asked_on`: the day on which the request
    went out.
    """

    office: Office
    name: str
    written_on: date
    recipient: str
    addressee: Addressee
    places: Sequence[str]
    asked_on: date

    @property
    def several(self) -> bool:
        """Whether it is about more than one post."""
        return len(self.places) > 1


@dataclass(frozen=True)
class Reminder(Later):
    """That no answer came yet. `heard`: whether they told us that they have the request."""

    deadline: date
    deadline_words: str
    heard: bool
    holds_copy: bool
    keep_copy: bool


@dataclass(frozen=True)
class Thanks(Later):
    """That an answer came. `said`: what we understand it to say; `next_words`: what we do with it."""

    answered_on: date
    said: str
    next_words: str


@dataclass(frozen=True)
class Closing(Later):
    """That the request has ended. `how`: as what."""

    how: str


def reminder(facts: Reminder) -> str:
    """Return the text of a reminder."""
    so_far = (
        "You have told us that you have it. We have no answer to the request itself yet."
        if facts.heard
        else "We have no answer yet. If one is on its way, there is no need to write again."
    )
    return _letter(
        facts,
        "A reminder of our request",
        [
            f"{_asked(facts)}\n{numbered(facts.places)}",
            so_far,
            "HOW TO REPLY",
            (
                f"Please reply to {facts.office.reached} by {long_day(facts.deadline)} ({facts.deadline_words}), "
                f"quoting "
                f"{facts.name}. Please say what was done and when, or that you decline. Silence will be recorded as no "
                "reply, and as nothing else."
            ),
            "WHAT THIS LETTER IS, AND IS NOT",
            f"It asks for nothing that our request did not ask. {standing(facts.addressee)}",
            "COPIES",
            copies(holds_copy=facts.holds_copy, keep_copy=facts.keep_copy, several=facts.several),
            "WHERE AND WHEN WE LOOK",
            looks(facts.deadline, several=facts.several),
            "IF YOU DISAGREE",
            disagreement(facts.addressee),
        ],
    )


def thanks(facts: Thanks) -> str:
    """Return the text of the thanks for an answer."""
    return _letter(
        facts,
        "Your answer to our request",
        [
            f"{_asked(facts)}\n{numbered(facts.places)}",
            f"Thank you for your answer, which we received on {long_day(facts.answered_on)}. {facts.said}",
            "WHAT HAPPENS NEXT",
            facts.next_words,
            "WHAT THIS LETTER IS, AND IS NOT",
            f"It asks for nothing more. {_no_finding(facts.addressee)}",
            "IF WE HAVE THIS WRONG",
            (
                f"If we have misunderstood you, or you want to add something, reply to {facts.office.reached}, quoting "
                f"{facts.name}. What you say will be kept with the matter."
            ),
        ],
    )


def closing(facts: Closing) -> str:
    """Return the text of the letter that says that a request has ended."""
    return _letter(
        facts,
        "The end of our request",
        [
            f"{_asked(facts)}\n{numbered(facts.places)}",
            facts.how,
            "This request has ended, and nothing more is asked of you by it. It needs no answer.",
            "WHAT THIS LETTER IS, AND IS NOT",
            _no_finding(facts.addressee),
            "IF YOU DISAGREE",
            (
                f"If you think that we have this wrong, tell us why: reply to {facts.office.reached}, quoting "
                f"{facts.name}. What you say will be kept with the matter."
            ),
        ],
    )


def _letter(facts: Later, subject: str, parts: Sequence[str]) -> str:
    return whole_letter(facts.office, facts.written_on, facts.name, facts.recipient, subject, parts)


def _asked(facts: Later) -> str:
    return f"On {long_day(facts.asked_on)} we sent you a request about the following:"


def _no_finding(addressee: Addressee) -> str:
    common = "It is written without prejudice to any finding, and makes none about anybody."
    if addressee in {Addressee.MEMBER, Addressee.LEADER, Addressee.PAGE}:
        return f"{common} Declining a request is not itself a breach."
    return common

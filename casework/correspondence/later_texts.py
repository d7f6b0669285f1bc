"""The wording of the letters that follow a removal request: a reminder, thanks for an answer, and the last one.

Pure. None asks for more than the request did, and none finds anything of anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.clock import long_date
from casework.correspondence.templates.fields import Values
from casework.correspondence.texts import (
    Office,
    common_values,
    copies,
    disagreement,
    looks,
    reply,
    standing,
)
from casework.correspondence.workflow import Addressee


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


def reminder_values(facts: Reminder) -> Values:
    """Return what each field of a reminder says."""
    so_far = (
        "You have told us that you have it. We have no answer to the request itself yet."
        if facts.heard
        else "We have no answer yet. If one is on its way, there is no need to write again."
    )
    return {
        **_values(facts),
        "so_far": so_far,
        "reply": reply(facts.office, facts.name, facts.deadline, facts.deadline_words),
        "reply_by": long_date(facts.deadline),
        "standing": f"It asks for nothing that our request did not ask. {standing(facts.addressee)}",
        "copies": copies(
            facts.addressee, holds_copy=facts.holds_copy, keep_copy=facts.keep_copy, several=facts.several
        ),
        "looks": looks(facts.deadline, several=facts.several),
        "disagree": disagreement(facts.addressee),
    }


def thanks_values(facts: Thanks) -> Values:
    """Return what each field of the thanks for an answer says."""
    return {
        **_values(facts),
        "answer": f"Thank you for your answer, which we received on {long_date(facts.answered_on)}. {facts.said}",
        "what_next": facts.next_words,
        "nothing_more": "It asks for nothing more.",
        "standing": _no_finding(facts.addressee),
        "disagree": (
            f"If we have misunderstood you, or you want to add something, reply to {facts.office.reached}, quoting "
            f"{facts.name}. What you say will be kept with the matter."
        ),
    }


def closing_values(facts: Closing) -> Values:
    """Return what each field of the letter says that tells that a request has ended."""
    return {
        **_values(facts),
        "how_ended": facts.how,
        "nothing_more": "This request has ended, and nothing more is asked of you by it. It needs no answer.",
        "standing": _no_finding(facts.addressee),
        "disagree": (
            f"If you think that we have this wrong, tell us why: reply to {facts.office.reached}, quoting "
            f"{facts.name}. What you say will be kept with the matter."
        ),
    }


def _values(facts: Later) -> Values:
    return {
        **common_values(facts.office, facts.written_on, facts.name, facts.recipient, facts.places),
        "asked": f"On {long_date(facts.asked_on)} we sent you a request about the following:",
    }


def _no_finding(addressee: Addressee) -> str:
    common = "It is written without prejudice to any finding, and makes none about anybody."
    if addressee in {Addressee.MEMBER, Addressee.LEADER, Addressee.PAGE}:
        return f"{common} Declining a request is not itself a breach."
    return common

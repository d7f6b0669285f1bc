"""Facts of nobody, to try a template with: one letter that says all that it can, and one that says the least."""

from datetime import date, timedelta
from typing import Any

from casework import clock
from casework.correspondence import later_texts, texts
from casework.correspondence.templates.fields import Filled, Values
from casework.correspondence.workflow import Addressee, LetterKind

OFFICE = texts.Office(
    "Exampleshire Council", "The Monitoring Officer", "standards@example.org", "01632 960000"
)
NAME, RECIPIENT = "SMC/0000/0001/R1", "Councillor Example"
PLACES = ["https://social.example/posts/1 (Facebook)", "https://social.example/posts/2?a=1&b=2 (Facebook)"]


def full(kind: LetterKind) -> Filled:
    """Return a letter of a kind in which every field says something."""
    return Filled(kind, Addressee.MEMBER, _values(kind, clock.today()))


def every(kind: LetterKind) -> list[Filled]:
    """Return the fullest letter of a kind, and the one whose optional fields are empty."""
    filled = full(kind)
    least: Values = {
        **filled.values,
        "told": "",
        "instead": "",
        "for_whom": [],
        "office_email": "",
        "office_phone": "",
    }
    return [filled, Filled(kind, filled.addressee, least)]


def _values(kind: LetterKind, today: date) -> Values:
    by = today + timedelta(days=7)
    later: dict[str, Any] = {
        "office": OFFICE, "name": NAME, "written_on": today, "recipient": RECIPIENT, "addressee": Addressee.MEMBER,
        "places": PLACES, "asked_on": today - timedelta(days=3),
    }  # fmt: skip
    if kind is LetterKind.REMINDER:
        return later_texts.reminder_values(
            later_texts.Reminder(
                **later,
                deadline=by,
                deadline_words="5 working days",
                heard=False,
                holds_copy=True,
                keep_copy=True,
            )
        )
    if kind is LetterKind.THANKS:
        return later_texts.thanks_values(
            later_texts.Thanks(
                **later,
                answered_on=today,
                said="We understand you to decline.",
                next_words="What you say is kept with the matter.",
            )
        )
    if kind is LetterKind.CLOSING:
        return later_texts.closing_values(later_texts.Closing(**later, how="You told us that you decline."))
    return texts.request_values(
        texts.RemovalText(
            office=OFFICE,
            name=NAME,
            case_name=NAME.rpartition("/")[0],
            written_on=today,
            recipient=RECIPIENT,
            addressee=Addressee.MEMBER,
            wish="correct the following",
            places=PLACES,
            because=["A made-up Code, A3: Respect", "Accuracy"],
            deadline=by,
            deadline_words="5 working days",
            holds_copy=True,
            keep_copy=True,
            tells_member=True,
            wanted_words="The meeting was on a Tuesday.",
            on_behalf_of="Somebody",
            good_faith="It is so.",
            search="made-up words",
        )
    )

"""The fixed lists of letters."""

from casework.words import Choice


class LetterKind(Choice):
    """What a letter is for."""

    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    REMOVAL_REQUEST = "removal_request", "Removal request"
    REMINDER = "reminder", "Reminder"
    THANKS = "thanks", "Thanks for an answer"
    CLOSING = "closing", "Closing letter"


OF_REMOVALS = frozenset(LetterKind) - {LetterKind.ACKNOWLEDGEMENT}  # they name no complainant at all


class Addressee(Choice):
    """In what capacity a removal request is addressed to somebody; the wording follows."""

    MEMBER = "member", "The councillor"
    LEADER = "leader", "The leader of the councillor’s group"
    PAGE = "page", "Whoever runs the page or group"
    CHANNEL = "channel", "The council’s own channel team"
    PLATFORM = "platform", "The platform"
    SEARCH = "search", "A search engine"
    POLICE = "police", "The police"
    HELPLINE = "helpline", "A helpline"


class LetterStatus(Choice):
    """Prepared letters can be edited; sent ones are frozen, and discarded ones were never sent."""

    PREPARED = "prepared", "Prepared"
    SENT = "sent", "Sent"
    DISCARDED = "discarded", "Discarded"


def unchangeable(status: LetterStatus) -> str | None:
    """Say why a letter can be neither corrected, sent nor discarded; None while it can."""
    return {
        LetterStatus.SENT: "This letter was sent and is frozen. Prepare another one instead.",
        LetterStatus.DISCARDED: "This letter was discarded. Prepare another one instead.",
    }.get(status)

"""The fixed lists of evidence."""

from casework.words import Choice

MOST_TRIES = (
    3  # at taking out what is in a file: what ends the whole process each time must not do so for ever
)


class Arrival(Choice):
    """How a file came into the browser. A pasted picture was re-encoded by it, so its hash is of that copy.

    An Outlook message in another has no file of its own in there: what is kept of it was written anew from its parts.
    """

    CHOSEN = "chosen", "Chosen from files"
    DROPPED = "dropped", "Dropped"
    PASTED = "pasted", "Pasted"
    IMPORTED = "imported", "Taken out of another file by Casework"
    REBUILT = "rebuilt", "Written by Casework from its parts in an Outlook message"


class CapturedBy(Choice):
    """Who took the capture."""

    OFFICER = "officer", "An officer"
    COMPLAINANT = "complainant", "The complainant"
    MEMBER = "member", "The councillor concerned"
    OTHER = "other", "Somebody else"
    NOT_KNOWN = "not_known", "Not known"


class PreviewState(Choice):
    """Whether there is a picture to look at."""

    READY = "ready", "Preview ready"
    NONE = "none", "No preview yet"
    UNREADABLE = "unreadable", "Could not be read safely"


class IntakeStatus(Choice):
    """What became of a file when it was received."""

    ACCEPTED = "accepted", "Accepted"
    WARNED = "warned", "Accepted with a warning"
    QUARANTINED = "quarantined", "In quarantine"


class Scan(Choice):
    """What the virus scanner said. What it did not read to its end is never called clean."""

    OFF = "off", "No virus scanner is set up"
    CLEAN = "clean", "No virus found"
    NOT_SCANNED = "not_scanned", "Not scanned for viruses"
    WAITING = "waiting", "Waiting for the virus scanner"
    INFECTED = "infected", "The virus scanner raised the alarm"


class RedactionStatus(Choice):
    """Where a redacted copy stands. Only what is released exists as a file."""

    DRAFT = "draft", "Being drawn"
    RELEASED = "released", "Passed, may be given out"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Standing(Choice):
    """Where a redacted copy stands, as its pages say it: a draft waits for its drafter, or for an approver."""

    DRAWN = "drawn", "Being drawn"
    WAITING = "waiting", "Waiting for approval"
    CHECKING = "checking", "Being checked"
    SENT_BACK = "sent_back", "Sent back"
    RELEASED = "released", "Passed, may be given out"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Reader(Choice):
    """For whom a redacted copy is approved. Each is asked for by itself: what a party may see, others may not."""

    TAKEDOWN = "takedown", "The takedown officer"
    PARTY = "party", "A party to the matter"
    PUBLIC = "public", "The public"


READERS_EXPLAINED = {
    Reader.TAKEDOWN: "It is shown to the officer who handles a removal request for the post.",
    Reader.PARTY: "It may go into a party pack, for the councillor concerned or the complainant. They may pass it on.",
    Reader.PUBLIC: "It may go into a public pack, and so be published. What is published cannot be called back.",
}

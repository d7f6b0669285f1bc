"""The fixed lists of letters."""

from casework.words import Choice


class LetterKind(Choice):
    """What a letter is for."""

    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    REMOVAL_REQUEST = "removal_request", "Removal request"


class LetterStatus(Choice):
    """Prepared letters can be edited; sent ones are frozen."""

    PREPARED = "prepared", "Prepared"
    SENT = "sent", "Sent"

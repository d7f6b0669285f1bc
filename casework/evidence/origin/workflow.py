"""The fixed lists of an exhibit's origin."""

from casework.words import Choice


class ReceivedVia(Choice):
    """How the file reached the office, before it was taken in here."""

    OWN_CAPTURE = "own_capture", "An officer captured it"
    EMAIL = "email", "By e-mail"
    ONLINE_FORM = "online_form", "By the council’s online form"
    MESSAGE = "message", "By a message to a phone"
    DEVICE = "device", "On a device or memory stick"
    PAPER = "paper", "On paper, then scanned"
    NOT_KNOWN = "not_known", "Not known"


class Method(Choice):
    """How the capture was made."""

    SCREENSHOT = "screenshot", "Screenshot"
    SCREEN_PHOTO = "screen_photo", "Photograph of a screen"
    RECORDING = "recording", "Recording of a screen"
    SAVED_PAGE = "saved_page", "Saved or printed page"
    PLATFORM_EXPORT = "platform_export", "Export or download from the platform"
    OTHER = "other", "Another way"
    NOT_KNOWN = "not_known", "Not known"


class Zone(Choice):
    """The clock by which the time of capture is stated."""

    UNITED_KINGDOM = "uk", "UK time"
    UTC = "utc", "UTC"
    OTHER = "other", "Another clock"
    NOT_KNOWN = "not_known", "Not known"


class Context(Choice):
    """What a capture shows around the post itself."""

    ADDRESS = "address", "The address of the page"
    DATE = "date", "The date and time of the post"
    PROFILE = "profile", "The name or picture of the account"
    ABOVE = "above", "What stands above it in the thread"
    BELOW = "below", "The replies below it"


class Marking(Choice):
    """How the council marks it, by the Government Security Classifications."""

    OFFICIAL = "official", "Official"
    SENSITIVE = "sensitive", "Official, sensitive"
    NOT_KNOWN = "not_known", "Not decided"


class Handover(Choice):
    """How an exhibit, or a copy of it, left these hands."""

    TRANSFERRED = "transferred", "Handed over for safe keeping"
    DISCLOSED = "disclosed", "Disclosed: a copy was given, or it was shown"
    RETURNED = "returned", "Came back to us"


class Form(Choice):
    """What of an exhibit was handed over."""

    ORIGINAL_COPY = "original_copy", "An exact copy of the original"
    PICTURE = "picture", "A picture or print of it"
    SHOWN = "shown", "It was shown, and nothing was given"
    DEVICE = "device", "The device or paper that it came on"

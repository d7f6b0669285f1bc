"""The fixed lists of texts."""

from casework.words import Choice


class TextState(Choice):
    """How far the software has come with a file's words."""

    PENDING = "pending", "Its words have not been read yet"
    READ = "read", "Read by software"
    NOTHING = "nothing", "The software found no words in it"
    FAILED = "failed", "The software could not read it"


class Suggested(Choice):
    """What of a post the words in a capture may tell."""

    HANDLE = "handle", "Handle"
    WORDS = "words", "Words"
    TIME = "time", "Date as displayed"

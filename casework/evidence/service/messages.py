"""What an e-mail that is held says, as it was read behind the seal."""

from casework.errors import NotFound
from casework.evidence.kinds import Kind, kind_of
from casework.evidence.models import Exhibit
from casework.evidence.service.opening import open_picture
from casework.evidence.service.unpacking import WORDS
from casework.storage.store import Corrupt, Missing


def words_of_message(exhibit: Exhibit) -> str:
    """Return headers and words of a message, a line a header, a blank line, the words; "" where it may not be read."""
    if kind_of(exhibit.file.mime) not in {Kind.EMAIL, Kind.OUTLOOK, Kind.PAGE_ARCHIVE}:
        return ""
    try:
        with open_picture(exhibit, WORDS) as words:
            return words.read().decode("utf-8", "replace")
    except (NotFound, Missing, Corrupt):
        return ""

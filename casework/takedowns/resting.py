"""What of removal requests rests on an exhibit: for its page, and before somebody has it destroyed."""

from collections.abc import Iterator, Sequence

from casework.evidence.models import Exhibit
from casework.takedowns import queries
from casework.takedowns.queries import Resting
from casework.web.filters import plural


def on_requests(exhibit: Exhibit) -> Sequence[str]:
    """Return a line for each request whose posts the exhibit shows, or that has it as a look's capture or an answer."""
    return [line for request in queries.resting_on(exhibit.id) for line in _lines(request)]


def _lines(request: Resting) -> Iterator[str]:
    if request.posts:
        letter = ", and so is the letter that went out" if request.sent else ""
        yield (
            f"Removal request {request.name} ({request.status.label.lower()}) is about a post that it shows{letter}"
        )
    if request.looks:
        yield f"It is the capture of {plural(request.looks, 'look')} in removal request {request.name}"
    if request.answers:
        yield f"It is the answer to removal request {request.name} as it came"

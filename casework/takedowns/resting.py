"""What of removal requests rests on an exhibit that somebody wants destroyed."""

from casework.evidence.models import Exhibit
from casework.takedowns import queries
from casework.web.filters import plural


def on_requests(exhibit: Exhibit) -> list[str]:
    """Return a line for each request whose posts the exhibit shows, or that has it as a look's capture or an answer."""
    return [
        *(
            f"Removal request {request.name} ({request.status.label.lower()}) is about a post that it shows"
            + (", and so is the letter that went out" if request.sent_on else "")
            for request in queries.about_posts_of(exhibit.id)
        ),
        *(
            f"It is the capture of {plural(count, 'look')} in removal request {name}"
            for name, count in queries.looks_captured_by(exhibit.id)
        ),
        *(
            f"It is the answer to removal request {name} as it came"
            for name in queries.answered_by(exhibit.id)
        ),
    ]

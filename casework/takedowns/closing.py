"""Why a case cannot be closed while a removal request is open."""

from casework.cases.models import Case
from casework.takedowns import queries


def no_open_request(case: Case) -> str | None:
    """Return the objection to closing `case`, naming the requests that have not ended; None where all have."""
    names = queries.open_names(case.id)
    if not names:
        return None
    several = len(names) > 1
    return (
        f"Removal request{'s' if several else ''} {', '.join(names)} {'are' if several else 'is'} still open. "
        f"Close, cancel or withdraw {'them' if several else 'it'} first."
    )

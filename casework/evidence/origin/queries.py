"""Reading what was declared of an exhibit, and what follows from it."""

from datetime import date

from casework.cases.workflow import Attribution
from casework.clock import london_date
from casework.database import db
from casework.evidence.kinds import kind_of
from casework.evidence.models import Exhibit
from casework.evidence.origin.assurance import Assurance, assure
from casework.evidence.origin.conflicts import Declared, Observed, conflicts
from casework.evidence.origin.models import Origin
from casework.evidence.origin.workflow import ReceivedVia


def origin_of(exhibit_id: int) -> Origin | None:
    """Return what was declared of an exhibit's origin, where anything was."""
    return db.session.get(Origin, exhibit_id)


def assurance_of(exhibit: Exhibit, origin: Origin | None) -> Assurance:
    """Return how far a panel may rely on an exhibit. Its posts must be loaded."""
    return assure(
        captured_by=exhibit.captured_by,
        seen_live=exhibit.seen_live,
        outside_timestamp=origin.outside_timestamp if origin else "",
        independent_copy=origin.independent_copy if origin else "",
        admitted=bool(exhibit.posts)
        and all(post.attribution is Attribution.ADMITTED for post in exhibit.posts),
    )


def conflicts_of(exhibit: Exhibit, origin: Origin | None, own_date: date | None = None) -> list[str]:
    """Return where the declared and the observed contradict each other. The exhibit's posts must be loaded."""
    return conflicts(
        Declared(
            captured_on=origin.captured_on if origin else None,
            obtained_on=exhibit.obtained_on,
            captured_by=exhibit.captured_by,
            received_via=origin.received_via if origin else ReceivedVia.NOT_KNOWN,
            posted_on=tuple(post.posted_from for post in exhibit.posts if post.posted_from),
        ),
        Observed(
            received_on=london_date(exhibit.received_at),
            name=exhibit.declared_name,
            kind=kind_of(exhibit.file.mime),
            own_date=own_date,
        ),
    )

"""What nobody may add to a sealed exhibit: words of what it shows, and copies of it."""

from casework.accounts.models import Officer
from casework.errors import NotAllowed, NotPossible
from casework.evidence.models import Exhibit
from casework.permissions import Permission, can


def refuse_where_sealed(exhibit: Exhibit) -> None:
    """Raise NotPossible where an exhibit is sealed: nobody describes such an image, or looks again to do it."""
    if exhibit.sealed:
        raise NotPossible(
            f"Exhibit {exhibit.label} is sealed as an indecent or intimate image. Nothing more is written of what it "
            "shows or where it comes from, and no copy of it is made. Its page says what to do."
        )


def refuse_unless_unsealed_for(exhibit: Exhibit, actor: Officer) -> None:
    """Raise NotAllowed where an exhibit is sealed and the officer in neither of the two roles that reach it."""
    if exhibit.sealed and not can(actor, Permission.EVIDENCE_SEALED):
        raise NotAllowed(
            f"Exhibit {exhibit.label} is sealed: only the Monitoring Officer and the deputy reach it, and record "
            "to whom it went."
        )

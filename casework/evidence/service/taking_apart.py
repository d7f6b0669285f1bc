"""Taking out what is in a file that came before Casework took such files apart: an officer asks for it."""

from sqlalchemy import func, select

from casework.accounts.models import Officer
from casework.cases.models import Case
from casework.cases.service.editing import need_unfinished
from casework.database import command, db, lock
from casework.errors import NotPossible
from casework.evidence.models import Exhibit
from casework.evidence.queries import unpacking_of
from casework.evidence.seals import refuse_where_sealed
from casework.evidence.service.fixity import confirm_fixity
from casework.evidence.service.progress import expect_unpacking
from casework.evidence.service.proposing import propose_what_came_out
from casework.evidence.service.quarantine import insist_on_release
from casework.evidence.service.unpacking import take_out
from casework.evidence.vault import vault


def take_apart(exhibit: Exhibit, *, actor: Officer) -> str:
    """Take out what is in an exhibit of which nothing was taken out yet; return what the officer is told of it.

    What is in it becomes exhibits that `actor` received. Raises NotPossible where it has been begun, nothing in it is
    taken out at all, its case takes no more evidence, or it is kept back, sealed, destroyed or changed.
    """
    exhibit_id = exhibit.id
    confirm_fixity([exhibit], actor=actor)
    _begin(exhibit)
    newest = db.session.scalar(select(func.max(Exhibit.id))) or 0
    with vault().open(exhibit.sha256) as original:
        said = take_out(original, exhibit, actor=actor, given=False).words()
    propose_what_came_out(db.session.get_one(Exhibit, exhibit_id), since=newest)
    return said or "Nothing is in it."


@command
def _begin(exhibit: Exhibit) -> None:
    lock(exhibit)
    need_unfinished(db.session.get_one(Case, exhibit.case_id), "adding evidence")
    if exhibit.destroyed_at is not None:
        raise NotPossible(f"Exhibit {exhibit.label} was destroyed: nothing is left to take out.")
    refuse_where_sealed(exhibit)
    insist_on_release(exhibit)
    if unpacking_of(exhibit.id) is not None:
        raise NotPossible(
            f"Exhibit {exhibit.label} was taken apart already. Its page names what came out of it."
        )
    if not expect_unpacking(exhibit):
        raise NotPossible(
            f"Nothing is taken out of exhibit {exhibit.label}: it holds no files, or it lies too deep in others."
        )

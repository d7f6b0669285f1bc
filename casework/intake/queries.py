"""Finding drafts, and the page on which each was begun."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from casework.accounts.models import Officer
from casework.cases.models import Case, SubjectMember
from casework.cases.queries import Viewer, get_visible, sees
from casework.cases.workflow import CaseStatus
from casework.database import db
from casework.errors import DomainError, NotPossible
from casework.intake.models import Jotting
from casework.members.folding import handle_key
from casework.members.models import Councillor, SocialAccount

MATCHES = 10
LONGEST_ID = 10


def jotting(key: str) -> Jotting | None:
    """Return what was kept of one opening of the quick page."""
    return db.session.get(Jotting, key)


def open_draft(viewer: Viewer, case_id: int) -> Case:
    """Return the draft; raise NotFound where it is hidden, NotPossible where it is a draft no longer."""
    case = get_visible(viewer, case_id)
    if case.status is not CaseStatus.DRAFT:
        raise NotPossible(
            f"{case.name} is {case.status.label.lower()}: there is no draft left to go on with."
        )
    return case


def drafts(viewer: Viewer) -> Sequence[Case]:
    """Return the drafts that `viewer` may see, the longest waiting first, with their members and who began each."""
    return db.session.scalars(
        select(Case)
        .where(Case.status == CaseStatus.DRAFT, sees(viewer, Case.id))
        .options(
            joinedload(Case.created_by).options(lazyload(Officer.role_rows)),
            selectinload(Case.subjects).joinedload(SubjectMember.councillor),
        )
        .order_by(Case.received_on, Case.id)
    ).all()


def councillors_matching(words: str) -> Sequence[Councillor]:
    """Return up to ten councillors whose name holds `words`, or who are known to use that handle, by surname."""
    wanted = " ".join(words.split()).casefold()
    if not wanted:
        return []
    known = select(SocialAccount.councillor_id).where(SocialAccount.handle_key == handle_key(words))
    return db.session.scalars(
        select(Councillor)
        .where(Councillor.name.icontains(wanted, autoescape=True) | Councillor.id.in_(known))
        .options(selectinload(Councillor.offices))
        .order_by(Councillor.sort_name, Councillor.id)
        .limit(MATCHES)
    ).all()


def councillor_named(words: str, chosen: str) -> Councillor:
    """Return the councillor whom a form names: the id that was chosen, or the only one whom the words fit.

    Raises DomainError where the words fit nobody, or several.
    """
    if chosen.isdecimal() and len(chosen) < LONGEST_ID:
        row = db.session.get(Councillor, int(chosen))
        if row is not None:
            return row
    fitting = councillors_matching(words)
    exact = [each for each in fitting if each.name.casefold() == words.strip().casefold()]
    if len(exact) == 1 or len(fitting) == 1:
        return (exact or list(fitting))[0]
    if fitting:
        raise DomainError(f"“{words}” fits several councillors: choose one of them.", "councillor")
    raise DomainError(
        f"No councillor is called “{words}”. Check the spelling, or tick that they are not yet identified.",
        "councillor",
    )


def whole_draft(viewer: Viewer, case_id: int) -> Case:
    """Return a case with all that was logged of it; raise NotFound where it is hidden."""
    return get_visible(
        viewer,
        case_id,
        selectinload(Case.complaints),
        selectinload(Case.conducts),
        selectinload(Case.posts),
        selectinload(Case.subjects).options(
            joinedload(SubjectMember.councillor),
            joinedload(SubjectMember.office),
            joinedload(SubjectMember.authority),
        ),
    )

"""Finding drafts, and the page on which each was begun."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from casework.accounts.models import Officer
from casework.cases.models import Case, Post, SafetyRecord, SubjectMember, Wall
from casework.cases.queries import Viewer, get_visible, sees
from casework.cases.workflow import CaseStatus
from casework.database import db
from casework.errors import DomainError, NotPossible
from casework.evidence.models import Exhibit
from casework.intake.models import Jotting
from casework.members import queries as members
from casework.members.models import Councillor, SocialAccount

LONGEST_ID = 10


def jotting(key: str) -> Jotting | None:
    """Return what was kept of one opening of the quick page."""
    return db.session.get(Jotting, key)


def begun_on(case_id: int) -> Jotting | None:
    """Return the quick page on which a draft was begun, while the draft does not hold what was typed there."""
    return db.session.scalar(select(Jotting).where(Jotting.case_id == case_id, Jotting.sent_at.is_(None)))


def open_draft(viewer: Viewer, case_id: int, *options: ExecutableOption) -> Case:
    """Return the draft; raise NotFound where it is hidden, NotPossible where it is a draft no longer."""
    case = get_visible(viewer, case_id, *options)
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


def count_drafts(viewer: Viewer) -> int:
    """Return how many drafts `viewer` may see."""
    query = select(func.count()).where(Case.status == CaseStatus.DRAFT, sees(viewer, Case.id))
    return db.session.scalar(query) or 0


def councillor_named(words: str, chosen: str) -> Councillor:
    """Return the councillor whom a form names: the id that was chosen, or the only one whom the words fit.

    Raises DomainError where the words fit nobody, or several.
    """
    if not words and not chosen:
        raise DomainError("Enter part of the councillor’s name, or a handle that they use.", "councillor")
    if chosen.isdecimal() and len(chosen) < LONGEST_ID:
        row = db.session.get(Councillor, int(chosen))
        if row is not None:
            return row
    fitting = members.find(words)
    exact = [each for each in fitting if each.label.casefold() == words.strip().casefold()]
    if len(exact) == 1 or len(fitting) == 1:
        return db.session.get_one(Councillor, (exact or fitting)[0].id)
    if fitting:
        raise DomainError(f"“{words}” fits several councillors: choose one of them.", "councillor")
    raise DomainError(
        f"No councillor is called “{words}”. Check the spelling, or tick that they are not yet identified.",
        "councillor",
    )


def whole_draft(viewer: Viewer, case_id: int) -> Case:
    """Return a case with its people and what stands beside the breach; raise NotFound where it is hidden."""
    return get_visible(
        viewer,
        case_id,
        selectinload(Case.complaints),
        selectinload(Case.subjects).options(
            joinedload(SubjectMember.councillor),
            joinedload(SubjectMember.office),
            joinedload(SubjectMember.authority),
        ),
        joinedload(Case.exposure),
        joinedload(Case.safety).joinedload(SafetyRecord.councillor),
        joinedload(Case.walls).joinedload(Wall.officer).lazyload(Officer.role_rows),
    )


def known_accounts(case_id: int) -> Sequence[tuple[Councillor, str]]:
    """Return (councillor, handle) of known accounts that posts of the case name, where they are not yet a subject."""
    named = select(SubjectMember.councillor_id).where(
        SubjectMember.case_id == case_id, SubjectMember.removed_reason == ""
    )
    rows = db.session.execute(
        select(Councillor, SocialAccount.handle)
        .join(SocialAccount, SocialAccount.councillor_id == Councillor.id)
        .join(Post, Post.handle_key == SocialAccount.handle_key)
        .where(
            Post.case_id == case_id,
            Post.handle_key != "",
            Post.taken_out_reason == "",
            (Post.platform == SocialAccount.platform) | Post.platform.is_(None),
            Councillor.id.not_in(named),
        )
        .distinct()
        .order_by(Councillor.sort_name, Councillor.id)
    )
    return [(councillor, handle) for councillor, handle in rows]


def active_officers() -> Sequence[Officer]:
    """Return the officers who work here now, by name, without their roles."""
    return db.session.scalars(
        select(Officer)
        .where(Officer.active)
        .options(lazyload(Officer.role_rows))
        .order_by(Officer.name, Officer.id)
    ).all()


def exhibits_of(case_id: int) -> Sequence[Exhibit]:
    """Return the exhibits of a case that were not destroyed, in the order of their receipt."""
    return db.session.scalars(
        select(Exhibit).where(Exhibit.case_id == case_id, Exhibit.destroyed_at.is_(None)).order_by(Exhibit.id)
    ).all()

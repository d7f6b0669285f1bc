"""Beginning a draft, keeping what is typed, and putting the quick page's answers where they belong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, text

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case, Complaint, Post, SubjectMember
from casework.cases.queries import get_visible
from casework.cases.workflow import CaseStatus, ComplainantCategory
from casework.database import command, db, lock
from casework.errors import NotPossible
from casework.evidence import queries as evidence
from casework.intake.models import Jotting
from casework.intake.workflow import told_by_address
from casework.members.models import Councillor

CORRECTED = "Corrected while logging"


@dataclass(frozen=True)
class QuickLog:
    """What the quick page asks for."""

    received_on: date
    address: str = ""
    description: str = ""
    councillor: Councillor | None = None
    not_identified: bool = False
    category: ComplainantCategory | None = None
    complainant_name: str = ""


@command
def begin(key: str, *, actor: Officer) -> Case:
    """Return the draft that belongs to one opening of the quick page, and begin it where this is the first of it."""
    return _begin(key, actor)[1]


@command
def keep_words(key: str, fields: Mapping[str, str], *, actor: Officer) -> Case:
    """Keep what is typed so far, as it is typed. Raises NotPossible once the draft is a draft no longer."""
    row, case = _begin(key, actor)
    _expect_draft(case)
    if row.sent_at is None:
        row.fields = dict(fields)
    return case


@command
def send(key: str, quick: QuickLog, *, actor: Officer) -> Case:
    """Put the answers of the quick page into its draft. Sent again, it corrects what it said before."""
    row, case = _begin(key, actor)
    _expect_draft(lock(case))
    row.fields, row.sent_at = {}, clock.now()
    _say_whose(case, quick, actor)
    cases.change_case(
        case,
        actor=actor,
        received_on=quick.received_on,
        description=quick.description,
        member_not_identified=quick.not_identified and quick.councillor is None,
    )
    _say_where(case, quick, actor)
    _say_who_told(case, quick, actor)
    return case


@command
def register(case: Case, *, actor: Officer) -> Case:
    """Give the draft its reference. Raises DomainError naming what is missing."""
    _let_words_go(case)
    return cases.register_case(case, actor=actor, pictured=evidence.standing(case.id))


@command
def discard(case: Case, reason: str, *, actor: Officer) -> None:
    """Discard the draft: its exhibits stay, and it never gets a number."""
    _let_words_go(case)
    cases.discard_case(case, reason, actor=actor)


def _begin(key: str, actor: Officer) -> tuple[Jotting, Case]:
    """Hold the key's row, so that a picture and a word that arrive together begin one draft and not two."""
    db.session.execute(
        text("INSERT INTO jottings (key, fields) VALUES (:key, '{}') ON CONFLICT (key) DO NOTHING"),
        {"key": key},
    )
    row = db.session.scalars(
        select(Jotting).where(Jotting.key == key).with_for_update().execution_options(populate_existing=True)
    ).one()
    if row.case_id is not None:
        return row, get_visible(actor, row.case_id)
    case = cases.draft_case(actor=actor, received_on=clock.today())
    row.case_id = case.id
    return row, case


def _expect_draft(case: Case) -> None:
    if case.status is not CaseStatus.DRAFT:
        raise NotPossible(f"{case.name} is {case.status.label.lower()} already. Go on there.")


def _let_words_go(case: Case) -> None:
    for row in db.session.scalars(select(Jotting).where(Jotting.case_id == case.id)):
        row.fields, row.sent_at = {}, row.sent_at or clock.now()


def _say_whose(case: Case, quick: QuickLog, actor: Officer) -> None:
    wanted = quick.councillor.id if quick.councillor else None
    named = db.session.scalars(
        select(SubjectMember).where(SubjectMember.case_id == case.id, SubjectMember.removed_reason == "")
    ).all()
    for subject in named:
        if subject.councillor_id != wanted:
            cases.remove_subject(subject, CORRECTED, actor=actor)
    if quick.councillor and wanted not in {subject.councillor_id for subject in named}:
        cases.add_subject(case, quick.councillor, actor=actor)


def _say_where(case: Case, quick: QuickLog, actor: Officer) -> None:
    """Record the address as the first post's, with what the address itself tells of it."""
    post = db.session.scalars(
        select(Post).where(Post.case_id == case.id, Post.taken_out_reason == "").order_by(Post.id).limit(1)
    ).first()
    if post is not None and post.address == quick.address:
        return
    told = told_by_address(quick.address)
    if post is not None:
        cases.change_post(
            post, actor=actor, address=quick.address, platform=told.platform, handle=told.handle
        )
    elif quick.address:
        cases.add_post(case, actor=actor, address=quick.address, platform=told.platform, handle=told.handle)


def _say_who_told(case: Case, quick: QuickLog, actor: Officer) -> None:
    if quick.category is None:
        return
    complaint = db.session.scalars(
        select(Complaint).where(Complaint.case_id == case.id).order_by(Complaint.id).limit(1)
    ).first()
    if complaint is None:
        cases.add_complaint(
            case, actor=actor, category=quick.category, complainant_name=quick.complainant_name
        )
    else:
        cases.change_complaint(
            complaint,
            actor=actor,
            received_on=quick.received_on,
            category=quick.category,
            complainant_name=quick.complainant_name,
        )

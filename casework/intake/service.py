"""Beginning a draft, keeping what is typed, and putting the quick page's answers where they belong."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from sqlalchemy import select, text

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case, Complaint, Conduct, Post, SubjectMember
from casework.cases.queries import get_visible
from casework.cases.service.conduct import ConductValues
from casework.cases.service.posts import PostValues
from casework.cases.service.subjects import SubjectValues
from casework.cases.workflow import CapacityFact, CaseStatus, Channel, ComplainantCategory
from casework.codes.models import Clause
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.evidence import queries as evidence
from casework.evidence.service import show_only_post
from casework.intake.matters import Matter
from casework.intake.models import Jotting
from casework.members import queries as members
from casework.members.models import Councillor
from casework.words import YesNo

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
    asks_confidentiality: bool = False


@dataclass(frozen=True)
class Marked:
    """A suggested clause that was accepted or set aside, with the words that had suggested it."""

    clause: Clause
    accepted: bool
    words: Sequence[str]


@dataclass(frozen=True)
class Said:
    """What was said of one matter. `subjects`: whose conduct, None where nobody is identified yet."""

    matter: Matter
    prefix: str
    marks: Sequence[Marked]
    subjects: Sequence[SubjectMember | None]
    clauses: Collection[int]
    paragraph: str = ""
    gist: str = ""
    version_id: int | None = None
    paragraph_version_id: int | None = None
    version_reason: str = ""


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
    subject_id = _say_whose(case, quick, actor)
    cases.change_case(
        case,
        actor=actor,
        received_on=quick.received_on,
        description=quick.description,
        member_not_identified=quick.not_identified and quick.councillor is None,
    )
    _say_where(case, quick, subject_id, actor)
    _say_who_told(case, quick, actor)
    show_only_post(case, actor=actor)
    return case


@command
def say_act(
    case: Case,
    conduct: Conduct | None,
    *,
    actor: Officer,
    version: int | None,
    **values: Unpack[ConductValues],
) -> None:
    """Record an act without a post, in `conduct` where the case has it already, else in a course of its own."""
    if conduct is None:
        cases.add_conduct(case, actor=actor, **values)
    else:
        cases.change_conduct(conduct, actor=actor, version=version, **values)


@command
def change_member(
    subject: SubjectMember,
    *,
    actor: Officer,
    version: int | None,
    office_id: int | None,
    authority_id: int | None,
    facts: Mapping[CapacityFact, YesNo],
    notes: str,
) -> None:
    """Record in which office a councillor acted, and the facts about capacity: one page, one change."""
    cases.change_subject(
        subject, actor=actor, version=version, office_id=office_id, authority_id=authority_id
    )
    cases.record_capacity_facts(subject, facts, notes, actor=actor)


@command
def say_clauses(case: Case, said: Iterable[Said], matters: Iterable[Matter], *, actor: Officer) -> None:
    """Keep what was said of the suggestions and, where clauses were chosen, make an allegation for each councillor.

    `matters`: every one of the case. Those that share a course of conduct part before the first allegation rests on it.
    A DomainError names its field with the prefix of what was said.
    """
    answers = list(said)
    for mark in _marks(answers):
        cases.mark_clause(case, mark.clause, accepted=mark.accepted, words=mark.words, actor=actor)
    alleging = [each for each in answers if each.clauses]
    homes = _part(matters, {each.matter.conduct.id for each in alleging}, actor)
    for each in alleging:
        try:
            for subject in each.subjects:
                cases.make_allegation(
                    case,
                    actor=actor,
                    conduct=homes.get(each.matter.posts, each.matter.conduct),
                    subject=subject,
                    clauses=each.clauses,
                    paragraph=each.paragraph,
                    gist=each.gist,
                    version_id=each.version_id,
                    paragraph_version_id=each.paragraph_version_id,
                    version_reason=each.version_reason,
                )
        except DomainError as error:
            error.field = error.field and f"{each.prefix}{error.field}"
            raise


@command
def register(case: Case, *, actor: Officer) -> Case:
    """Give the draft its reference. Raises DomainError naming what is missing."""
    _let_words_go(case)
    show_only_post(case, actor=actor)
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


def _marks(said: Iterable[Said]) -> Iterable[Marked]:
    """Return one mark for each clause: accepted for one matter counts, though it was set aside for another."""
    marks: dict[int, Marked] = {}
    for mark in (mark for each in said for mark in each.marks):
        if mark.accepted or mark.clause.id not in marks:
            marks[mark.clause.id] = mark
    return marks.values()


def _part(
    matters: Iterable[Matter], conducts: Collection[int], actor: Officer
) -> dict[tuple[Post, ...], Conduct]:
    """Give the posts that are to leave these courses of conduct one of their own each; return where they went."""
    homes: dict[tuple[Post, ...], Conduct] = {}
    for matter in matters:
        if matter.moves and matter.conduct.id in conducts and matter.posts not in homes:
            homes[matter.posts] = cases.separate_posts(matter.conduct, matter.posts, actor=actor)
    return homes


def _expect_draft(case: Case) -> None:
    if case.status is not CaseStatus.DRAFT:
        raise NotPossible(f"{case.name} is {case.status.label.lower()} already. Go on there.")


def _let_words_go(case: Case) -> None:
    for row in db.session.scalars(select(Jotting).where(Jotting.case_id == case.id)):
        row.fields, row.sent_at = {}, row.sent_at or clock.now()


def _say_whose(case: Case, quick: QuickLog, actor: Officer) -> int | None:
    """Name the councillor in place of any other, and return the row that says so."""
    wanted = quick.councillor.id if quick.councillor else None
    named = db.session.scalars(
        select(SubjectMember).where(SubjectMember.case_id == case.id, SubjectMember.removed_reason == "")
    ).all()
    for subject in named:
        if subject.councillor_id != wanted:
            cases.remove_subject(subject, CORRECTED, actor=actor)
    if quick.councillor is None:
        return None
    kept = next((subject for subject in named if subject.councillor_id == wanted), None)
    return (kept or cases.add_subject(case, quick.councillor, actor=actor, **_only_office(quick))).id


def _only_office(quick: QuickLog) -> SubjectValues:
    """Return the office of a councillor who held just one on the day: the page for checking shows it."""
    held = members.offices_on(quick.councillor.id, quick.received_on) if quick.councillor else []
    return {"office_id": held[0].id} if len(held) == 1 else {}


def _say_where(case: Case, quick: QuickLog, subject_id: int | None, actor: Officer) -> None:
    """Record the address as the first post's; another address says anew whose account that is, and where."""
    post = db.session.scalars(
        select(Post).where(Post.case_id == case.id, Post.taken_out_reason == "").order_by(Post.id).limit(1)
    ).first()
    if post is None and not quick.address:
        return
    values: PostValues = {"address": quick.address, "subject_id": subject_id}
    if post is None or post.address != quick.address:
        values |= {"platform": None, "handle": ""}
    if post is None:
        cases.add_post(case, actor=actor, **values)
    else:
        cases.change_post(post, actor=actor, **values)


def _say_who_told(case: Case, quick: QuickLog, actor: Officer) -> None:
    if quick.category is None:
        return
    complaint = db.session.scalars(
        select(Complaint).where(Complaint.case_id == case.id).order_by(Complaint.id).limit(1)
    ).first()
    if complaint is None:
        cases.add_complaint(
            case,
            actor=actor,
            channel=Channel.NOT_KNOWN,
            category=quick.category,
            complainant_name=quick.complainant_name,
            asks_confidentiality=quick.asks_confidentiality,
        )
    else:
        cases.change_complaint(
            complaint,
            actor=actor,
            received_on=quick.received_on,
            category=quick.category,
            complainant_name=quick.complainant_name,
            asks_confidentiality=quick.asks_confidentiality or None,  # what was said since at its step stays
        )

"""Codes and allegations that tests need, made through the commands that the software itself uses."""

from datetime import date

from sqlalchemy import select

from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Allegation, Case, Conduct, SubjectMember
from casework.cases.workflow import Capacity, ExpressionQuestion
from casework.codes import library, queries
from casework.codes import service as codes
from casework.codes.models import CodeVersion
from casework.codes.workflow import CodeFamily
from casework.database import db
from casework.members.models import Councillor, Office
from tests.support.case_factories import make_case, make_councillor

FROM, SECOND_FROM = date(2024, 5, 1), date(2026, 5, 1)
POSTED = date(2026, 6, 3)


def load_codes(authority_id: int | None = None) -> tuple[CodeVersion, CodeVersion]:
    """Load both shipped Codes, in force since 1 May 2024; return the Social Media Code's version, then the other's."""
    authority_id = authority_id or authority_of(make_councillor("Cllr Adopter"))
    social_media, members = (
        codes.load_shipped(code, [authority_id], label="adopted 2024", in_force_from=FROM, actor=None)
        for code in (library.social_media_code(), library.members_code())
    )
    return social_media, members


def authority_of(councillor: Councillor) -> int:
    """Return the id of the authority on which the councillor sits."""
    return db.session.scalars(
        select(Office.authority_id).where(Office.councillor_id == councillor.id).limit(1)
    ).one()


def succeed(version: CodeVersion, first_day: date, *, actor: Officer) -> CodeVersion:
    """Publish a second version of the same Code from `first_day` on, and end the first on the day before."""
    shipped = (
        library.social_media_code()
        if version.code.family is CodeFamily.SOCIAL_MEDIA
        else library.members_code()
    )
    later = codes.begin_version(
        version.code, "adopted 2026", map(codes.from_shipped, shipped.clauses), actor=actor
    )
    codes.change_period(
        version,
        in_force_from=version.in_force_from or FROM,
        in_force_to=date.fromordinal(first_day.toordinal() - 1),
        irregularity="",
        actor=actor,
    )
    codes.publish(later, in_force_from=first_day, in_force_to=None, irregularity="", actor=actor)
    return later


def clause_id(version: CodeVersion, reference: str) -> int:
    """Return the id of that clause."""
    return next(clause.id for clause in queries.clauses_of(version.id) if clause.reference == reference)


def conduct_of(case: Case) -> Conduct:
    """Return the case's first course of conduct."""
    return db.session.scalars(
        select(Conduct).where(Conduct.case_id == case.id).order_by(Conduct.id).limit(1)
    ).one()


def subject_of(case: Case) -> SubjectMember:
    """Return the first councillor named in the case."""
    return db.session.scalars(
        select(SubjectMember).where(SubjectMember.case_id == case.id).order_by(SubjectMember.id).limit(1)
    ).one()


def make_dated_case(actor: Officer, posted: date | None = POSTED, *, words: str = "You are a liar") -> Case:
    """Make a registered case about a councillor of the authority that adopted the Codes, with one post."""
    councillor = make_councillor()
    case = make_case(actor, councillor=councillor, received_on=date(2026, 6, 10))
    cases.change_subject(subject_of(case), actor=actor, authority_id=authority_of(councillor))
    cases.add_post(case, actor=actor, words=words, posted_from=posted, posted_to=posted)
    return case


def make_allegation(
    case: Case, version: CodeVersion, *, actor: Officer, paragraph: str = "1.1", reference: str = "A1"
) -> Allegation:
    """Make an allegation against the case's councillor."""
    return cases.make_allegation(
        case,
        actor=actor,
        conduct=conduct_of(case),
        subject=subject_of(case),
        clauses=[clause_id(version, reference)],
        paragraph=paragraph,
        gist="That he called a resident a liar.",
    )


def prepare_finding(allegation: Allegation, *, actor: Officer) -> None:
    """Answer all that comes before a finding, the Independent Person apart."""
    cases.answer_capacity(allegation, Capacity.OFFICIAL, "The account says “councillor”.", actor=actor)
    answers = dict.fromkeys(ExpressionQuestion, "Considered, with reasons.")
    cases.answer_expression(allegation, answers, actor=actor)

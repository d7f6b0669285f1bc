"""Each post, each councillor, each authority: the Code that was in force for it."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Allegation, Case, Conduct, Post, SubjectMember
from casework.codes import service as codes
from casework.codes.library import members_code, social_media_code
from casework.codes.models import Clause, CodeVersion
from casework.database import db
from casework.members.models import Office
from casework.permissions import Role
from tests.support.case_factories import make_councillor
from tests.support.client import Browserless
from tests.support.code_factories import succeed
from tests.support.factories import make_officer

OLD, NEW = date(2020, 1, 1), date(2024, 1, 1)


@pytest.fixture
def officer_here(client: Browserless) -> Officer:
    made = make_officer(Role.STANDARDS_OFFICER, name="Sam Standards")
    client.sign_in(made)
    return made


@pytest.fixture
def draft(officer_here: Officer) -> Case:
    return cases.draft_case(actor=officer_here, received_on=clock.today())


def name(draft: Case, who: str, actor: Officer, authority: str) -> SubjectMember:
    """Name a councillor of an authority of their own."""
    councillor = make_councillor(who, authority=authority)
    office = db.session.scalars(select(Office).where(Office.councillor_id == councillor.id)).one()
    return cases.add_subject(draft, councillor, actor=actor, office_id=office.id)


def adopt(subject: SubjectMember, label: str, *, title: str = "") -> int:
    """Let the authority of `subject` adopt both Codes; return the id of the Social Media Code's version."""
    assert subject.authority_id
    social_media, _ = (
        codes.load_shipped(
            replace(shipped, title=f"{title}{shipped.title}"),
            [subject.authority_id],
            label=label,
            in_force_from=OLD,
            actor=None,
        )
        for shipped in (social_media_code(), members_code())
    )
    return social_media.id


def publish(
    draft: Case, actor: Officer, day: date | None, subject: SubjectMember | None = None, words: str = ""
) -> Post:
    """Record a post of one day."""
    subject_id = subject.id if subject else None
    return cases.add_post(
        draft, actor=actor, words=words, subject_id=subject_id, posted_from=day, posted_to=day
    )


def clause(reference: str, version_id: int) -> str:
    query = select(Clause.id).where(Clause.reference == reference, Clause.version_id == version_id)
    return str(db.session.scalars(query).one())


def succeeded(version_id: int, actor: Officer) -> int:
    """Publish a second version of a Code from 2024 on; return its id."""
    version = db.session.get_one(CodeVersion, version_id)
    return succeed(version, NEW, actor=actor).id


def test_posts_of_different_days_each_get_the_version_in_force_then(
    client: Browserless, draft: Case, officer_here: Officer
) -> None:
    subject = name(draft, "Jo Example", officer_here, "Fenwick County Council")
    old = adopt(subject, "2020")
    new = succeeded(old, officer_here)
    for words, day in (
        ("First", date(2023, 3, 1)),
        ("Second", date(2025, 3, 1)),
        ("Third", date(2025, 4, 1)),
    ):
        publish(draft, officer_here, day, subject, words=words)
    path = f"/log/{draft.id}/clauses"
    page = client.get(path)
    assert page.words.count("This version was in force on the date of the conduct") == 2
    answers = page.fields() | {
        "clauses": [clause("A1", old)],
        "paragraph": "later",
        "1-clauses": [clause("A2", new)],
        "1-paragraph": "later",
    }
    client.post(path, answers)
    rows = db.session.scalars(select(Allegation).order_by(Allegation.id)).all()
    assert [(row.version_id, row.version_reason) for row in rows] == [(old, ""), (new, "")]
    db.session.expire_all()
    homes = {post.words: post.conduct_id for post in db.session.scalars(select(Post))}
    assert homes["First"] == rows[0].conduct_id
    assert homes["Second"] == homes["Third"] == rows[1].conduct_id
    assert "Make another allegation for Jo Example" in client.get(path).words


def test_councillors_of_different_authorities_each_answer_to_their_own_code(
    client: Browserless, draft: Case, officer_here: Officer
) -> None:
    county = name(draft, "Jo Example", officer_here, "Fenwick County Council")
    parish = name(draft, "Kit Sample", officer_here, "Little Fenwick Parish Council")
    theirs = {county.id: adopt(county, "2020"), parish.id: adopt(parish, "Parish", title="Parish ")}
    publish(draft, officer_here, date(2025, 3, 1), words="You bully")
    path = f"/log/{draft.id}/clauses"
    page = client.get(path)
    assert "Jo Example (Fenwick County Council)" in page.words
    assert "Kit Sample (Little Fenwick Parish Council)" in page.words
    chosen = {
        "clauses": [clause("A1", theirs[county.id])],
        "paragraph": "later",
        "1-clauses": [clause("A1", theirs[parish.id])],
        "1-paragraph": "later",
    }
    client.post(path, page.fields() | chosen)
    rows = db.session.scalars(select(Allegation)).all()
    assert {row.subject_id: row.version_id for row in rows} == theirs


def test_a_post_that_is_one_councillors_is_not_alleged_against_another(
    client: Browserless, draft: Case, officer_here: Officer
) -> None:
    one, other = (
        name(draft, who, officer_here, "Fenwick County Council") for who in ("Jo Example", "Kit Sample")
    )
    version = adopt(one, "2020")
    for subject in (one, other):
        publish(draft, officer_here, date(2025, 3, 1), subject)
    path = f"/log/{draft.id}/clauses"
    fields = client.get(path).fields()
    client.post(path, fields | {"1-clauses": [clause("A1", version)], "1-paragraph": "later"})
    allegation = db.session.scalars(select(Allegation)).one()
    (post,) = db.session.scalars(select(Post).where(Post.conduct_id == allegation.conduct_id))
    assert allegation.subject_id == post.subject_id == other.id


def test_what_is_wanting_for_one_of_several_is_said_beside_it_and_nothing_is_kept(
    client: Browserless, draft: Case, officer_here: Officer
) -> None:
    subject = name(draft, "Jo Example", officer_here, "Fenwick County Council")
    old = adopt(subject, "2020")
    new = succeeded(old, officer_here)
    publish(draft, officer_here, date(2023, 3, 1), words="Dated")
    publish(draft, officer_here, None, words="Not dated")
    path = f"/log/{draft.id}/clauses"
    page = client.get(path)
    page = client.post(path, page.fields() | {"1-version_id": str(new), "then": "show"}, status=200)
    answers = page.fields() | {
        "clauses": [clause("A1", old)],
        "1-clauses": [clause("A1", new)],
        "paragraph": "later",
        "1-paragraph": "later",
    }
    page = client.post(path, answers, status=422)
    assert page.errors == ["Say why this version applies to the conduct."]
    assert page.fields()["1-clauses"] == [clause("A1", new)]
    assert db.session.scalars(select(Allegation)).all() == []
    client.post(path, answers | {"1-version_reason": "Seen for the first time this year"})
    assert len(db.session.scalars(select(Allegation)).all()) == 2


def test_a_choice_among_posts_that_changed_meanwhile_is_looked_at_again(
    client: Browserless, draft: Case, officer_here: Officer
) -> None:
    subject = name(draft, "Jo Example", officer_here, "Fenwick County Council")
    version = adopt(subject, "2020")
    publish(draft, officer_here, date(2023, 3, 1))
    path = f"/log/{draft.id}/clauses"
    answers = client.get(path).fields() | {"clauses": [clause("A1", version)], "paragraph": "later"}
    publish(draft, officer_here, date(2023, 3, 2))
    page = client.post(path, answers, status=422)
    assert "have changed since the page was opened" in page.errors[0]
    assert page.fields()["clauses"] == answers["clauses"]


def test_an_allegation_on_a_whole_course_of_conduct_keeps_it_whole(
    client: Browserless, draft: Case, officer_here: Officer
) -> None:
    subject = name(draft, "Jo Example", officer_here, "Fenwick County Council")
    old = adopt(subject, "2020")
    new = succeeded(old, officer_here)
    for day in (date(2023, 3, 1), date(2025, 3, 1)):
        publish(draft, officer_here, day, subject)
    made = cases.make_allegation(
        draft,
        actor=officer_here,
        conduct=db.session.scalars(select(Conduct)).one(),
        subject=subject,
        clauses=[int(clause("A1", new))],
        version_id=new,
        version_reason="One campaign, and most of it under the later version",
    )
    path = f"/log/{draft.id}/clauses"
    page = client.post(path, client.get(path).fields() | {"version_id": str(old), "then": "show"}, status=200)
    assert "may fall under more than one version" in page.words
    posts = db.session.scalars(select(Post).where(Post.conduct_id == made.conduct_id))
    assert len(posts.all()) == 2

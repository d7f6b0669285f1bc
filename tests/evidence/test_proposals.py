"""That a file shows a post is for an officer to say: the software proposes, and counts nothing on it."""

import pytest
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case, Post
from casework.database import db
from casework.errors import NotPossible
from casework.evidence import service
from casework.evidence.models import Exhibit, PostProposal
from casework.evidence.queries import of_posts
from casework.permissions import Role
from tests.evidence.catalogue import letters
from tests.evidence.test_uploads import send
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit
from tests.support.factories import make_officer
from tests.support.request_factories import make_post, make_request


@pytest.fixture
def case(client: Browserless, monitoring_officer: Officer) -> Case:
    client.sign_in(monitoring_officer)
    return make_case(monitoring_officer)


@pytest.fixture
def post(case: Case, monitoring_officer: Officer) -> Post:
    return make_post(case, monitoring_officer)


def proposed() -> list[str]:
    rows = select(Exhibit.declared_name).join(PostProposal).order_by(Exhibit.id)
    return list(db.session.scalars(rows))


def shown(post: Post) -> list[str]:
    return [each.declared_name for each in of_posts([post.id])[post.id]]


def named(name: str) -> Exhibit:
    return db.session.scalars(select(Exhibit).where(Exhibit.declared_name == name)).one()


def test_only_what_could_show_a_post_is_proposed_and_nothing_is_said_in_anybodys_name(
    client: Browserless, case: Case, post: Post
) -> None:
    mail = letters.mail("A post", {"attached.png": files.png((9, 9))})
    send(
        client,
        case.id,
        *(("shot.png", files.png()), ("scan.pdf", files.pdf(1)), ("page.html", files.html())),
        *(("run.exe", files.program()), ("drawing.svg", files.svg()), ("words.txt", files.text())),
        ("mail.eml", mail),
    )
    assert proposed() == ["shot.png", "scan.pdf", "page.html", "attached.png"]
    assert shown(post) == []
    page = client.get(f"/exhibits/{named('shot.png').id}")
    assert "Proposed: it shows “" in page.words
    assert "Casework proposed that exhibit" in page.words
    assert "described exhibit" not in page.words
    assert "Proposed" not in client.get(f"/exhibits/{named('run.exe').id}").words
    assert "Say whether 4 exhibits show the post" in client.get(f"/cases/{case.id}").words


@pytest.mark.parametrize(("answer", "expected"), [("yes", ["shot.png"]), ("no", [])])
def test_an_officer_answers_with_one_press_and_is_named_in_custody(
    client: Browserless, case: Case, post: Post, answer: str, expected: list[str]
) -> None:
    send(client, case.id, ("shot.png", files.png()))
    path = f"/exhibits/{named('shot.png').id}"
    given = {"post": str(post.id), "shows": answer}
    assert client.post(f"{path}/proposed", given) == path
    assert shown(post) == expected
    words = client.get(path).words
    assert "Proposed: it shows" not in words
    said = "shows" if answer == "yes" else "does not show"
    assert f"{said} the post that Casework had proposed" in words
    assert client.post(f"{path}/proposed", given) == path, "pressed twice, it is the same answer"
    client.post(f"{path}/proposed", given | {"shows": "no" if answer == "yes" else "yes"}, status=409)
    send(client, case.id, ("more.txt", files.text()))
    assert proposed() == ["shot.png"], "what was answered is not asked again"


def test_many_are_answered_at_once_and_what_came_since_is_not_among_them(
    client: Browserless, case: Case, post: Post
) -> None:
    send(client, case.id, ("1.png", files.png()), ("2.png", files.png((9, 9))))
    page = client.get(f"/cases/{case.id}/evidence")
    assert "Yes, all 2 show it" in page.words
    send(client, case.id, ("3.png", files.png((8, 8))))
    back = client.post(f"/cases/{case.id}/evidence/proposed", {"upto": str(named("2.png").id)})
    assert back == f"/cases/{case.id}/evidence"
    assert shown(post) == ["1.png", "2.png"]


def test_a_removal_request_cannot_rest_on_what_is_only_proposed(
    client: Browserless, case: Case, post: Post
) -> None:
    send(client, case.id, ("shot.png", files.png()))
    assert of_posts([post.id]) == {post.id: []}
    assert named("shot.png").id not in {each.id for each in of_posts([post.id])[post.id]}


def test_what_is_checked_before_approval_names_a_proposal_that_waits_for_its_answer(
    client: Browserless, case: Case
) -> None:
    drafter = make_officer(Role.STANDARDS_OFFICER)
    removal = make_request(drafter, case=case, exhibits=False)
    send(client, case.id, ("shot.png", files.png()))
    shot = named("shot.png")
    page = client.get(f"/removal-requests/{removal.id}/approve")
    assert f"Of {shot.label} Casework proposes that it shows this post, and nobody has answered" in page.words
    assert page.links()[f"Exhibit {shot.label}"] == f"/exhibits/{shot.id}"
    post_id = db.session.scalars(select(PostProposal.post_id)).one()
    service.answer_proposal(shot, post_id, actor=drafter, shows=False)
    words = client.get(f"/removal-requests/{removal.id}/approve").words
    assert "no exhibit. Add a screenshot" in words


def test_nothing_is_proposed_of_earlier_files_nor_where_a_case_has_no_post_or_two(
    client: Browserless, case: Case, monitoring_officer: Officer
) -> None:
    send(client, case.id, ("first.png", files.png()))
    make_post(case, monitoring_officer)
    send(client, case.id, ("words.txt", files.text()))
    assert proposed() == []
    make_post(case, monitoring_officer)
    send(client, case.id, ("second.png", files.png((9, 9))))
    assert proposed() == []


def test_what_is_sealed_or_whose_post_was_taken_out_is_proposed_no_longer(
    client: Browserless, case: Case, post: Post, monitoring_officer: Officer
) -> None:
    send(client, case.id, ("a.png", files.png()), ("b.png", files.png((9, 9))))
    service.seal(named("a.png"), actor=monitoring_officer)
    with pytest.raises(NotPossible, match="as it stands"):
        service.answer_proposal(named("a.png"), post.id, actor=monitoring_officer, shows=True)
    assert client.get(f"/cases/{case.id}/evidence").words.count("Proposed: it shows") == 1
    cases.take_out_post(post, "Another case", actor=monitoring_officer)
    assert "Proposed: it shows" not in client.get(f"/cases/{case.id}/evidence").words


def test_what_an_officer_chooses_by_hand_answers_the_proposal(
    client: Browserless, case: Case, post: Post, monitoring_officer: Officer
) -> None:
    send(client, case.id, ("a.png", files.png()))
    service.describe(named("a.png"), actor=monitoring_officer, posts=[post.id])
    assert shown(post) == ["a.png"]
    assert "Proposed: it shows" not in client.get(f"/exhibits/{named('a.png').id}").words


def test_logged_with_its_screenshot_a_post_is_said_to_be_shown_by_its_pictures_alone(
    case: Case, post: Post, monitoring_officer: Officer
) -> None:
    for content, name in ((files.png(), "shot.png"), (files.svg(), "drawing.svg"), (files.eml(), "mail.eml")):
        make_exhibit(monitoring_officer, case.id, content, name)
    service.show_only_post(case, actor=monitoring_officer)
    assert shown(post) == ["shot.png"]

"""An officer called like somebody in a case may be that person, and then must not see it."""

import pytest

from casework.accounts.models import Officer
from casework.cases import service
from casework.cases.models import Case, Wall
from casework.cases.namesakes import alike
from casework.database import db
from casework.errors import NotPossible
from casework.permissions import Role
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless
from tests.support.factories import make_officer

ASKED = "Say whether the officer Robin Resident is the complainant, Robin Resident"


@pytest.fixture
def namesake(monitoring_officer: Officer) -> Officer:
    return make_officer(Role.STANDARDS_OFFICER, name="Robin Resident")


@pytest.fixture
def case(monitoring_officer: Officer) -> Case:
    return make_case(monitoring_officer)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Robin Resident", "Ms Robin A. Resident", True),
        ("Robin O’Brien", "robin obrien", True),
        ("Robin Resident", "Robin Ruler", False),
        ("", "Robin Resident", False),
    ],
)
def test_two_names_may_be_one_persons_where_the_shorter_stands_in_the_longer(
    one: str, other: str, same: bool
) -> None:
    assert alike(one, other) is alike(other, one) is same


def test_the_case_asks_whether_an_officer_is_the_complainant_and_keeps_them_out(
    client: Browserless, case: Case, namesake: Officer, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    overview = client.get(f"/cases/{case.id}")
    assert ASKED in overview.words
    people = client.get(overview.links()[ASKED])
    assert "Is Robin Resident the same person?" in people.words
    client.post(
        f"/cases/{case.id}/people/wall",
        {"wall-officer_id": str(namesake.id), "wall-reason": "The same person as the complainant"},
    )
    assert db.session.get(Wall, (case.id, namesake.id)) is not None
    assert ASKED not in client.get(f"/cases/{case.id}").words
    client.sign_in(namesake).get(f"/cases/{case.id}", status=404)


def test_an_officer_who_is_somebody_else_is_not_asked_about_again_until_another_complaint_comes(
    client: Browserless, case: Case, namesake: Officer, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    client.post(f"/cases/{case.id}/people/namesakes/{namesake.id}/clear")
    assert ASKED not in client.get(f"/cases/{case.id}").words
    assert "is not the complainant, Robin Resident" in client.get(f"/cases/{case.id}/timeline").words
    with pytest.raises(NotPossible):
        service.clear_namesake(case, namesake, actor=monitoring_officer)
    service.add_complaint(case, actor=monitoring_officer, complainant_name="Mr R. Robin Resident")
    assert "the complainant, Mr R. Robin Resident" in client.get(f"/cases/{case.id}").words


def test_an_officer_called_like_the_councillor_is_asked_about_and_one_taken_off_is_not(
    client: Browserless, monitoring_officer: Officer
) -> None:
    make_officer(Role.DEPUTY, name="Lee Member")
    case = make_case(monitoring_officer, councillor=make_councillor("Lee Member"))
    client.sign_in(monitoring_officer)
    asked = "the officer Lee Member is the councillor"
    assert asked in client.get(f"/cases/{case.id}").words
    service.remove_subject(case.subjects[0], "Not concerned", actor=monitoring_officer)
    assert asked not in client.get(f"/cases/{case.id}").words


def test_whoever_works_on_a_case_keeps_an_officer_out_and_only_those_who_assign_let_them_in_again(
    client: Browserless, case: Case, namesake: Officer, monitoring_officer: Officer
) -> None:
    editor, people = make_officer(Role.STANDARDS_OFFICER, name="Sam Standards"), f"/cases/{case.id}/people"
    overview = client.sign_in(editor).get(f"/cases/{case.id}")
    page = client.get(overview.links()[ASKED])
    assert "Yes: keep Robin Resident out" in page.words
    assert "No: somebody else" not in page.words
    assert "assign-officer_id" not in page.fields()
    client.post(
        f"{people}/wall", {"wall-officer_id": str(namesake.id), "wall-reason": "They are the complainant"}
    )
    page = client.get(people)
    assert "They are the complainant" in page.words
    assert "Let them see it" not in page.words
    client.get(f"{people}/walls/{namesake.id}/lift", status=403)
    client.post(f"{people}/assign", status=403)
    client.post(f"{people}/namesakes/{namesake.id}/clear", status=403)
    client.sign_in(namesake).get(people, status=404)
    told = client.sign_in(monitoring_officer).get("/").links()
    assert told[f"Robin Resident is kept from {case.name}: see why."] == people
    client.post(f"{people}/walls/{namesake.id}/lift", {"reason": "Another of that name"})
    client.sign_in(namesake).get(people)


def test_a_wall_that_was_never_raised_cannot_be_lifted(
    client: Browserless, case: Case, namesake: Officer, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer).get(f"/cases/{case.id}/people/walls/{namesake.id}/lift", status=404)
    service.raise_wall(case, namesake, "The same person", actor=monitoring_officer)
    assert "Robin Resident" in client.get(f"/cases/{case.id}/people/walls/{namesake.id}/lift").heading

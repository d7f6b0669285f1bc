"""The quick page: one screenshot, its address and a name become a case."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case, Complaint, Post, SubjectMember
from casework.cases.workflow import CaseStatus, Confidentiality
from casework.database import db
from casework.evidence.models import Exhibit
from casework.evidence.workflow import Arrival
from casework.members import queries as members
from casework.members import service as councillors
from casework.members.workflow import OfficeKind, Platform, Tier
from casework.permissions import Role
from tests.support import files
from tests.support.case_factories import make_councillor
from tests.support.client import Browserless
from tests.support.member_factories import make_authority

ADDRESS = "https://x.com/cllr_example/status/1234567890"


def begin() -> str:
    return f"/log/new/{uuid4()}"


def typed(**values: str) -> dict[str, str]:
    today = clock.today()
    return {
        "address": ADDRESS,
        "category": "public",
        "received_on-day": str(today.day),
        "received_on-month": str(today.month),
        "received_on-year": str(today.year),
        **values,
    }


def paste(
    client: Browserless, path: str, content: bytes, name: str = "shot.png", arrival: str = "pasted"
) -> Any:
    return client.http.post(
        f"{path}/files",
        data={"csrf_token": client.token, "arrival": arrival, "files": [(BytesIO(content), name)]},
        headers={"Accept": "application/json"},
    ).get_json()


def only_case() -> Case:
    return db.session.scalars(select(Case)).one()


@pytest.fixture
def standards_officer(officer: Any, client: Browserless) -> Officer:
    made: Officer = officer(Role.STANDARDS_OFFICER, name="Sam Standards")
    client.sign_in(made)
    return made


@pytest.mark.usefixtures("standards_officer")
def test_a_screenshot_an_address_and_a_name_become_a_case_with_a_reference(client: Browserless) -> None:
    path = begin()
    councillor = make_councillor("Jo Example")
    page = client.get(path)
    assert "Call the police" in page.words
    assert paste(client, path, files.png())["files"][0]["ok"]
    check = client.post(path, typed(councillor="Jo Example", councillor_id=str(councillor.id)))
    page = client.get(check)
    assert page.heading == "Check your answers"
    for said in (ADDRESS, "X (Twitter)", "@cllr_example", "Jo Example", "Member of the public", "shot.png"):
        assert said in page.words
    done = client.get(client.post(check))
    assert done.heading == "Case registered"
    case = only_case()
    assert case.reference == f"SMC/{clock.today().year}/0001"
    assert case.reference in done.words
    assert "Acknowledge the complaint" in done.words
    exhibit = db.session.scalars(select(Exhibit)).one()
    assert (exhibit.case_id, exhibit.arrival) == (case.id, Arrival.PASTED)
    post = db.session.scalars(select(Post)).one()
    assert (post.platform, post.handle) == (Platform.X, "@cllr_example")
    assert post.subject_id == db.session.scalars(select(SubjectMember.id)).one()


@pytest.mark.usefixtures("standards_officer")
def test_what_a_minute_left_unsaid_of_a_complaint_is_to_do_and_is_no_fact(client: Browserless) -> None:
    register(client, councillor=make_councillor("Jo Example").name, complainant_name="Kim Neighbour")
    case = only_case()
    shown = client.get(f"/cases/{case.id}").words
    assert "Say how the complaint came from Kim Neighbour" in shown
    assert "Not asked for" not in shown
    path = f"/cases/{case.id}/complaints/{db.session.scalars(select(Complaint.id)).one()}"
    client.post(path, client.get(path).fields() | {"channel": "phone"})
    shown = client.get(f"/cases/{case.id}").words
    assert "Say how the complaint came" not in shown
    assert "Not asked for" in shown


@pytest.mark.usefixtures("standards_officer")
def test_a_complainant_who_asks_for_confidentiality_is_taken_at_their_word_from_the_first_page(
    client: Browserless,
) -> None:
    register(client, not_identified="y", asks_confidentiality="y")
    assert db.session.scalars(select(Complaint)).one().confidentiality is Confidentiality.UNDECIDED


@pytest.mark.usefixtures("standards_officer")
def test_the_only_office_that_a_councillor_held_on_the_day_is_proposed_and_of_two_none_is(
    client: Browserless,
) -> None:
    one, two = make_councillor("Jo Example"), make_councillor("Al Second")
    parish = make_authority("Otterby Parish Council", Tier.PARISH)
    seat: dict[str, Any] = {"kind": OfficeKind.SEAT, "title": "Councillor", "actor": None}
    councillors.add_office(two, authority_id=parish.id, **seat)
    [held] = members.offices_on(one.id, clock.today())
    for councillor, office in ((one, held.id), (two, None)):
        register(client, councillor=councillor.name)
        subject = db.session.scalars(
            select(SubjectMember).where(SubjectMember.councillor_id == councillor.id)
        ).one()
        assert subject.office_id == office


def register(client: Browserless, **values: str) -> str:
    """Send the quick page, and return the address of the page on which the answers are checked."""
    path: str = client.post(begin(), typed(**values))
    return path


@pytest.mark.usefixtures("standards_officer")
def test_a_description_will_do_in_place_of_a_picture_and_nobody_need_be_named_yet(
    client: Browserless,
) -> None:
    path = begin()
    check = client.post(path, typed(address="", description="A threat, not saved", not_identified="y"))
    client.post(check)
    assert only_case().status is CaseStatus.OPEN


@pytest.mark.usefixtures("standards_officer")
def test_what_is_missing_is_asked_for_beside_its_field_and_what_was_typed_stays(client: Browserless) -> None:
    path = begin()
    page = client.post(path, typed(address="", complainant_name="Robin Resident", category=""), status=422)
    assert page.errors == [
        "Add a picture, the address of a post, or a description.",
        "Name the councillor, or say that they are not yet identified.",
        "Choose who told us.",
    ]
    assert page.fields()["complainant_name"] == "Robin Resident"
    assert client.get(path).fields()["complainant_name"] == "Robin Resident"


@pytest.mark.usefixtures("standards_officer")
def test_every_answer_that_cannot_be_is_told_at_once(client: Browserless) -> None:
    wrong = {
        "address": "javascript:alert(1)",
        "councillor": "Nobody Known",
        "received_on-year": "2196",
    }  # a leap year too
    page = client.post(begin(), typed(**wrong), status=422)
    assert [error.split(".")[0] for error in page.errors] == [
        "This is not the address of a page",
        "No councillor is called “Nobody Known”",
        "The date received cannot be after today",
    ]
    assert db.session.scalar(select(func.count()).select_from(Post)) == 0


@pytest.mark.usefixtures("standards_officer")
def test_a_draft_is_gone_on_with_where_its_words_were_typed(client: Browserless) -> None:
    path = begin()
    client.get(path)
    client.http.post(f"{path}/keep", data={"csrf_token": client.token, "description": "He wrote that"})
    draft = f"/log/{only_case().id}"
    assert draft in client.get("/log/drafts").links().values()
    page = client.get(client.http.get(draft).location)
    assert page.fields()["description"] == "He wrote that"
    step = client.post(path, typed(description="He wrote that", steps="1"))
    assert step == draft
    assert client.get(draft).heading == only_case().name
    assert only_case().description == "He wrote that"


@pytest.mark.usefixtures("standards_officer")
def test_what_is_odd_about_a_file_is_told_after_a_reload_too(client: Browserless) -> None:
    path = begin()
    client.get(path)
    receipt = paste(client, path, b"<!doctype html><title>A page</title><p>Not a picture", "shot.png")
    assert "Its name ends in .png" in receipt["files"][0]["message"]
    assert "Its name ends in .png" in client.get(path).words


@pytest.mark.usefixtures("standards_officer")
def test_the_draft_is_kept_from_the_first_word(client: Browserless) -> None:
    path = begin()
    client.get(path)
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0
    kept = client.http.post(f"{path}/keep", data={"csrf_token": client.token, "description": "He wrote"})
    assert kept.status_code == 200
    assert kept.get_json()["kept_at"]
    assert only_case().status is CaseStatus.DRAFT
    assert client.get(path).fields()["description"] == "He wrote"
    assert "Draft" in client.get("/log/drafts").words


@pytest.mark.usefixtures("standards_officer")
def test_pictures_and_words_of_one_page_belong_to_one_draft(client: Browserless) -> None:
    path = begin()
    for name in ("one.png", "two.png"):
        paste(client, path, files.png(), name, "dropped")
    client.http.post(f"{path}/keep", data={"csrf_token": client.token, "address": ADDRESS})
    client.post(path, typed(not_identified="y"))
    client.post(path, typed(not_identified="y"))
    only_case()
    assert db.session.scalar(select(func.count()).select_from(Exhibit)) == 2
    assert db.session.scalar(select(func.count()).select_from(Post)) == 1
    assert db.session.scalar(select(func.count()).select_from(Complaint)) == 1


@pytest.mark.usefixtures("standards_officer")
def test_sending_the_page_again_corrects_what_it_said(client: Browserless) -> None:
    path = begin()
    first, second = make_councillor("Jo Example"), make_councillor("Kit Sample")
    client.post(path, typed(councillor="Jo", councillor_id=str(first.id)))
    client.post(path, typed(councillor="Kit", councillor_id=str(second.id), address=ADDRESS + "9"))
    standing = db.session.scalars(select(SubjectMember).where(SubjectMember.removed_reason == "")).one()
    assert standing.councillor_id == second.id
    assert db.session.scalars(select(Post)).one().address == ADDRESS + "9"


@pytest.mark.usefixtures("standards_officer")
def test_files_sent_by_a_plain_form_are_taken_in_with_the_rest(client: Browserless) -> None:
    path = begin()
    answers: dict[str, Any] = typed(not_identified="y", arrival="chosen")
    client.post(path, answers | {"files": [(BytesIO(files.png()), "shot.png")]})
    assert db.session.scalars(select(Exhibit)).one().arrival is Arrival.CHOSEN


@pytest.mark.usefixtures("standards_officer")
def test_a_refused_file_stops_neither_the_other_files_nor_the_words(client: Browserless) -> None:
    path = begin()
    answers: dict[str, Any] = typed(not_identified="y", arrival="chosen", complainant_name="Robin Resident")
    sent = [(BytesIO(b""), "empty.png"), (BytesIO(files.png()), "good.png")]
    page = client.post(path, answers | {"files": sent}, status=422)
    assert len(page.errors) == 1
    assert page.errors[0].startswith("empty.png:")
    assert "good.png" in page.words
    assert page.fields()["complainant_name"] == "Robin Resident"


@pytest.mark.usefixtures("standards_officer")
def test_a_name_that_fits_several_councillors_is_asked_about(client: Browserless) -> None:
    path = begin()
    make_councillor("Jo Example")
    other = make_councillor("Jo Sample")
    page = client.post(path, typed(councillor="Jo"), status=422)
    assert page.errors == ["“Jo” fits several councillors: choose one of them."]
    assert "Which of them?" in page.words
    client.post(path, typed(councillor="Jo", councillor_id=str(other.id)))
    assert db.session.scalars(select(SubjectMember)).one().councillor_id == other.id


@pytest.mark.usefixtures("standards_officer")
def test_a_name_that_fits_nobody_is_no_dead_end(client: Browserless) -> None:
    page = client.post(begin(), typed(councillor="Nobody Known"), status=422)
    assert "tick that they are not yet identified" in page.errors[0]


@pytest.mark.usefixtures("standards_officer")
def test_a_discarded_draft_keeps_its_exhibits_and_gets_no_number(client: Browserless) -> None:
    path = begin()
    paste(client, path, files.png())
    case = only_case()
    page = client.post(f"/log/{case.id}/discard", status=422)
    assert page.errors == ["Say why the draft is discarded."]
    client.post(f"/log/{case.id}/discard", {"reason": "A test of the scanner"})
    db.session.expire_all()
    assert (case.status, case.reference) == (CaseStatus.DISCARDED, None)
    assert db.session.scalars(select(Exhibit)).one().destroyed_at is None
    assert client.get(f"/log/{case.id}/registered").heading == "Draft discarded"


def test_another_officer_finds_the_draft_but_not_one_that_is_hidden_from_them(
    client: Browserless, standards_officer: Officer, monitoring_officer: Officer, officer: Any
) -> None:
    path = begin()
    client.post(path, typed(not_identified="y"))
    case = only_case()
    client.sign_in(monitoring_officer)
    assert client.get("/log/drafts").links()[case.name]
    hidden = officer(Role.STANDARDS_OFFICER)
    cases.raise_wall(case, hidden, "A relative", actor=monitoring_officer)
    client.sign_in(hidden)
    assert "No drafts" in client.get("/log/drafts").words
    client.get(path, status=404)
    client.get(f"/log/{case.id}/check", status=404)


@pytest.mark.usefixtures("standards_officer")
def test_no_page_of_logging_costs_more_than_twelve_selects(
    client: Browserless, count_selects: list[str]
) -> None:
    path = begin()
    for name in ("one.png", "two.png", "three.png"):
        paste(client, path, files.png(), name)
    councillor = make_councillor("Jo Example")
    count_selects.clear()
    client.get(path)
    assert len(count_selects) <= 12, count_selects
    check = client.post(path, typed(councillor="Jo", councillor_id=str(councillor.id)))
    for address in (check, "/log/drafts"):
        count_selects.clear()
        client.get(address)
        assert len(count_selects) <= 12, count_selects


@pytest.mark.usefixtures("standards_officer")
def test_sixty_files_at_once_of_any_name_are_each_taken_in_or_refused_by_themselves(
    client: Browserless,
) -> None:
    names = [
        "../../etc/passwd",
        "a\x00b.txt",
        "Łukasz O’Brien 😀.txt",
        "\u202egnp.txt",
        "x" * 300 + ".txt",
        '"><script>.txt',
    ]
    names += [f"note-{number}.txt" for number in range(54)]
    sent = [(BytesIO(b"" if name == "note-7.txt" else name.encode()), name) for name in names]
    path = begin()
    data = typed(description="He wrote that", category="") | {"files": sent, "arrival": "chosen"}
    page = client.post(path, data, status=422)
    assert [each for each in page.errors if "note-7.txt" in each]
    assert page.fields()["description"] == "He wrote that"
    exhibits = db.session.scalars(select(Exhibit).order_by(Exhibit.id)).all()
    assert len(exhibits) == 59
    assert [each.number for each in exhibits] == list(range(1, 60))
    assert all(each.sha256 in page.text for each in exhibits)

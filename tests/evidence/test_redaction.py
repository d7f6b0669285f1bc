"""Redacted copies: drawn by one officer, approved by another, and given out only where the finished file passed."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.council import queries as council
from casework.database import db, unit_of_work
from casework.errors import NotFound
from casework.evidence import queries, reading, service
from casework.evidence.models import Exhibit, RedactedPage, Redaction
from casework.evidence.redaction.regions import Question, Reason, Region
from casework.evidence.service.destroying import delete_unkept
from casework.evidence.vault import vault
from casework.evidence.workflow import RedactionStatus
from casework.outbox.models import Notice
from casework.permissions import Role
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import (
    THE_NAME,
    flip_a_byte,
    make_exhibit,
    make_redaction,
    release,
    reply,
)
from tests.support.factories import make_officer

LONG = files.pdf(21)
ASKED = [each for each in Question if each is not Question.BY_EYE]  # that only where software is no help
SEEN = {question.value: "covered" for question in ASKED} | {"readers": "party"}
ROW = {"x": "30", "y": "150", "width": "500", "height": "70", "reason": "third_party"}


def row(**values: str) -> dict[str, str]:
    return {f"boxes-0-{name}": value for name, value in (ROW | values).items()}


@pytest.fixture
def drawer(app: Flask) -> Officer:
    return make_officer(Role.STANDARDS_OFFICER)


@pytest.fixture
def exhibit(app: Flask, monitoring_officer: Officer) -> Exhibit:
    return make_exhibit(monitoring_officer, make_case(monitoring_officer).id, reply())


def picture_at(client: Browserless, path: str) -> Image.Image:
    return Image.open(BytesIO(client.get(path).response.data))


def begin(client: Browserless, exhibit: Exhibit) -> str:
    place: str = client.post(f"/exhibits/{exhibit.id}/redactions")
    return place


def shown(client: Browserless, place: str, **values: str) -> dict[str, Any]:
    fields = client.get(place).fields()
    return {"version": fields["version"], **values}


def test_one_officer_draws_another_approves_and_the_copy_that_passed_is_given_out(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    client.sign_in(drawer)
    boxes = begin(client, exhibit)
    assert "boxes-0-x" in (fields := client.get(boxes).fields())
    assert "boxes-1-x" not in fields
    original = picture_at(client, f"{boxes.removesuffix('/boxes')}/original/1.png")
    assert original.size == (900, 420)
    plan = {**row(), "description": "A post about bins and a reply.", "then": "ask"}
    place = client.post(boxes, shown(client, boxes, **plan))
    told = select(Notice.officer_id).where(Notice.text.contains("waits for your approval"))
    assert db.session.scalars(told).all() == [monitoring_officer.id]
    client.get(f"{place}/pages/1.png", status=404)
    client.sign_in(monitoring_officer)
    approval = f"{place}/approve"
    assert "You and 3 others" in client.get(approval).words
    client.post(approval, shown(client, approval, **SEEN))
    page = client.get(place)
    assert "passed all 8 checks" in page.words
    copy = picture_at(client, f"{place}/pages/1.png")
    assert set(copy.crop(THE_NAME.box).tobytes()) == {0}
    assert copy.crop((0, 0, 900, 150)).tobytes() == original.crop((0, 0, 900, 150)).tobytes()
    response = client.get(f"{place}/copy/1").response
    response.close()
    name = f"{exhibit.prefix}-{exhibit.number}-redacted-1.png"
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
    words = client.get(f"/exhibits/{exhibit.id}").words
    assert "Redacted copy 1 Passed, may be given out" in words
    assert "approved the redacted copy" in words
    assert "downloaded the redacted copy" in words


@pytest.mark.parametrize("field", ["remark", "public_reason", "may_stay"])
def test_nothing_that_is_printed_on_the_certificate_may_tell_a_name_that_must_not_be_readable(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer, field: str
) -> None:
    told = "Nobody but Quenby Marsh could be meant by it."
    redaction = make_redaction(exhibit, drawer)
    staying = told if field == "may_stay" else ""
    service.change_redaction(redaction, actor=drawer, must_not_show="Quenby Marsh", may_stay=staying)
    service.ask_for_approval(redaction, actor=drawer)
    client.sign_in(monitoring_officer)
    approval = f"/redactions/{redaction.id}/approve"
    said = SEEN | {"readers": "public", field: told}
    page = client.post(approval, shown(client, approval, **said), status=422)
    assert "“Quenby Marsh”" in page.words
    assert db.session.get_one(Redaction, redaction.id).status is RedactionStatus.DRAFT


def test_the_certificate_tells_checks_hashes_reasons_and_who_looked(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    redaction = release(make_redaction(exhibit, drawer), monitoring_officer)
    client.sign_in(drawer)
    shown = client.get(f"/redactions/{redaction.id}/certificate")
    words = shown.words
    (page,) = db.session.scalars(select(RedactedPage)).all()
    assert "checks 8 of 8 passed" in words
    assert all(each in words for each in (exhibit.sha256, page.sha256, drawer.name, monitoring_officer.name))
    (box,) = redaction.regions
    told = ("Somebody who has no part in the matter", box["x"], box["y"], f"{box['width']} × {box['height']}")
    assert "".join(f"<td>{each}</td>" for each in told) in shown.text
    assert f"/redactions/{redaction.id}/pages/1.png" in shown.text  # the finished copy, outlined
    assert "original/" not in shown.text
    assert "Profile pictures, beside each post and each reply Covered" in words
    assert "does not prove" in words
    assert "Rita" not in words


def test_a_withdrawn_copy_is_not_pictured_on_its_certificate(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    redaction = release(make_redaction(exhibit, drawer), monitoring_officer)
    release(make_redaction(exhibit, drawer), monitoring_officer)
    service.withdraw_redaction(redaction, actor=drawer, reason="A name was overlooked")
    client.sign_in(drawer)
    shown = client.get(f"/redactions/{redaction.id}/certificate")
    assert ".png" not in shown.text
    assert "There is no picture of the copy here, as it may not be given out." in shown.words


def test_the_one_who_drew_it_does_not_approve_it(
    client: Browserless, exhibit: Exhibit, drawer: Officer
) -> None:
    redaction = make_redaction(exhibit, drawer)
    client.sign_in(drawer)
    place = f"/redactions/{redaction.id}/approve"
    assert "another officer has to approve" in client.get(place).words
    client.post(place, {"version": str(redaction.version), **SEEN, "own_reason": "Alone"}, status=403)
    assert queries.released_copies([exhibit.id]) == {exhibit.id: []}


def test_an_office_of_two_approves_its_own_with_a_reason_and_a_review(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    with unit_of_work() as session:
        settings = council.settings()
        settings.self_approval = True
        session.add(settings)
        record(Verb.COUNCIL_CHANGED, actor=monitoring_officer, subject=settings)
    redaction = make_redaction(exhibit, drawer)
    client.sign_in(drawer)
    place = f"/redactions/{redaction.id}"
    sent = shown(client, f"{place}/approve", **SEEN)
    assert "Say why nobody else could approve it." in client.post(f"{place}/approve", sent, status=422).errors
    client.post(f"{place}/approve", {**sent, "own_reason": "The deputy is on leave"})
    assert redaction.self_approval_reason == "The deputy is on leave"
    client.post(f"{place}/review", status=403)
    client.sign_in(monitoring_officer)
    assert "Review it by" in client.get(place).words
    case, asked = f"/cases/{exhibit.case_id}", "Review a redacted copy that one officer alone"
    assert asked in client.get(case).words
    client.post(f"{place}/review")
    assert asked not in client.get(case).words
    assert "Reviewed" in client.get(place).words
    client.post(f"{place}/review", status=409)


def test_each_question_about_what_is_overlooked_must_be_answered(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    redaction = make_redaction(exhibit, drawer)
    client.sign_in(monitoring_officer)
    place = f"/redactions/{redaction.id}/approve"
    sent = shown(client, place, **SEEN)
    for question in ASKED:
        errors = client.post(place, {**sent, question.value: ""}, status=422).errors
        assert errors == [f"Say what you saw of: {question.label}."]
    assert redaction.status is RedactionStatus.DRAFT


def test_a_name_that_software_cannot_look_for_is_named_to_the_approver_who_says_what_they_saw(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    redaction = make_redaction(exhibit, drawer)
    service.change_redaction(redaction, actor=drawer, must_not_show="Σοφία Παππά\nFernsby")
    service.ask_for_approval(redaction, actor=drawer)
    client.sign_in(monitoring_officer)
    place = f"/redactions/{redaction.id}/approve"
    page = client.get(place)
    assert "look yourself. Σοφία Παππά" in page.words
    assert "Software looks for Fernsby" in page.words
    assert "It does not read what is slanted" in page.words
    sent = shown(client, place, **SEEN)
    assert client.post(place, sent, status=422).errors == [
        "Software cannot look for “Σοφία Παππά”: look yourself, and say what you saw."
    ]
    stays = client.post(place, {**sent, "by_eye": "stays"}, status=422)
    assert stays.errors == ["A protected name may not stay. Have it covered."]
    client.post(place, {**sent, "by_eye": "covered"})
    assert redaction.status is RedactionStatus.RELEASED
    certificate = client.get(f"/redactions/{redaction.id}/certificate").words
    assert "It cannot look for 1 more" in certificate
    assert "Σοφία" not in certificate


def test_a_copy_in_which_a_hidden_name_can_still_be_read_exists_nowhere(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    elsewhere = Region(1, 30, 270, 500, 70, Reason.CHILD)
    redaction = make_redaction(exhibit, drawer, elsewhere)
    service.change_redaction(redaction, actor=drawer, must_not_show="Rita Example")
    service.ask_for_approval(redaction, actor=drawer)
    held = set(vault().iterate())
    client.sign_in(monitoring_officer)
    place = f"/redactions/{redaction.id}"
    client.post(f"{place}/approve", shown(client, f"{place}/approve", **SEEN))
    page = client.get(place)
    assert "It passed 7 of 8 checks, so there is no copy yet." in page.words
    assert "Still readable: “Rita Example”" in page.words
    assert "checks 7 of 8 passed" in client.get(f"{place}/certificate").words
    for path in ("pages/1.png", "copy/1"):
        client.get(f"{place}/{path}", status=404)
    assert set(vault().iterate()) == held
    assert queries.released_copies([exhibit.id]) == {exhibit.id: []}
    assert "did not pass" in client.get(f"/exhibits/{exhibit.id}").words


def test_a_word_that_is_covered_here_may_be_said_to_stay_there(
    exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    twice = make_exhibit(monitoring_officer, exhibit.case_id, reply("The bins are late again"))
    redaction = make_redaction(twice, drawer)
    with pytest.raises(AssertionError, match="Still readable"):
        release(redaction, monitoring_officer)
    service.change_redaction(redaction, actor=drawer, may_stay="the bins are late again")
    assert release(redaction, monitoring_officer).status is RedactionStatus.RELEASED


def test_without_text_recognition_nothing_is_released(
    exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    reading.tesseract.cache_clear()
    try:
        with pytest.raises(AssertionError, match="Tesseract"):
            release(make_redaction(exhibit, drawer), monitoring_officer)
    finally:
        reading.tesseract.cache_clear()


def test_who_changes_the_boxes_is_the_one_who_drew_them(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    redaction = make_redaction(exhibit, drawer)
    before = redaction.version
    service.change_redaction(redaction, actor=monitoring_officer, regions=[THE_NAME, THE_NAME])
    assert redaction.drafted_by_id == monitoring_officer.id
    service.ask_for_approval(redaction, actor=monitoring_officer)
    client.sign_in(monitoring_officer)
    client.post(f"/redactions/{redaction.id}/approve", {"version": str(before), **SEEN}, status=409)


def test_what_was_saved_can_be_taken_back_without_a_script(
    client: Browserless, exhibit: Exhibit, drawer: Officer
) -> None:
    client.sign_in(drawer)
    boxes = begin(client, exhibit)
    client.post(boxes, shown(client, boxes, **row()))
    client.post(boxes, shown(client, boxes, **row(x="31")))
    (redaction,) = db.session.scalars(select(Redaction)).all()
    assert redaction.regions[0]["x"] == 31
    client.post(boxes, shown(client, boxes, then="undo"))
    assert db.session.get_one(Redaction, redaction.id, populate_existing=True).regions[0]["x"] == 30
    client.post(boxes, shown(client, boxes, **row(remove="y")))
    page = client.post(boxes, shown(client, boxes, then="ask"), status=422)
    assert "There is no box yet" in page.errors[0]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"x": ""}, "Box 1: give a number for “From the left”."),
        ({"reason": ""}, "Box 1: choose why it is hidden."),
        ({"width": "5000"}, "Box 1 reaches beyond the picture, which is 900 by 420 pixels."),
        ({"height": "0"}, "Box 1 has no size."),
        ({"x": "left"}, "Box 1: give a whole number for “From the left”, such as 120."),
        ({"x": "9" * 400}, "Box 1: give a whole number for “From the left”, such as 120."),
    ],
)
def test_a_box_that_cannot_be_burned_is_told_beside_what_was_typed(
    client: Browserless, exhibit: Exhibit, drawer: Officer, values: dict[str, str], error: str
) -> None:
    client.sign_in(drawer)
    boxes = begin(client, exhibit)
    page = client.post(boxes, shown(client, boxes, **row(**values), description="A post"), status=422)
    assert page.errors[0].startswith(error)
    assert f'href="#boxes-0-{next(iter(values))}"' in page.text
    assert "A post" in page.text
    assert "boxes-1-x" in page.fields(), "and an empty one to add another"


def test_each_box_that_is_wrong_is_told_at_once_and_numbered_on_the_picture_as_in_its_fields(
    client: Browserless, exhibit: Exhibit, drawer: Officer
) -> None:
    client.sign_in(drawer)
    boxes = begin(client, exhibit)
    second = {f"boxes-1-{name}": value for name, value in (ROW | {"reason": ""}).items()}
    third = {f"boxes-2-{name}": value for name, value in (ROW | {"width": "5000"}).items()}
    page = client.post(boxes, shown(client, boxes, **row(), **second, **third), status=422)
    assert page.errors == [
        "Box 2: choose why it is hidden.",
        "Box 3 reaches beyond the picture, which is 900 by 420 pixels. Move it, or make it smaller.",
    ]
    assert all(f'href="#boxes-{field}"' in page.text for field in ("1-reason", "2-width"))
    assert [f">{number}</text>" in page.text for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert db.session.scalars(select(Redaction)).one().regions == [], "and nothing is half saved"


def test_a_withdrawn_copy_is_shown_to_nobody(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    redaction = release(make_redaction(exhibit, drawer), monitoring_officer)
    assert [each.id for each in queries.released_copies([exhibit.id])[exhibit.id]] == [redaction.id]
    client.sign_in(drawer)
    place = f"/redactions/{redaction.id}"
    client.get(f"{place}/pages/1.png")
    client.post(f"{place}/withdraw", {"reason": ""}, status=422)
    client.post(f"{place}/withdraw", {"reason": "A face was overlooked"})
    client.get(f"{place}/pages/1.png", status=404)
    assert queries.released_copies([exhibit.id]) == {exhibit.id: []}
    assert "A face was overlooked" in client.get(place).words
    client.post(f"{place}/boxes", row(), status=302)
    assert redaction.status is RedactionStatus.WITHDRAWN


def test_a_copy_leaves_only_while_its_original_and_itself_are_unchanged(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    redaction = release(make_redaction(exhibit, drawer), monitoring_officer)
    flip_a_byte(exhibit.sha256)
    list(service.verify_store())
    flip_a_byte(exhibit.sha256)  # other tests receive the same bytes
    client.sign_in(drawer)
    client.get(f"/redactions/{redaction.id}/pages/1.png", status=404)
    assert queries.released_copies([exhibit.id]) == {exhibit.id: []}
    assert "has changed since it was received" in client.get(f"/redactions/{redaction.id}").words


def test_the_copies_of_a_destroyed_exhibit_go_with_it(
    exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    redaction = release(make_redaction(exhibit, drawer), monitoring_officer)
    (page,) = db.session.scalars(select(RedactedPage)).all()
    proposal = service.propose_destruction(exhibit, actor=drawer, reason="Of another matter")
    service.approve_destruction(proposal, actor=monitoring_officer)
    assert not vault().exists(page.sha256)
    assert redaction.status is RedactionStatus.WITHDRAWN
    assert (redaction.description, redaction.regions, redaction.report) == ("", [], [])


def test_the_copies_of_a_sealed_image_go_at_once(
    exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    redaction = release(make_redaction(exhibit, drawer), monitoring_officer)
    (page,) = db.session.scalars(select(RedactedPage)).all()
    service.seal(exhibit, actor=drawer)
    assert not vault().exists(page.sha256)
    assert redaction.withdrawn_reason == "Its exhibit was sealed."
    with pytest.raises(NotFound):
        service.begin_redaction(exhibit, actor=drawer)


def test_no_sweep_takes_a_redacted_copy_for_a_stray(
    exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    release(make_redaction(exhibit, drawer), monitoring_officer)
    (page,) = db.session.scalars(select(RedactedPage)).all()
    assert delete_unkept([page.sha256]) == 0
    assert vault().exists(page.sha256)


def test_a_pdf_is_redacted_as_pictures_of_all_its_pages(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    letter = make_exhibit(monitoring_officer, exhibit.case_id, files.pdf(2), "letter.pdf")
    box = Region(2, 140, 250, 400, 100, Reason.CONFIDENTIAL)
    redaction = make_redaction(letter, drawer, box)
    assert redaction.sizes == [[1240, 1755], [1240, 1755]]
    service.change_redaction(redaction, actor=drawer, may_stay="Page")
    client.sign_in(drawer)
    place = f"/redactions/{redaction.id}"
    assert "Page 2" in client.get(f"{place}/boxes").words
    release(redaction, monitoring_officer)
    first, second = (picture_at(client, f"{place}/pages/{page}.png") for page in (1, 2))
    assert set(second.crop(box.box).tobytes()) == {0}
    assert set(first.crop(box.box).tobytes()) != {0}
    assert "So on each of 2 pages" in client.get(place).words
    client.get(f"{place}/original/3.png", status=409)


@pytest.mark.parametrize("content", [files.locked_pdf(), files.html(), LONG])
def test_what_cannot_be_drawn_whole_is_not_redacted(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer, content: bytes
) -> None:
    other = make_exhibit(monitoring_officer, exhibit.case_id, content, "other.bin")
    client.sign_in(monitoring_officer)
    words = client.post(f"/exhibits/{other.id}/redactions", status=409).words
    assert ("Print the pages that matter" in words) == (content == LONG)
    assert ("Print the pages that matter" in client.get(f"/exhibits/{other.id}").words) == (content == LONG)
    assert db.session.scalars(select(Redaction)).all() == []


def test_upright_pixels_are_what_the_boxes_lie_on(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    sideways = make_exhibit(monitoring_officer, exhibit.case_id, files.rotated_jpeg_with_location(), "p.jpg")
    redaction = make_redaction(sideways, drawer, Region(1, 0, 0, 10, 10, Reason.CHILD))
    assert redaction.sizes == [[200, 120]]
    assert release(redaction, monitoring_officer).status is RedactionStatus.RELEASED

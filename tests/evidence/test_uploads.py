"""Files as they come into a case: through the upload box, through a plain form, several at once, good and bad."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.cases import service as cases
from casework.cases.models import Case
from casework.database import db
from casework.evidence.models import Exhibit, RefusedFile
from casework.evidence.workflow import Arrival
from casework.permissions import Role
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit
from tests.support.factories import make_officer

KINDS: dict[str, Callable[[], bytes]] = {
    "post.png": files.png,
    "post.jpg": files.jpeg,
    "post.webp": files.webp,
    "thread.pdf": files.pdf,
}
WITHOUT_PREVIEW: dict[str, Callable[[], bytes]] = {
    "photo.heic": files.heic,
    "video.mp4": files.mp4,
    "mail.eml": files.eml,
    "mail.msg": files.msg,
    "letter.docx": files.docx,
    "page.html": files.html,
    "words.txt": files.text,
    "all.zip": files.archive,
    "locked.pdf": files.locked_pdf,
    "damaged.png": files.damaged_png,
}


def send(
    client: Browserless, case_id: int, *named: tuple[str, bytes], arrival: str = "chosen", **kwargs: Any
) -> Any:
    """Upload files as the upload box does, and return the answer."""
    response = client.http.post(
        f"/cases/{case_id}/evidence",
        data={
            "csrf_token": client.token,
            "arrival": arrival,
            "files": [(BytesIO(content), name) for name, content in named],
        },
        headers={"Accept": "application/json"},
    )
    response.request.environ["wsgi.input"].close()  # a large body waits in a file of the test client's
    assert response.status_code == kwargs.get("status", 200), response.text[:300]
    return response.get_json()


@pytest.fixture
def case_id(client: Browserless, monitoring_officer: Officer) -> int:
    client.sign_in(monitoring_officer)
    return make_case(monitoring_officer).id


@pytest.mark.parametrize("name", KINDS)
def test_a_file_that_can_be_shown_gets_a_receipt_with_its_own_hash_and_a_preview(
    client: Browserless, case_id: int, name: str
) -> None:
    content = KINDS[name]()
    (receipt,) = send(client, case_id, (name, content))["files"]
    assert receipt["ok"]
    assert receipt["name"] == name
    assert receipt["sha256"] == hashlib.sha256(content).hexdigest()
    assert receipt["label"].endswith("/1")
    picture = client.http.get(receipt["preview_url"])
    assert picture.status_code == 200
    assert picture.mimetype == "image/png"
    assert picture.data.startswith(files.PNG_SIGNATURE)


@pytest.mark.parametrize("name", WITHOUT_PREVIEW)
def test_what_cannot_be_shown_is_kept_all_the_same(client: Browserless, case_id: int, name: str) -> None:
    content = WITHOUT_PREVIEW[name]()
    (receipt,) = send(client, case_id, (name, content))["files"]
    assert receipt["ok"]
    assert receipt["sha256"] == hashlib.sha256(content).hexdigest()
    assert not receipt["preview_url"]
    assert "without a preview" in receipt["message"]
    exhibit = db.session.scalars(select(Exhibit).where(Exhibit.parent_id.is_(None))).one()
    client.get(f"/exhibits/{exhibit.id}/preview.png", status=404)


def test_a_file_at_fault_is_refused_by_itself_and_the_others_are_kept(
    client: Browserless, case_id: int
) -> None:
    answer = send(
        client,
        case_id,
        ("good.png", files.png()),
        ("empty.png", b""),
        ("also-good.jpg", files.jpeg()),
    )["files"]
    assert [each["ok"] for each in answer] == [True, False, True]
    assert "empty" in answer[1]["error"]
    assert [each["label"].partition("/")[2] for each in answer if each["ok"]] == ["1", "2"]
    refused = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "exhibit.refused")).all()
    assert len(refused) == 1


@pytest.mark.parametrize("arrival", [Arrival.CHOSEN, Arrival.DROPPED, Arrival.PASTED])
def test_how_a_file_came_is_recorded(client: Browserless, case_id: int, arrival: Arrival) -> None:
    send(client, case_id, ("post.png", files.png()), arrival=arrival.value)
    assert db.session.scalars(select(Exhibit)).one().arrival is arrival


def test_a_browser_cannot_claim_that_the_software_loaded_a_file(client: Browserless, case_id: int) -> None:
    send(client, case_id, ("post.png", files.png()), arrival="imported", status=400)
    assert db.session.scalars(select(Exhibit)).all() == []


def test_without_javascript_good_files_get_receipts_and_bad_ones_their_error(
    client: Browserless, case_id: int
) -> None:
    content = files.png()
    page = client.post(
        f"/cases/{case_id}/evidence",
        {"arrival": "chosen", "files": [(BytesIO(content), "good.png"), (BytesIO(b""), "empty.png")]},
        status=422,
    )
    assert hashlib.sha256(content).hexdigest() in page.words
    assert "empty.png: This file is empty" in page.words


def test_without_javascript_all_good_files_lead_back_to_the_evidence(
    client: Browserless, case_id: int
) -> None:
    address = client.post(
        f"/cases/{case_id}/evidence", {"arrival": "chosen", "files": (BytesIO(files.png()), "good.png")}
    )
    assert "good.png" in client.get(address).words


def limited(app: Flask, monkeypatch: pytest.MonkeyPatch, megabytes: int) -> int:
    settings = app.config["SETTINGS"].model_copy(update={"file_limit_mb": megabytes})
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return int(settings.file_limit)


def test_a_file_over_the_limit_is_refused_by_itself_and_the_others_survive(
    app: Flask, client: Browserless, case_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = limited(app, monkeypatch, 1)
    answer = send(
        client,
        case_id,
        ("large.txt", b"x" * (3 * limit)),
        ("just-right.txt", b"y" * limit),
        ("one-too-many.txt", b"z" * (limit + 1)),
        ("post.png", files.png()),
    )["files"]
    assert [each["ok"] for each in answer] == [False, True, False, True]
    assert "larger than 1 MB" in answer[0]["error"]
    stub = db.session.scalars(select(RefusedFile).order_by(RefusedFile.id)).first()
    assert stub
    assert (stub.size, stub.sha256) == (3 * limit, hashlib.sha256(b"x" * (3 * limit)).hexdigest())
    assert "larger than 1 MB" in client.get(f"/cases/{case_id}/evidence").words
    assert answer[1]["sha256"] == hashlib.sha256(b"y" * limit).hexdigest()


def test_a_request_over_its_limit_gets_a_clear_answer(
    app: Flask, client: Browserless, case_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 10_000)
    answer = send(client, case_id, ("large.txt", b"x" * 20_000), status=413)
    assert answer["error"]
    page = client.post(f"/cases/{case_id}/evidence", {"files": (BytesIO(b"x" * 20_000), "x.txt")}, status=413)
    assert "Use your browser’s Back button" in page.words
    assert db.session.scalars(select(Exhibit)).all() == []


def test_no_file_at_all_is_said_so(client: Browserless, case_id: int) -> None:
    assert "Choose a file" in send(client, case_id, status=422)["error"]
    page = client.post(f"/cases/{case_id}/evidence", {"arrival": "chosen"}, status=422)
    assert "Choose a file" in page.words


def test_a_hostile_name_is_written_out_and_never_used(client: Browserless, case_id: int) -> None:
    name = "../../etc/\u202egnp.exe<script>"
    (receipt,) = send(client, case_id, (name, files.png()))["files"]
    assert "[U+202E]" in receipt["name"]
    page = client.get(f"/cases/{case_id}/evidence")
    assert "\u202e" not in page.text
    assert "<script>" not in page.words.partition("gnp.exe")[0]
    assert "gnp.exe<script>" in page.words


def test_a_closed_case_takes_no_more_evidence(
    client: Browserless, case_id: int, monitoring_officer: Officer
) -> None:
    case = db.session.get_one(Case, case_id)
    cases.merge_into(case, make_case(monitoring_officer), actor=monitoring_officer, reason="The same post")
    answer = send(client, case_id, ("post.png", files.png()), status=409)
    assert "Reopen it" in answer["error"]


def test_the_notice_about_sexual_images_comes_before_the_first_upload(
    client: Browserless, case_id: int
) -> None:
    page = client.get(f"/cases/{case_id}/evidence")
    assert "sexual image" in page.words
    assert "999" in page.words
    assert page.words.index("sexual image") < page.words.index("Add evidence")


def test_an_independent_person_cannot_upload_and_a_walled_officer_finds_no_case(
    client: Browserless, case_id: int, monitoring_officer: Officer
) -> None:
    walled = make_officer(Role.STANDARDS_OFFICER)
    case = db.session.get_one(Case, case_id)
    cases.raise_wall(case, walled, actor=monitoring_officer, reason="A relative")
    client.sign_in(walled)
    client.get(f"/cases/{case_id}/evidence", status=404)
    send(client, case_id, ("post.png", files.png()), status=404)
    client.sign_in(make_officer(Role.INDEPENDENT_PERSON))
    send(client, case_id, ("post.png", files.png()), status=403)
    assert db.session.scalars(select(Exhibit)).all() == []


@pytest.mark.committed
def test_uploads_at_the_same_moment_get_labels_without_gaps_or_doubles(
    app: Flask, case_id: int, monitoring_officer: Officer
) -> None:
    officer_id, contents = monitoring_officer.id, [b"words %d" % (number // 2) for number in range(8)]
    db.session.rollback()

    def upload(content: bytes) -> int:
        with app.app_context():
            actor = db.session.get_one(Officer, officer_id)
            exhibit = make_exhibit(actor, case_id, content, "words.txt")
            return exhibit.number

    with ThreadPoolExecutor(4) as at_once:
        numbers = sorted(at_once.map(upload, contents))
    assert numbers == list(range(1, 9))
    assert len({each.sha256 for each in db.session.scalars(select(Exhibit))}) == 4


@pytest.mark.committed
def test_the_receipt_of_the_same_bytes_names_the_other_exhibit(
    app: Flask, client: Browserless, case_id: int
) -> None:
    send(client, case_id, ("post.png", files.png()))
    (receipt,) = send(client, case_id, ("again.png", files.png()))["files"]
    assert receipt["ok"]
    assert "The very same file is also" in receipt["message"]


def test_the_same_is_said_of_several_files_of_a_case_at_once_and_not_asked_is_not_taken_for_not_known(
    client: Browserless, case_id: int, monitoring_officer: Officer
) -> None:
    post = cases.add_post(db.session.get_one(Case, case_id), actor=monitoring_officer, words="She lied")
    send(client, case_id, ("one.png", files.png()), ("two.png", files.png()), ("other.png", files.png()))
    one, two, other = (each.id for each in db.session.scalars(select(Exhibit).order_by(Exhibit.id)))
    assert "Who took it Not answered yet" in client.get(f"/exhibits/{one}").words
    page = client.get(f"/cases/{case_id}/evidence")
    assert "posts" not in page.fields(), "what Casework proposes is nobody’s answer yet"
    assert page.fields()["obtained_on-year"], "as it was received"
    assert "captured_by" not in page.fields(), "nobody was asked"
    answers = {"exhibits": [str(one), str(two)], "captured_by": "complainant", "seen_live": "not_known"}
    client.post(f"/cases/{case_id}/evidence/about", answers | {"posts": [str(post.id)]})
    words = client.get(f"/exhibits/{two}").words
    assert "Who took it The complainant" in words
    assert "Did an officer see the post live Not known" in words
    assert "Who took it Not answered yet" in client.get(f"/exhibits/{other}").words
    late = answers | {"obtained_on-day": "1", "obtained_on-month": "1", "obtained_on-year": "2196"}
    page = client.post(f"/cases/{case_id}/evidence/about", late, status=422)
    assert page.errors == ["When we got it: this day is still to come."]

"""Files as they come into a case: through the upload box, through a plain form, several at once, good and bad."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.database import db
from casework.evidence.models import Exhibit
from casework.evidence.workflow import Arrival
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless

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
    "drawing.svg": files.svg,
    "setup.exe": files.program,
    "page.html": files.html,
    "words.txt": files.text,
    "all.zip": files.archive,
    "locked.pdf": files.locked_pdf,
    "bomb.png": files.png_bomb,
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
    exhibit = db.session.scalars(select(Exhibit)).one()
    client.get(f"/exhibits/{exhibit.id}/preview.png", status=404)


def test_a_file_at_fault_is_refused_by_itself_and_the_others_are_kept(
    client: Browserless, case_id: int
) -> None:
    answer = send(
        client,
        case_id,
        ("good.png", files.png()),
        ("empty.png", b""),
        ("cut.png", files.cut_short(files.png())),
        ("also-good.jpg", files.jpeg()),
    )["files"]
    assert [each["ok"] for each in answer] == [True, False, False, True]
    assert "empty" in answer[1]["error"]
    assert "cut short" in answer[2]["error"]
    assert [each["label"].partition("/")[2] for each in answer if each["ok"]] == ["1", "2"]
    refused = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "exhibit.refused")).all()
    assert len(refused) == 2


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


@pytest.mark.committed
def test_the_receipt_of_the_same_bytes_names_the_other_exhibit(
    app: Flask, client: Browserless, case_id: int
) -> None:
    send(client, case_id, ("post.png", files.png()))
    (receipt,) = send(client, case_id, ("again.png", files.png()))["files"]
    assert receipt["ok"]
    assert "The very same file is also" in receipt["message"]

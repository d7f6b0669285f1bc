"""The page of an exhibit, its original, and what officers say of it."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.cases import service as cases
from casework.cases.models import Case
from casework.database import db
from casework.evidence import panel, service
from casework.evidence.models import Exhibit
from casework.evidence.panel import EvidencePanel
from casework.evidence.queries import of_case
from casework.evidence.routes import uploads
from casework.evidence.workflow import Arrival, CapturedBy
from casework.permissions import Role
from casework.words import YesNo
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit
from tests.support.factories import make_officer


@pytest.fixture
def exhibit(client: Browserless, monitoring_officer: Officer) -> Exhibit:
    client.sign_in(monitoring_officer)
    return make_exhibit(monitoring_officer, make_case(monitoring_officer).id)


def downloads() -> int:
    return len(
        db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "exhibit.original-downloaded")).all()
    )


def test_the_page_keeps_what_was_said_apart_from_what_was_seen_and_tells_the_custody(
    client: Browserless, exhibit: Exhibit
) -> None:
    page = client.get(f"/exhibits/{exhibit.id}")
    assert all(each in page.words for each in ("What is said of it", "What the software saw", "Custody"))
    assert exhibit.sha256 in page.words
    assert "Morgan Officer received exhibit" in page.words


def test_many_exhibits_are_shown_a_page_at_a_time(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "A_PAGE", 2)
    monkeypatch.setattr(panel, "BESIDE_POSTS", 2)
    others = [
        make_exhibit(monitoring_officer, exhibit.case_id, files.png((40 + n, 30)), f"{n}.png") for n in (1, 2)
    ]
    path = f"/cases/{exhibit.case_id}/evidence"
    cards = [f"Exhibit {each.label}" for each in (exhibit, *others)]

    def shown(address: str) -> list[str]:
        words = client.get(address).words
        return [card for card in cards if f"{card} View" in words]

    assert shown(path) == cards[:2]
    assert "1 to 2 of 3 exhibits" in client.get(path).words
    assert shown(client.get(path).links()["Next page →"]) == cards[2:]
    posts = client.get(f"/cases/{exhibit.case_id}/posts")
    assert shown(posts.links()["The other exhibits, from number 3 on"]) == cards[2:]


def test_a_pasted_picture_says_that_the_browser_wrote_it_anew(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    pasted = service.receive(
        BytesIO(files.png()),
        actor=monitoring_officer,
        case_id=exhibit.case_id,
        declared_name="pasted.png",
        arrival=Arrival.PASTED,
    ).exhibit
    assert pasted is not None
    assert "written anew by the browser" in client.get(f"/exhibits/{pasted.id}").words
    assert "written anew by the browser" not in client.get(f"/exhibits/{exhibit.id}").words


def test_whatever_it_is_an_original_leaves_as_a_download_that_cannot_run(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    web_page = make_exhibit(monitoring_officer, exhibit.case_id, files.html(), "page.html")
    for each, ending in ((exhibit, "png"), (web_page, "bin")):
        response = client.http.post(
            f"/exhibits/{each.id}/original", data={"csrf_token": client.token, "purpose": "the hearing"}
        )
        assert response.status_code == 200
        assert response.mimetype == "application/octet-stream"
        name = f"{each.prefix}-{each.number}.{ending}"
        assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert len(response.data) == response.content_length == each.file.size
        response.close()


def test_the_purpose_is_asked_once_a_case_and_day(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/exhibits/{exhibit.id}/original"
    assert client.get(path).heading.startswith("Download the original")
    assert client.post(path, {"purpose": " "}, status=422).errors
    assert downloads() == 0
    client.post(path, {"purpose": "the hearing bundle"}, status=200).response.close()
    second = make_exhibit(monitoring_officer, exhibit.case_id, files.jpeg(), "b.jpg")
    answer = client.get(f"/exhibits/{second.id}/original").response
    assert answer.mimetype == "application/octet-stream"
    answer.close()
    assert downloads() == 2
    elsewhere = make_exhibit(monitoring_officer, make_case(monitoring_officer).id)
    assert client.get(f"/exhibits/{elsewhere.id}/original").response.mimetype == "text/html"
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    client.sign_in(monitoring_officer)
    assert client.get(path).response.mimetype == "text/html"


def test_a_look_at_every_pixel_is_an_event_with_the_same_purpose_as_a_download(
    client: Browserless, exhibit: Exhibit
) -> None:
    path = f"/exhibits/{exhibit.id}"
    assert client.get(f"{path}/full").heading.startswith("Look at every pixel")
    answer = client.post(f"{path}/full", {"purpose": "a name that cannot be read"}, status=200).response
    with Image.open(BytesIO(answer.data)) as shown, Image.open(BytesIO(files.png())) as received:
        assert shown.size == received.size
        assert shown.convert("RGB").tobytes() == received.convert("RGB").tobytes()
    client.get(f"{path}/full").response.close()
    client.get(f"{path}/original").response.close()
    words = client.get(path).words
    assert words.count("looked at the original of exhibit") == 2
    assert words.count("a name that cannot be read") == 3


def test_what_is_hidden_is_absent_with_its_pictures_and_its_original(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    walled = make_officer(Role.STANDARDS_OFFICER)
    case = db.session.get_one(Case, exhibit.case_id)
    cases.raise_wall(case, walled, actor=monitoring_officer, reason="A relative")
    client.sign_in(walled)
    for path in ("", "/preview.png", "/thumbnail.png", "/original", "/full", "/describe", "/destruction/new"):
        client.get(f"/exhibits/{exhibit.id}{path}", status=404)
    client.post(f"/exhibits/{exhibit.id}/original", {"purpose": "curious"}, status=404)


def test_an_officer_without_cases_sees_no_exhibit(client: Browserless, exhibit: Exhibit) -> None:
    for role in (Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR, Role.TAKEDOWN_OFFICER):
        client.sign_in(make_officer(role))
        client.get(f"/exhibits/{exhibit.id}/preview.png", status=403)
        client.get(f"/exhibits/{exhibit.id}/original", status=403)


def test_the_same_file_in_a_hidden_case_is_not_mentioned(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    other_case = make_case(monitoring_officer)
    other = make_exhibit(monitoring_officer, other_case.id)
    reference = str(other_case.reference)
    assert reference in client.get(f"/exhibits/{exhibit.id}").words
    walled = make_officer(Role.STANDARDS_OFFICER)
    cases.raise_wall(other_case, walled, actor=monitoring_officer, reason="A relative")
    client.sign_in(walled)
    words = client.get(f"/exhibits/{exhibit.id}").words
    assert reference not in words
    assert other.label not in words.replace(exhibit.label, "")


def test_an_exhibit_is_described_with_the_posts_that_it_shows(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    case = db.session.get_one(Case, exhibit.case_id)
    post = cases.add_post(case, actor=monitoring_officer, words="Nobody will miss it")
    form = client.get(f"/exhibits/{exhibit.id}/describe").fields()
    form |= {
        "title": "The councillor's post of 1 June",
        "posts": [str(post.id)],
        "captured_by": "complainant",
        "seen_live": "yes",
    }
    client.post(f"/exhibits/{exhibit.id}/describe", form)
    page = client.get(f"/exhibits/{exhibit.id}")
    assert all(each in page.words for each in ("post of 1 June", "Nobody will miss it", "The complainant"))
    db.session.expire_all()
    assert exhibit.captured_by is CapturedBy.COMPLAINANT
    assert exhibit.seen_live is YesNo.YES
    assert 'alt="The councillor' in page.text


def test_the_posts_of_a_case_have_its_evidence_below_them_and_the_case_says_what_it_still_wants(
    client: Browserless, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    case_id = make_case(monitoring_officer).id
    assert "Add a picture of what was posted" in client.get(f"/cases/{case_id}").words
    exhibit = make_exhibit(monitoring_officer, case_id)
    page = client.get(f"/cases/{case_id}/posts")
    assert f"Exhibit {exhibit.label}" in page.words
    assert f"/exhibits/{exhibit.id}/thumbnail.png" in page.text
    words = client.get(f"/cases/{case_id}").words
    assert "Say what 1 exhibit shows" in words
    assert "Add a picture" not in words


def test_the_print_out_names_each_exhibit_with_its_whole_hash(
    app: Flask, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    with app.test_request_context():
        case = db.session.get_one(Case, exhibit.case_id)
        printed = EvidencePanel().printed(monitoring_officer, case, {"exhibits": list(of_case(case.id))})
        assert exhibit.sha256 in printed
        assert f"Exhibit {exhibit.label}" in printed
        empty = make_case(monitoring_officer)
        assert EvidencePanel().printed(monitoring_officer, empty, {"exhibits": []}).strip() == ""


def test_a_day_still_to_come_is_refused_beside_its_field(client: Browserless, exhibit: Exhibit) -> None:
    form = client.get(f"/exhibits/{exhibit.id}/describe").fields() | {"obtained_on-year": "2190"}
    page = client.post(f"/exhibits/{exhibit.id}/describe", form, status=422)
    assert any("still to come" in error for error in page.errors)


def test_the_second_of_two_officers_sees_both_texts(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    form = client.get(f"/exhibits/{exhibit.id}/describe").fields()
    service.describe(exhibit, actor=monitoring_officer, title="Theirs")
    page = client.post(f"/exhibits/{exhibit.id}/describe", form | {"title": "Mine"}, status=409)
    assert "Theirs" in page.words
    assert "Mine" in page.words


@pytest.mark.parametrize("exhibits", [1, 6])
def test_pages_take_a_fixed_number_of_selects(
    app: Flask,
    client: Browserless,
    monitoring_officer: Officer,
    count_selects: list[str],
    exhibits: int,
) -> None:
    client.sign_in(monitoring_officer)
    case_id = make_case(monitoring_officer).id
    for number in range(exhibits):
        made = make_exhibit(monitoring_officer, case_id, b"words %d" % number, "words.txt")
    for path in (
        f"/cases/{case_id}/posts",
        f"/cases/{case_id}/evidence",
        f"/exhibits/{made.id}",
        f"/exhibits/{made.id}/preview.png",
    ):
        db.session.expire_all()
        count_selects.clear()
        client.http.get(path)
        assert len(count_selects) <= 12, (path, count_selects)

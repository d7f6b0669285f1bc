"""Of a sealed exhibit its label, its hash and that it is sealed are told: never what was said of it, or read in it."""

import re

import pytest
from flask import Flask

from casework.accounts.models import Officer
from casework.cases.models import Case
from casework.database import db
from casework.errors import NotAllowed, NotPossible
from casework.evidence import service
from casework.evidence.models import Exhibit
from casework.evidence.origin import service as origins
from casework.evidence.origin.workflow import Form, Handover
from casework.evidence.packs import queries as pack_queries
from casework.evidence.packs.workflow import Profile
from casework.evidence.queries import get_visible, posts_to_show
from casework.evidence.texts.service import read_pending, transcribe
from casework.evidence.vault import packs
from casework.permissions import Role
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import RequestStatus
from tests.evidence.planted import parts
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit, make_redaction, release, reply
from tests.support.factories import make_officer
from tests.support.request_factories import request_in

WORD = "Zanzibarlet"
TOLD = re.compile(WORD, re.IGNORECASE)
CASE = ("", "/posts", "/evidence", "/print", "/timeline", "/letters", "/packs", "/removal-requests")
REQUEST = ("", "/reply", "/letter", "/letter.txt", "/letter/print")
LISTS = ("/cases/export.xlsx", "/removal-requests.xlsx", "/search?q=", "/")


@pytest.fixture
def drawer(app: Flask) -> Officer:
    return make_officer(Role.STANDARDS_OFFICER)


@pytest.fixture
def request_sent(drawer: Officer, monitoring_officer: Officer) -> RemovalRequest:
    return request_in(RequestStatus.SENT, monitoring_officer, given_to_id=drawer.id)


@pytest.fixture
def exhibit(request_sent: RemovalRequest, drawer: Officer, monitoring_officer: Officer) -> Exhibit:
    """An exhibit of which everything was said that can be, shown by its post, redacted and passed."""
    found = make_exhibit(drawer, request_sent.case_id, reply(WORD), f"{WORD}.png")
    posts = [post.id for post, _ in posts_to_show(request_sent.case_id)]
    service.describe(found, actor=drawer, title=f"{WORD} shown", posts=posts)
    origins.declare_origin(found, actor=drawer, device=WORD, statement=WORD, received_from=WORD)
    read_pending()
    transcribe(found, actor=drawer, words=f"{WORD} says", shown=0)
    copy = make_redaction(found, drawer)
    service.change_redaction(copy, actor=drawer, must_not_show=WORD)
    release(copy, monitoring_officer)
    return found


def links(client: Browserless, *pages: str) -> set[str]:
    """Return each address of this exhibit, and of its redacted copies, to which a page leads."""
    found = {link for page in pages for link in client.get(page).links().values()}
    return {link for link in found if link.startswith(("/exhibits/", "/redactions/"))}


def words_at(client: Browserless, path: str, *statuses: int) -> list[str]:
    """Return each place within what a path answers where a word of the exhibit is told."""
    with client.http.get(path) as response:
        assert response.status_code in (statuses or {200}), f"{path}: {response.status_code}"
        everything = [*parts(response.data, path), (f"{path}: headers", str(response.headers).encode())]
    return [place for place, content in everything if TOLD.search(content.decode(errors="replace"))]


def test_no_page_list_or_search_tells_a_word_of_a_sealed_exhibit(
    client: Browserless, request_sent: RemovalRequest, exhibit: Exhibit, drawer: Officer
) -> None:
    client.sign_in(drawer)
    case, request = f"/cases/{request_sent.case_id}", f"/removal-requests/{request_sent.id}"
    at, (post, _) = f"/exhibits/{exhibit.id}", posts_to_show(request_sent.case_id)[0]
    look = f"{request}/posts/{post.id}/look"
    everywhere = {
        *(f"{case}{each}" for each in CASE),
        f"{case}/exhibit-statement.docx",
        *(f"{request}{each}" for each in REQUEST),
        look,
        *(each + (WORD if each.endswith("=") else "") for each in LISTS),
        *(
            f"{at}{each}"
            for each in ("", "/describe", "/origin", "/transcription", "/suggestions", "/handover")
        ),
        f"{at}/destruction/new",
        *links(client, at, f"{case}/evidence"),
    }
    before = {path for path in everywhere if words_at(client, path)}
    assert {at, f"{case}/print", look} <= before  # it was there to be found
    service.seal(get_visible(drawer, exhibit.id), actor=drawer)
    found = {
        path: places for path in sorted(everywhere) if (places := words_at(client, path, 200, 403, 404, 409))
    }
    search = f"/search?q={WORD}"
    assert found.keys() <= {search}  # the page repeats what was asked
    assert exhibit.label not in client.get(search).words
    label = exhibit.label
    for path in (case + "/evidence", case + "/print", at):
        assert label in client.get(path).words


def test_a_full_pack_names_a_sealed_exhibit_as_left_out_and_tells_no_word_of_it(
    request_sent: RemovalRequest, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    service.seal(exhibit, actor=drawer)
    label, case = exhibit.label, db.session.get_one(Case, exhibit.case_id)
    asked = service.ask_pack(case, Profile.FULL, actor=monitoring_officer, for_whom="the police")
    assert service.make_pack(asked.id)
    pack = pack_queries.get_visible_pack(monitoring_officer, asked.id)
    assert pack.sha256, pack.failed_why
    with packs().open(pack.sha256) as source:
        everything = list(parts(source.read(), "the pack"))
    assert not [place for place, content in everything if TOLD.search(content.decode(errors="replace"))]
    assert any(label.encode() in content for place, content in everything if "left-out" in place)


@pytest.mark.parametrize("form", ["describe", "origin", "transcription", "suggestions", "handover"])
def test_a_form_about_a_sealed_exhibit_is_refused_with_what_to_do(
    client: Browserless, exhibit: Exhibit, drawer: Officer, form: str
) -> None:
    service.seal(exhibit, actor=drawer)
    client.sign_in(drawer)
    status = 403 if form == "handover" else 409
    for page in (
        client.get(f"/exhibits/{exhibit.id}/{form}", status=status),
        client.post(f"/exhibits/{exhibit.id}/{form}", {}, status=status),
    ):
        assert f"Exhibit {exhibit.label} is sealed" in page.words
        assert WORD not in page.words


def test_no_command_adds_words_to_a_sealed_exhibit(exhibit: Exhibit, drawer: Officer) -> None:
    service.seal(exhibit, actor=drawer)
    with pytest.raises(NotPossible, match="is sealed"):
        origins.declare_origin(exhibit, actor=drawer, device="A telephone")
    with pytest.raises(NotPossible, match="is sealed"):
        transcribe(exhibit, actor=drawer, words="More words", shown=1)


def test_the_two_roles_record_that_the_police_took_a_sealed_exhibit(
    client: Browserless, exhibit: Exhibit, drawer: Officer, monitoring_officer: Officer
) -> None:
    service.seal(exhibit, actor=drawer)
    given = {
        "how": Handover.TRANSFERRED,
        "what": Form.ORIGINAL_COPY,
        "on": exhibit.received_at.date(),
        "other": "A constable, Marrowshire Police",
        "reason": "They asked for it",
    }
    with pytest.raises(NotAllowed, match="is sealed"):
        origins.record_handover(exhibit, actor=drawer, **given)  # type: ignore[arg-type]  # of five kinds
    origins.record_handover(exhibit, actor=monitoring_officer, **given)  # type: ignore[arg-type]
    client.sign_in(monitoring_officer)
    page = client.get(f"/exhibits/{exhibit.id}")
    assert "Marrowshire Police" in page.words
    assert f"/exhibits/{exhibit.id}/handover" in page.links().values()


def test_the_audit_trail_lists_a_sealed_exhibit_without_its_words(
    client: Browserless, exhibit: Exhibit, drawer: Officer
) -> None:
    service.seal(exhibit, actor=drawer)
    client.sign_in(make_officer(Role.AUDITOR))
    for path in ("/audit", "/audit.xlsx"):
        assert words_at(client, path) == []

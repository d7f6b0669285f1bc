"""A name is planted wherever a file can carry one. It is in nothing that leaves the office."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.database import db
from casework.evidence import service
from casework.evidence.models import Exhibit, Redaction
from casework.evidence.packs import queries as pack_queries
from casework.evidence.packs.workflow import Profile
from casework.evidence.queries import posts_to_show
from casework.evidence.texts.service import read_pending
from casework.evidence.vault import packs
from casework.permissions import Role
from casework.reports import service as reports
from casework.reports.workflow import Edition, FileFormat
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import RequestStatus
from tests.evidence.planted import NAME, PLANTED, carries, is_png, is_zip, parts, shows, told
from tests.reports.test_reports import TEXTS, this_month
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit, make_redaction, release
from tests.support.factories import make_officer
from tests.support.request_factories import request_in

TITLE = f"{NAME} on the bins"
BY_DESIGN = re.compile(
    rb"%b( on the bins|\.(png|jpg|pdf))" % re.escape(NAME.encode())
)  # an officer's words; the file's own name


@pytest.fixture
def handler(app: Flask) -> Officer:
    return make_officer(Role.TAKEDOWN_OFFICER)


@pytest.fixture
def request_sent(handler: Officer, monitoring_officer: Officer) -> RemovalRequest:
    return request_in(RequestStatus.SENT, monitoring_officer, given_to_id=handler.id)


@pytest.fixture
def exhibits(request_sent: RemovalRequest, monitoring_officer: Officer) -> list[Exhibit]:
    """Each planted file as an exhibit that shows the post of the request, its words read and in the index."""
    posts = [post.id for post, _ in posts_to_show(request_sent.case_id)]
    found = [make_exhibit(monitoring_officer, request_sent.case_id, *each.as_sent) for each in PLANTED]
    for exhibit in found:
        service.describe(exhibit, actor=monitoring_officer, title=TITLE, posts=posts)
    assert read_pending() >= len(PLANTED)
    return found


@pytest.fixture
def copies(exhibits: list[Exhibit], monitoring_officer: Officer) -> list[Redaction]:
    """A redacted copy of each that passed."""
    drawer = make_officer(Role.DEPUTY)
    drawn = zip(exhibits, PLANTED, strict=True)
    return [release(make_redaction(each, drawer, file.box), monitoring_officer) for each, file in drawn]


def got(client: Browserless, *paths: str) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        with client.http.get(path) as response:
            assert response.status_code == 200, path
            yield path, response.data + b"\n" * (not response.data)
            yield f"the headers of {path}", str(response.headers).encode()


def packed(request: RemovalRequest, officer: Officer, profile: Profile) -> bytes:
    case = db.session.get_one(Case, request.case_id)
    asked = service.ask_pack(case, profile, actor=officer, for_whom="the investigator")
    assert service.make_pack(asked.id)
    pack = pack_queries.get_visible_pack(officer, asked.id)
    assert pack.sha256, pack.failed_why
    with packs().open(pack.sha256) as source:
        return source.read()


def leaving(
    client: Browserless, request: RemovalRequest, copies: list[Redaction], officer: Officer
) -> Iterator[tuple[str, bytes]]:
    """Yield what an officer gives out: copies, certificates, letters, lists, reports, and packs for those outside."""
    client.sign_in(officer)
    for each in copies:
        at = f"/redactions/{each.id}"
        yield from got(client, f"{at}/pages/1.png", f"{at}/copy/1", f"{at}/certificate")
    at = f"/removal-requests/{request.id}/letter"
    yield from got(
        client,
        at,
        f"{at}.txt",
        f"{at}/print",
        "/removal-requests.xlsx",
        "/removal-requests.csv",
        "/cases/export.xlsx",
    )
    for edition in Edition:
        report = reports.draft_report(this_month(), edition, actor=officer)
        reports.change_report(report, actor=officer, texts=TEXTS)
        at = f"/reports/{report.id}"
        yield from got(client, at, f"{at}/print", *(f"{at}/draft/{kind.value}" for kind in FileFormat))
    for profile in (Profile.PARTY, Profile.PUBLIC):
        yield f"the pack for {profile.value}", packed(request, officer, profile)


def seen_by_handler(
    client: Browserless, request: RemovalRequest, copies: list[Redaction], handler: Officer
) -> Iterator[tuple[str, bytes]]:
    """Yield what a takedown officer sees: requests, pictures and the letter."""
    client.sign_in(handler)
    at = f"/my-requests/{request.id}"
    yield from got(client, "/my-requests", at, *(f"{at}/copies/{each.id}/1.png" for each in copies))
    yield from got(client, f"/removal-requests/{request.id}/letter")


def test_a_name_planted_anywhere_in_a_file_is_in_nothing_that_leaves(
    client: Browserless,
    request_sent: RemovalRequest,
    copies: list[Redaction],
    monitoring_officer: Officer,
    handler: Officer,
) -> None:
    outputs = [
        *leaving(client, request_sent, copies, monitoring_officer),
        *seen_by_handler(client, request_sent, copies, handler),
    ]
    assert [where for place, output in outputs for where in told(output, place)] == []
    pictures = [
        content for place, output in outputs for _, content in parts(output, place) if is_png(content)
    ]
    assert len(pictures) >= 5 * len(copies)  # shown, downloaded, in both packs, and to the takedown officer
    for picture in map(Image.open, map(BytesIO, pictures)):
        assert not picture.info
        assert not picture.getexif()


def test_inside_the_office_a_planted_name_is_found_only_by_who_sees_the_case(
    client: Browserless,
    request_sent: RemovalRequest,
    exhibits: list[Exhibit],
    monitoring_officer: Officer,
    handler: Officer,
) -> None:
    found = "/search?q=Fogglethwaite"
    for role in (Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR):
        client.sign_in(make_officer(role))
        client.get(found, status=403)
    client.sign_in(handler)
    client.get(found, status=403)
    walled = make_officer(Role.DEPUTY)
    case = db.session.get_one(Case, request_sent.case_id)
    cases.raise_wall(case, walled, actor=monitoring_officer, reason="A friend")
    for officer in (walled, make_officer(Role.INVESTIGATOR)):
        client.sign_in(officer)
        words = client.get(found).words
        assert not any(exhibit.label in words for exhibit in exhibits)
    client.sign_in(monitoring_officer)
    assert all(exhibit.label in client.get(found).words for exhibit in exhibits)


def test_inside_the_office_a_planted_name_stands_only_where_the_original_or_an_officer_says_it(
    client: Browserless,
    request_sent: RemovalRequest,
    exhibits: list[Exhibit],
    monitoring_officer: Officer,
) -> None:
    client.sign_in(monitoring_officer)
    case = f"/cases/{request_sent.case_id}"
    outputs = [*got(client, f"{case}/print", f"{case}/exhibit-statement.docx")]
    outputs.append(("the full pack", packed(request_sent, monitoring_officer, Profile.FULL)))
    everything = [each for place, output in outputs for each in parts(output, place)]
    originals = [content for place, content in everything if "/originals/" in place]
    assert sum(map(carries, originals)) >= len(PLANTED)  # it was there to be found
    for place, content in everything:
        # The bundle of a full pack has the words that were read in each picture beside it, to be searched.
        if not is_zip(content) and "/originals/" not in place and "bundle.pdf: the text of page" not in place:
            assert not carries(BY_DESIGN.sub(b"", content)), place
    drawn = [content for place, content in everything if "/pictures/" in place and is_png(content)]
    assert sum(map(shows, drawn)) == len(PLANTED)  # a picture shows what the file shows, and carries no more

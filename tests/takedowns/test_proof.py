"""The proof sheet: what it shows, whom it names to whom, and that the PDF is tagged and fetches nothing."""

import hashlib
import re
import zlib
from contextlib import suppress

import pytest
from pypdfium2 import PdfDocument
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.models import AuditDetail, AuditEvent
from casework.audit.verbs import Verb
from casework.cases import service as cases
from casework.cases.models import Case
from casework.database import db
from casework.evidence.redaction import gate
from casework.permissions import Role
from casework.takedowns import queries
from casework.takedowns.models import RemovalRequest
from casework.takedowns.proof import SHOWS_NOT
from casework.takedowns.workflow import RequestStatus as S
from casework.web.filters import exact_time
from casework.web.tagged_pdf import tagged_pdf
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.files import png
from tests.support.request_factories import request_in

COMPLAINANT = "Perdita Quillfeather"


@pytest.fixture
def proved(monitoring_officer: Officer) -> RemovalRequest:
    """A request about two posts that were verified removed, in the case of a named complainant."""
    takedown = make_officer(Role.TAKEDOWN_OFFICER, name="Toni Taker")
    request = request_in(S.VERIFIED_REMOVED, monitoring_officer, posts=2, given_to_id=takedown.id)
    case = db.session.get_one(Case, request.case_id)
    cases.add_complaint(case, actor=monitoring_officer, complainant_name=COMPLAINANT)
    return request


def test_a_sheet_shows_before_and_after_their_hashes_and_what_it_does_not_show(
    client: Browserless, monitoring_officer: Officer, proved: RemovalRequest, count_selects: list[str]
) -> None:
    client.sign_in(monitoring_officer)
    client.get(f"/removal-requests/{proved.id}/proof")  # what is read once a minute is read now
    count_selects.clear()
    page = client.get(f"/removal-requests/{proved.id}/proof")
    assert len(count_selects) <= 12, "\n".join(each.split("FROM")[1][:70] for each in count_selects)
    looks = [look for looks in queries.looks_at(proved).values() for look in looks]
    letter = proved.letter_id
    assert letter is not None
    for look in looks:
        assert look.exhibit is not None
        assert look.exhibit.sha256 in page.words
        assert f"received {exact_time(look.exhibit.received_at)}" in page.words
    for words in (
        *SHOWS_NOT,
        "SHA-256 of the letter",
        "Removed, as two looks showed",
        "Councillor Jo Example",
    ):
        assert words in page.words
    assert "https://social.example/p/2" in page.words
    assert COMPLAINANT not in page.text


def test_the_public_edition_names_nobody_and_no_place(
    client: Browserless, monitoring_officer: Officer, proved: RemovalRequest
) -> None:
    page = client.sign_in(monitoring_officer).get(f"/removal-requests/{proved.id}/proof?edition=public")
    sheet = page.text.split("cw-proof", 1)[1]
    for private in ("Jo Example", "social.example", "Morgan Officer", "@joexample", "<img", "newest post"):
        assert private not in sheet, private


def test_whoever_handles_a_request_sees_no_original(client: Browserless, proved: RemovalRequest) -> None:
    handler = db.session.get_one(Officer, proved.given_to_id)
    client.sign_in(handler)
    at = f"/removal-requests/{proved.id}"
    page = client.get(f"{at}/before-and-after")
    assert "<img" not in page.text
    assert "exhibits/" not in page.text
    assert client.http.get(f"{at}/before-and-after/exhibit-1.png").status_code == 404
    for path in ("/proof", "/proof.pdf"):
        assert client.http.get(at + path).status_code in {403, 404}
    other = make_officer(Role.TAKEDOWN_OFFICER)
    client.sign_in(other)
    for path in ("", ".pdf", "/copy-1-1.png"):
        assert client.http.get(f"{at}/before-and-after{path}").status_code == 404


@pytest.mark.parametrize("edition", ["file", "public"])
def test_the_pdf_is_tagged_and_says_what_it_is_and_that_it_was_taken_is_on_record(
    edition: str, client: Browserless, monitoring_officer: Officer, proved: RemovalRequest
) -> None:
    client.sign_in(monitoring_officer)
    answer = client.http.get(f"/removal-requests/{proved.id}/proof.pdf?edition={edition}")
    assert answer.mimetype == "application/pdf"
    inside = inflated(answer.data)
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang (en", b'pdfuaid:part="1"'):
        assert mark in inside, mark
    pdf = PdfDocument(answer.data)
    assert len(pdf) == 2, "one page a post"
    read = str(pdf.get_metadata_dict()) + "".join(page.get_textpage().get_text_range() for page in pdf)
    assert f"Proof of removal, {proved.name}" in read
    assert COMPLAINANT not in read
    assert ("Jo Example" in read) == (edition == "file")
    taken = db.session.scalars(
        select(AuditDetail.body)
        .join(AuditEvent, AuditEvent.seq == AuditDetail.seq)
        .where(AuditEvent.verb == Verb.REMOVAL_PROVED.value)
    ).one()
    assert taken is not None
    assert taken["sha256"] == hashlib.sha256(answer.data).hexdigest()


def inflated(pdf: bytes) -> bytes:
    """Return the bytes of a PDF with those of its streams that are packed unpacked."""
    found = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompress(packed))
    return b"\n".join(found)


def test_what_was_not_sent_has_no_proof(client: Browserless, monitoring_officer: Officer) -> None:
    request = request_in(S.AUTHORISED, monitoring_officer)
    client.sign_in(monitoring_officer)
    assert client.http.get(f"/removal-requests/{request.id}/proof").status_code == 409


def test_a_pdf_is_made_of_what_is_given_and_reads_no_file_and_no_address() -> None:
    asked = "".join(
        f'<img src="{source}" alt="A picture">'
        for source in (
            "file:///etc/passwd",
            "http://127.0.0.1:9/x.png",
            "held:other",
            "data:image/png;base64,AA==",
        )
    )
    html = f'<html lang="en-GB"><title>A sheet</title><h1>A sheet</h1>{asked}<img src="held:mine" alt="Mine"></html>'
    pdf = PdfDocument(tagged_pdf(html, "p { margin: 0 }", {"mine": png((9, 7))}))
    assert len(list(pdf[0].get_objects([FPDF_PAGEOBJ_IMAGE]))) == 1


def test_a_pdf_made_in_this_process_lets_no_picture_cut_short_through_the_release_gate() -> None:
    tagged_pdf('<html lang="en-GB"><title>Proof</title><p>Proof</p></html>', "", {})
    assert gate.decoded(png((90, 70))[:-40]) is None

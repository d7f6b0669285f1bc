"""What a file says of itself: for those who may open originals, recorded, and in no picture that we make."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.database import db
from casework.evidence import service
from casework.evidence.decoder.facts import MOST, VALUE
from casework.evidence.embedded import embedded
from casework.evidence.models import Derivative, Exhibit
from casework.evidence.vault import vault
from casework.permissions import Role
from tests.evidence.catalogue import making
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit
from tests.support.factories import make_officer

SERIAL, REMARK = "FICTIONAL-SERIAL-4711", "<script>alert('a remark of Rita Example')</script>"


def telling(height: int = 900) -> bytes:
    """Return a tall JPEG with a serial number, a place and a remark."""
    exif = Image.Exif()
    exif[0xC62F] = SERIAL
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)}
    exif.get_ifd(0x8769)[0xA431] = SERIAL
    out = BytesIO()
    files.picture((200, height)).save(out, "JPEG", exif=exif, comment=REMARK.encode())
    return out.getvalue()


@pytest.fixture
def exhibit(client: Browserless, monitoring_officer: Officer) -> Exhibit:
    client.sign_in(monitoring_officer)
    return make_exhibit(monitoring_officer, make_case(monitoring_officer).id, telling(), "photo.jpg")


def test_place_serial_number_and_remark_are_shown_escaped_once_it_is_said_what_for_and_custody_tells_it(
    client: Browserless, exhibit: Exhibit
) -> None:
    address = f"/exhibits/{exhibit.id}/metadata"
    assert client.get(f"/exhibits/{exhibit.id}").links()["What the file says of itself"] == address
    assert SERIAL not in client.get(address).text
    assert client.post(address, {"purpose": ""}, status=422).errors
    page = client.post(address, {"purpose": "Where was it taken?"}, status=200)
    assert page.words.count(SERIAL) == 2
    assert "GPS Latitude" in page.words
    assert "51.0, 30.0, 26.0" in page.words
    assert REMARK in page.words
    assert REMARK not in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    assert SERIAL in client.get(address).words, "asked once a case and day"
    custody = client.get(f"/exhibits/{exhibit.id}").words
    assert custody.count("looked at what the file of exhibit") == 2


def test_none_of_it_stands_in_any_picture_that_we_make(client: Browserless, exhibit: Exhibit) -> None:
    assert client.http.get(f"/exhibits/{exhibit.id}/parts/1.png").status_code == 200
    made = db.session.execute(select(Derivative.kind, Derivative.sha256)).all()
    assert {"preview", "thumbnail", "part-1"} <= {kind for kind, _ in made}
    for _, sha256 in made:
        with vault().open(sha256) as picture:
            content = picture.read()
        assert not any(mark in content for mark in (b"FICTIONAL", b"Rita", b"eXIf", b"Exif", b"tEXt"))
        assert Image.open(BytesIO(content)).info == {}


def test_only_those_who_may_open_originals_look_and_nobody_looks_at_what_is_sealed(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    address = f"/exhibits/{exhibit.id}/metadata"
    clerk = make_officer(Role.CLERK)
    client.sign_in(clerk)
    client.get(address, status=403)
    walled = make_officer(Role.STANDARDS_OFFICER)
    case = db.session.get_one(Case, exhibit.case_id)
    cases.raise_wall(case, walled, actor=monitoring_officer, reason="A relative")
    client.sign_in(walled)
    client.get(address, status=404)
    client.sign_in(monitoring_officer)
    service.seal(exhibit, actor=monitoring_officer)
    client.post(address, {"purpose": "To see"}, status=404)


def test_what_is_long_is_cut_and_what_is_much_is_said_to_be_more() -> None:
    said = embedded(BytesIO(making.hostile_metadata()))
    assert dict(said.facts)["Comment"].startswith("<script>")
    assert max(len(value) for _, value in said.facts) == VALUE + 1
    chunks = b"".join(files.chunk(b"tEXt", b"Remark %d\0words" % each) for each in range(MOST + 50))
    whole = files.png()
    said = embedded(BytesIO(whole[:33] + chunks + whole[33:]))
    assert (len(said.facts), said.whole) == (MOST, False)
    assert embedded(BytesIO(files.png())).facts == ()
    assert dict(embedded(BytesIO(files.pdf_by("Rita Example"))).facts)["Author"] == "Rita Example"


@settings(max_examples=8)
@given(st.integers(2, 400), st.binary(min_size=1, max_size=60))
def test_no_change_to_a_file_makes_reading_it_fail(place: int, junk: bytes) -> None:
    whole = telling(220)
    embedded(BytesIO(whole[:place] + junk + whole[place + len(junk) :]))

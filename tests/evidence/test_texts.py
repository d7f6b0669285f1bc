"""The words in evidence: read in the worker, found by search, written down beside the original, brought onto a post."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFont

from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case, Post
from casework.cases.queries import visible_cases
from casework.database import db
from casework.errors import NotPossible, Stale
from casework.evidence import service
from casework.evidence.models import Exhibit
from casework.evidence.texts.extraction import day_of, extract
from casework.evidence.texts.models import Reading, Transcription
from casework.evidence.texts.queries import reading_of
from casework.evidence.texts.service import accept, read_pending, transcribe
from casework.evidence.texts.suggestions import Suggestion
from casework.evidence.texts.workflow import Suggested, TextState
from casework.evidence.vault import vault
from casework.permissions import Role
from casework.search.queries import find
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import flip_a_byte, make_exhibit
from tests.support.factories import make_officer

LINES = ("Pat Fictional", "@patfictional", "The marrows were stolen by the clerk", "21:05 · 3 Jun 2026")


def capture(form: str = "PNG") -> bytes:
    """Return a picture of a post, as a JPEG with the day on which its camera says it was taken."""
    image = Image.new("RGB", (900, 500), "white")
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(LINES):
        draw.text((40, 40 + 90 * number), line, fill="black", font=ImageFont.load_default(36))
    exif = Image.Exif()
    exif[0x0132] = "2026:06:03 21:05:00"
    return files.saved(image, form, exif=exif)


@pytest.fixture
def exhibit(client: Browserless, monitoring_officer: Officer) -> Exhibit:
    client.sign_in(monitoring_officer)
    return make_exhibit(monitoring_officer, make_case(monitoring_officer).id, capture("JPEG"), "post.jpg")


def kinds_found(officer: Officer, words: str) -> list[str]:
    return [row.kind for row in find(words, visible_cases(officer), kinds=["exhibit"]).rows]


def test_the_words_in_a_picture_are_read_shown_and_found_by_search(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    path = f"/exhibits/{exhibit.id}"
    assert "Its words have not been read yet" in client.get(path).words
    assert kinds_found(monitoring_officer, "marrows") == []
    assert read_pending() == 1
    assert read_pending() == 0
    words = client.get(path).words
    assert "The marrows were stolen by the clerk" in words
    assert "Read by software (Tesseract), and not checked by anybody" in words
    assert "The file’s own date 3 June 2026" in words
    assert kinds_found(monitoring_officer, "marrows") == ["exhibit"]
    assert "Exhibit" in client.get("/search?q=marrows").words


def test_the_text_layer_of_a_pdf_is_read_as_it_stands(exhibit: Exhibit, monitoring_officer: Officer) -> None:
    pdf = make_exhibit(monitoring_officer, exhibit.case_id, files.pdf(2), "letter.pdf")
    read_pending()
    reading = reading_of(pdf)
    assert reading is not None
    assert reading.words == "Page 1\nPage 2"
    assert reading.source == "the text layer of the file"


def test_a_pdf_of_pictures_is_read_as_pictures() -> None:
    found = extract(BytesIO(files.saved(Image.open(BytesIO(capture())).convert("RGB"), "PDF")))
    assert "The marrows were stolen by the clerk" in found.words
    assert found.source == "Tesseract"


def test_whatever_cannot_be_read_is_an_outcome() -> None:
    for content in (b"no picture", files.damaged_png(), files.png_bomb(), files.html()):
        assert not extract(BytesIO(content)).read
    blank = extract(BytesIO(files.blank((200, 200))))
    assert blank.read
    assert not blank.words


def test_a_files_own_date_is_taken_where_it_is_one() -> None:
    assert day_of("2026:06:03 21:05:00") == day_of("D:20260603210500Z") == date(2026, 6, 3)
    assert day_of("0000:00:00 00:00:00") is day_of("last Tuesday") is None


def test_words_are_read_of_unchanged_bytes_only(exhibit: Exhibit) -> None:
    flip_a_byte(exhibit.sha256)
    try:
        assert read_pending() == 0
        assert db.session.get_one(Reading, exhibit.sha256).state is TextState.PENDING
        assert not exhibit.file.intact
    finally:
        flip_a_byte(exhibit.sha256)


def test_a_transcription_is_kept_beside_the_original_with_all_its_versions(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    read_pending()
    path = f"/exhibits/{exhibit.id}/transcription"
    form = client.get(path).fields()
    assert "The marrows were stolen" in str(form["words"])
    client.post(path, form | {"words": "THE COURGETTES were stolen"})
    assert client.post(path, form | {"words": "The turnips"}, status=409)
    client.post(path, client.get(path).fields() | {"words": "The COURGETTES were stolen"})
    words = client.get(path).words
    assert "Version 2" in words
    assert "THE COURGETTES were stolen" in words
    shown = client.get(f"/exhibits/{exhibit.id}").words
    assert "Written down by Morgan Officer" in shown
    assert "What software read" in shown
    assert "wrote down the words of exhibit" in shown
    assert kinds_found(monitoring_officer, "courgettes") == ["exhibit"]
    assert kinds_found(monitoring_officer, "marrows") == []
    assert vault().verify(exhibit.sha256).intact
    with pytest.raises(Stale):
        transcribe(exhibit, actor=monitoring_officer, words="Turnips", shown=1)


def test_what_the_words_suggest_goes_onto_a_post_only_when_an_officer_accepts_it(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    read_pending()
    case = db.session.get_one(Case, exhibit.case_id)
    post_id = cases.add_post(case, actor=monitoring_officer).id
    path = f"/exhibits/{exhibit.id}/suggestions"
    assert "@patfictional" in client.get(path).words
    said = {"kind": "handle", "value": "@patfictional", "answer": "accept"}
    assert client.post(path, said | {"post": ""}, status=422).errors
    client.post(path, said | {"post": str(post_id)})
    assert client.post(path, said | {"post": str(post_id)}, status=422).errors
    words = "The marrows were stolen by the clerk"
    client.post(path, {"kind": "words", "value": words, "answer": "decline", "post": ""})
    post = db.session.get_one(Post, post_id, populate_existing=True)
    assert post.handle == "@patfictional"
    assert post.words == ""
    left = client.get(path).words
    assert "Accept the date as displayed" in left
    assert "Accept the handle" not in left
    assert words not in left


def test_a_suggestion_overwrites_nothing_on_a_post(exhibit: Exhibit, monitoring_officer: Officer) -> None:
    case = db.session.get_one(Case, exhibit.case_id)
    post = cases.add_post(case, actor=monitoring_officer, handle="@another")
    with pytest.raises(NotPossible, match="@another"):
        accept(exhibit, Suggestion(Suggested.HANDLE, "@pat"), actor=monitoring_officer, post=post)


def test_a_destroyed_or_sealed_exhibit_leaves_no_words_behind(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    other = make_exhibit(monitoring_officer, exhibit.case_id, capture(), "other.png")
    read_pending()
    transcribe(exhibit, actor=monitoring_officer, words="The courgettes", shown=0)
    proposal = service.propose_destruction(exhibit, actor=monitoring_officer, reason="Wrong file")
    service.approve_destruction(proposal, actor=make_officer(Role.MONITORING_OFFICER))
    assert db.session.get(Reading, exhibit.sha256) is None
    assert db.session.query(Transcription).count() == 0
    assert kinds_found(monitoring_officer, "courgettes") == []
    assert kinds_found(monitoring_officer, "marrows") == ["exhibit"]
    service.seal(other, actor=monitoring_officer)
    assert kinds_found(monitoring_officer, "marrows") == []
    assert db.session.get(Reading, other.sha256) is None
    client.get(f"/exhibits/{other.id}/transcription", status=409)


@pytest.mark.parametrize("title", ["", "A post about marrows"])
def test_a_picture_has_a_text_alternative_wherever_it_is_shown(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer, title: str
) -> None:
    at, case = f"/exhibits/{exhibit.id}", f"/cases/{exhibit.case_id}"
    pages = (at, f"{at}/describe", f"{at}/origin", f"{at}/transcription", f"{case}/evidence", f"{case}/print")
    for page in pages:
        assert f'alt="Exhibit {exhibit.label}, not described yet"' in client.get(page).text, page
    transcribe(exhibit, actor=monitoring_officer, words="The marrows were stolen, says Pat", shown=0)
    service.describe(exhibit, actor=monitoring_officer, title=title)
    for page in pages:
        assert f'alt="{title or "The marrows were stolen, says Pat"}"' in client.get(page).text, page

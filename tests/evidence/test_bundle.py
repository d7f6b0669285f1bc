"""The bundle in a pack: a page is found by the number that the index names, and shows what may be shown."""

import hashlib
from functools import partial
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdfium2 import PdfDocument, raw

from casework.accounts.models import Officer
from casework.cases.models import Case
from casework.evidence import service
from casework.evidence.models import Exhibit
from casework.evidence.packs import queries, rechecking
from casework.evidence.packs.bag import text_member
from casework.evidence.packs.bundle import (
    OVERLAP,
    UPRIGHT,
    Bundle,
    Entry,
    Leaf,
    Unshown,
    strips,
    write_bundle,
)
from casework.evidence.packs.models import EvidencePack
from casework.evidence.packs.pdf import Raster, length, raster_of, raster_of_rgb, wrapped
from casework.evidence.packs.workflow import Profile
from casework.evidence.queries import get_redaction
from casework.evidence.texts.service import transcribe
from casework.evidence.vault import packs, vault
from casework.permissions import Role
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.evidence_factories import make_exhibit, make_redaction, release, reply
from tests.support.factories import make_officer
from tests.support.packs import signer_in, small_pack


def leaf(width: int, height: int) -> Leaf:
    picture = raster_of_rgb(width, height, bytes(3 * width * height))
    return Leaf((width, height), lambda: picture)


def unshown() -> Raster:
    raise Unshown("It is locked (with a password).")


LEAVES = st.sampled_from([leaf(30, 40), leaf(900, 60), leaf(40, 2400), Leaf((0, 0), unshown)])
ENTRIES = st.lists(
    st.builds(
        lambda shows, leaves, words: ("", shows, leaves, words),
        st.text(max_size=200),
        st.lists(LEAVES, max_size=3),
        st.text(max_size=80),
    ),
    max_size=20,
)


def bundle_of(entries: list[tuple[str, str, list[Leaf], str]]) -> Bundle:
    return Bundle(
        "SMC/2026/0042, full",
        ["From Marrowshire."],
        [
            Entry(f"MO/{number}", shows, f"originals/MO-{number}.png", "a" * 64, leaves, (), words)
            for number, (_, shows, leaves, words) in enumerate(entries, 1)
        ],
        ["MO/1. Somebody else."],
    )


def made(bundle: Bundle) -> PdfDocument:
    sink = BytesIO()
    count = write_bundle(sink, bundle)
    pdf = PdfDocument(sink.getvalue())
    assert len(pdf) == count
    return pdf


def words_on(pdf: PdfDocument, page: int) -> str:
    return str(pdf[page].get_textpage().get_text_bounded())


def links_of(pdf: PdfDocument, page: int) -> list[int]:
    """Return the pages (from 0) that the links of a page lead to, in their order."""
    found, held = [], pdf[page]
    for number in range(raw.FPDFPage_GetAnnotCount(held)):
        annotation = raw.FPDFPage_GetAnnot(held, number)
        target = raw.FPDFLink_GetDest(pdf, raw.FPDFAnnot_GetLink(annotation))
        found.append(raw.FPDFDest_GetDestPageIndex(pdf, target))
        raw.FPDFPage_CloseAnnot(annotation)
    return found


@settings(max_examples=10)
@given(ENTRIES)
def test_the_number_printed_the_index_and_the_bookmarks_all_name_the_page_that_the_reader_shows(
    entries: list[tuple[str, str, list[Leaf], str]],
) -> None:
    bundle = bundle_of(entries)
    pdf = made(bundle)
    for page in range(len(pdf)):
        assert f"SMC/2026/0042, full {page + 1}" in " ".join(words_on(pdf, page).split())
    begins = {f"MO/{number}": None for number in range(1, len(entries) + 1)}
    linked = [to for page in range(len(pdf)) for to in links_of(pdf, page)]
    for (label, entry), to in zip(zip(begins, bundle.entries, strict=True), linked, strict=True):
        for number in range(entry.pages):
            assert words_on(pdf, to + number).startswith(f"{label}, page {number + 1} of {entry.pages}")
    marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in pdf.get_toc()]
    assert all(title.endswith(f", page {page + 1}") for title, page in marks)
    assert [page for _, page in marks] == [0, *linked, len(pdf) - 1]


@given(st.integers(1, 4000), st.integers(1, 40_000))
def test_a_long_capture_goes_over_pages_that_overlap_and_miss_nothing(width: int, height: int) -> None:
    count, scale = strips((width, height))
    if height < 4 * width:
        assert count == 1
        return
    room = UPRIGHT[1] - 76 - 44
    assert count <= 40
    assert count == 1 or (count - 1) * (room - OVERLAP) < height * scale
    assert (count - 1) * (room - OVERLAP) + room >= height * scale - 0.001


@given(st.text(), st.floats(20, 500))
def test_no_line_is_longer_than_its_room(text: str, room: float) -> None:
    assert all(length(line, 10) <= room or len(line) == 1 for line in wrapped(text, room, 10))


def test_a_picture_stands_in_it_pixel_by_pixel() -> None:
    content = files.saved(Image.effect_mandelbrot((60, 40), (-2, -1, 1, 1), 50).convert("RGB"), "PNG")
    picture = raster_of(content)
    pdf = made(bundle_of([("", "x", [Leaf((60, 40), lambda: picture)], "")]))
    (shown,) = pdf[1].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])
    assert shown.get_bitmap().to_pil().convert("RGB").tobytes() == Image.open(BytesIO(content)).tobytes()
    for odd in (files.saved(Image.new("RGBA", (2, 2)), "PNG"), b"", content[:20], files.jpeg()):
        with pytest.raises(ValueError, match="PNG"):
            raster_of(odd)


def test_nothing_in_it_says_when_by_whom_or_with_what_it_was_made() -> None:
    told = made(bundle_of([("", "A post", [leaf(30, 40)], "")])).get_metadata_dict()
    assert {key: value for key, value in told.items() if value} == {
        "Title": "Evidence bundle, SMC/2026/0042, full"
    }


@pytest.fixture
def case(app: Flask, monitoring_officer: Officer) -> Case:
    return make_case(monitoring_officer)


def bundle_in(case: Case, officer: Officer, profile: Profile) -> tuple[PdfDocument, bytes]:
    pack: EvidencePack = service.ask_pack(case, profile, actor=officer, for_whom="the investigator")
    service.make_pack(pack.id)
    assert pack.sha256 is not None, pack.failed_why
    with packs().open(pack.sha256) as source, ZipFile(BytesIO(source.read())) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/data/bundle.pdf"))
        content = archive.read(name)
    return PdfDocument(content), content


def pictures_in(pdf: PdfDocument) -> list[bytes]:
    return [
        bytes(each.get_data(decode_simple=False))
        for page in pdf
        for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])
    ]


def test_a_full_bundle_shows_each_page_and_finds_the_words_of_an_exhibit(
    case: Case, monitoring_officer: Officer
) -> None:
    picture = make_exhibit(monitoring_officer, case.id, reply(), "reply.png")
    document = make_exhibit(monitoring_officer, case.id, files.pdf(pages=3), "letter.pdf")
    plain = make_exhibit(monitoring_officer, case.id, b"words", "words.txt")
    transcribe(picture, actor=monitoring_officer, words="The bins are late again, says Ŵyn", shown=0)
    service.describe(picture, actor=monitoring_officer, title="A post about bins")
    pdf, _ = bundle_in(case, monitoring_officer, Profile.FULL)
    assert [mark.get_title() for mark in pdf.get_toc()] == [
        "Index, page 1",
        f"{picture.label}: A post about bins, page 2",
        f"{document.label}: A PDF document, page 3",
        f"{plain.label}: Plain text, page 6",
    ]
    assert "The bins are late again, says Ŵyn" in words_on(pdf, 1)
    assert f"{document.label}, page 3 of 3" in words_on(pdf, 4)
    assert "There is no picture of it to print" in words_on(pdf, 5)
    assert len(pictures_in(pdf)) == 4


def test_a_partys_bundle_shows_the_very_pixels_that_passed_why_some_are_covered_and_no_word_beneath(
    case: Case, monitoring_officer: Officer
) -> None:
    exhibit = make_exhibit(monitoring_officer, case.id, reply(), "from Rita Example.png")
    service.describe(exhibit, actor=monitoring_officer, title="What Rita Example said")
    transcribe(exhibit, actor=monitoring_officer, words="Rita Example agrees with the bins", shown=0)
    redaction = release(make_redaction(exhibit, make_officer(Role.STANDARDS_OFFICER)), monitoring_officer)
    (page,) = get_redaction(monitoring_officer, redaction.id).pages
    with vault().open(page.sha256) as source:
        passed = raster_of(source.read()).data
    for profile in (Profile.PARTY, Profile.PUBLIC):
        pdf, content = bundle_in(case, monitoring_officer, profile)
        assert pictures_in(pdf) == [passed]
        whole = " ".join(words_on(pdf, number) for number in range(len(pdf)))
        assert "A post about bins." in whole
        assert "Somebody who has no part in the matter" in whole
        for kept in ("Rita", monitoring_officer.name, exhibit.sha256[:12]):
            assert kept not in whole
            assert kept.encode() not in content
            assert kept.encode("utf-16-be").hex().encode() not in content.lower()


def test_a_bundle_that_shows_what_it_must_not_does_not_pass_the_packs_own_check(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    signer = signer_in(tmp_path_factory.mktemp("key"))
    passed = files.saved(Image.new("RGB", (30, 40), "green"), "PNG")

    def found(bundle: Bundle) -> list[str]:
        sink = BytesIO()
        write_bundle(sink, bundle)
        members = [text_member("redacted/MO-1-redacted-1.png", ""), text_member("bundle.pdf", "")]
        members = [
            type(each)(
                each.path, len(content), hashlib.sha256(content).hexdigest(), partial(BytesIO, content)
            )
            for each, content in zip(members, (passed, sink.getvalue()), strict=True)
        ]
        return rechecking.faults(
            BytesIO(small_pack(signer, members)),
            Profile.PARTY,
            fingerprint=signer.fingerprint,
            originals=[],
            protected=["Robin Example"],
        )

    shown = Leaf((30, 40), lambda: raster_of(passed))
    assert found(bundle_of([("", "A post", [shown], "")])) == []
    assert "picture" in found(bundle_of([("", "A post", [leaf(30, 40)], "")]))[0]
    assert "name" in found(bundle_of([("", "A post of Robin  Example", [shown], "")]))[-1]
    assert "name" in found(bundle_of([("", "A post", [shown], "said robin example")]))[-1]


def test_a_picture_that_no_longer_is_what_its_hash_says_stops_the_bundle(
    case: Case, monitoring_officer: Officer
) -> None:
    from tests.support.evidence_factories import flip_a_byte

    exhibit: Exhibit = make_exhibit(monitoring_officer, case.id, reply("spoilt in this test alone"))
    (held,) = (each.picture for each in queries.facts_of(case).exhibits if each.id == exhibit.id)
    assert held is not None
    flip_a_byte(held.sha256)
    pack = service.ask_pack(case, Profile.FULL, actor=monitoring_officer, for_whom="the police")
    service.make_pack(pack.id)
    assert "changed while the pack was being made" in pack.failed_why

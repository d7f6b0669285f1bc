"""Untrusted files, each decoded in a process of its own: what becomes of them, and what the officer reads."""

import struct
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile

import PIL
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from casework.evidence.decoding import Bounds, _report, inspect
from casework.evidence.inspection import Inspection, Reason, Report
from casework.evidence.kinds import Kind
from casework.evidence.workflow import IntakeStatus, PreviewState
from casework.storage.store import TooLarge
from tests.support import files

MEGABYTE = 1 << 20


def looked_into(content: bytes, name: str = "", **options: object) -> Inspection:
    return inspect(BytesIO(content), name=name, **options)  # type: ignore[arg-type]


def preview_of(found: Inspection) -> Image.Image:
    assert found.preview_png
    return Image.open(BytesIO(found.preview_png))


def chunks(png: bytes) -> Iterator[bytes]:
    place = 8
    while place < len(png):
        length, kind = struct.unpack_from(">I4s", png, place)
        yield kind
        place += 12 + length


@pytest.mark.parametrize(
    ("make", "kind", "mime"),
    [
        (files.png, Kind.PNG, "image/png"),
        (files.jpeg, Kind.JPEG, "image/jpeg"),
        (files.webp, Kind.WEBP, "image/webp"),
    ],
)
def test_a_picture_is_accepted_with_its_size_and_a_preview(
    make: Callable[[], bytes], kind: Kind, mime: str
) -> None:
    found = looked_into(make())

    assert found.reason is None
    assert (found.kind, found.mime, found.width, found.height, found.pages) == (kind, mime, 120, 200, 1)
    assert found.message.endswith("picture, 120 by 200 pixels.")
    assert found.warnings == ()
    assert found.size == len(make())
    preview = preview_of(found)
    assert preview.size == (120, 200)
    red, green, blue = preview.convert("RGB").getpixel((30, 180))  # type: ignore[misc]
    assert abs(red - 40) < 12
    assert abs(green - 90) < 12
    assert abs(blue - 160) < 12


def test_a_pdf_is_accepted_with_its_pages_counted_and_the_first_one_drawn() -> None:
    found = looked_into(files.pdf(pages=3))

    assert found.reason is None
    assert found.kind is Kind.PDF
    assert (found.pages, found.width, found.height) == (3, None, None)
    assert found.message == "A PDF document, 3 pages. The preview shows the first."
    preview = preview_of(found)
    assert max(preview.size) <= 1600
    assert min(preview.size) > 1000
    assert preview.convert("RGB").getpixel((300, 1400)) == (26, 77, 153)


@pytest.mark.parametrize(
    ("make", "kind", "reason"),
    [
        (files.heic, Kind.HEIC, Reason.HEIC),
        (files.mp4, Kind.VIDEO, Reason.NO_PREVIEW_YET),
        (files.eml, Kind.EMAIL, Reason.LETTER),
        (files.msg, Kind.OUTLOOK, Reason.LETTER),
        (files.docx, Kind.WORD, Reason.NO_PREVIEW_YET),
        (files.archive, Kind.ZIP, Reason.NO_PREVIEW_YET),
        (files.text, Kind.TEXT, Reason.NO_PREVIEW_YET),
        (files.svg, Kind.SVG, Reason.NEVER_DRAWN),
        (files.html, Kind.WEB_PAGE, Reason.SAVED_PAGE),
        (files.program, Kind.PROGRAM, Reason.NEVER_DRAWN),
    ],
)
def test_what_phones_and_mail_send_is_kept_without_a_preview(
    make: Callable[[], bytes], kind: Kind, reason: Reason
) -> None:
    found = looked_into(make())

    assert found.preview_png is None
    assert (found.kind, found.reason) == (kind, reason)
    assert found.preview_png is None
    assert found.thumbnail_png is None
    assert found.message.startswith("Kept exactly as received, ")
    assert f": it is {kind.phrase}" in found.message
    assert (found.status is IntakeStatus.QUARANTINED) == (reason is Reason.NEVER_DRAWN)
    said = {Reason.HEIC: "on the phone", Reason.LETTER: "stands on its page"}
    assert said.get(reason, "screenshot") in found.message


def test_an_email_is_known_whichever_header_comes_first() -> None:
    letter = b"Subject: A post\r\nX-Folded: a\r\n b\r\nFrom: resident@example.org\r\n\r\nPlease look.\r\n"

    assert looked_into(letter).kind is Kind.EMAIL
    assert looked_into(b"Subject: not a letter, as nobody sent it\n\nwords\n").kind is Kind.TEXT


def test_a_name_never_decides_what_a_file_is() -> None:
    found = looked_into(files.program(), name="screenshot.png")

    assert found.kind is Kind.PROGRAM
    assert found.preview_png is None
    assert found.warnings[0].startswith("Its name ends in .png, but its bytes are a program.")


def test_an_empty_file_is_refused_with_what_to_do_next() -> None:
    found = looked_into(b"")

    assert found.refused
    assert found.reason is Reason.EMPTY
    assert "add it again" in found.message


def test_a_file_over_the_limit_is_refused_in_the_stores_own_words() -> None:
    content = files.png()

    assert not looked_into(content, limit=len(content)).refused
    found = looked_into(content, limit=len(content) - 1)
    assert found.refused
    assert found.reason is Reason.TOO_LARGE
    assert found.message == TooLarge(len(content) - 1).message


@pytest.mark.parametrize("make", [files.png, files.jpeg, files.webp, files.pdf])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.9, 0.997])
def test_a_file_that_is_cut_short_is_kept_with_a_warning_and_asked_for_again(
    make: Callable[[], bytes], part: float
) -> None:
    found = looked_into(files.cut_short(make(), part))

    assert not found.refused
    assert found.truncated
    assert found.status is IntakeStatus.WARNED
    assert "cut short" in found.message
    assert "Ask for it again" in found.message


@pytest.mark.parametrize("make", [files.png, files.jpeg])
def test_what_there_is_of_a_picture_that_is_cut_short_is_shown(
    make: Callable[[tuple[int, int]], bytes],
) -> None:
    found = looked_into(files.cut_short(make((400, 800)), 0.7))

    assert found.truncated
    assert preview_of(found).size == (400, 800)


def test_a_pdf_made_for_the_web_is_cut_short_although_an_end_stands_near_its_beginning() -> None:
    whole = files.pdf(5)
    linearised = whole.replace(
        b"%PDF-1.4\n", b"%%PDF-1.4\n1 0 obj\n<< /Linearized 1 /L %d >>\nendobj\n%%%%EOF\n" % 9999
    )

    assert looked_into(linearised).truncated


def test_a_pdf_whose_last_revision_is_cut_short_does_not_pass_for_the_one_before() -> None:
    assert looked_into(files.pdf() + b"4 0 obj\n<< /Type /Page >>\nendo").truncated


@pytest.mark.parametrize("make", [files.heic, files.mp4, files.archive])
def test_a_file_that_cannot_be_shown_and_seems_to_end_early_is_kept_with_a_warning(
    make: Callable[[], bytes],
) -> None:
    found = looked_into(files.cut_short(make()))

    assert found.preview_png is None
    assert any("seems to end early" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    "make", [files.damaged_png, files.damaged_webp, files.damaged_jpeg, files.damaged_pdf]
)
def test_a_damaged_file_is_kept_and_said_to_be_damaged(make: Callable[[], bytes]) -> None:
    found = looked_into(make())

    assert found.preview_png is None
    assert found.reason is Reason.DAMAGED
    assert "bytes are damaged" in found.message
    assert found.preview_png is None


def test_a_decompression_bomb_is_kept_and_never_unpacked() -> None:
    bomb = files.png_bomb()
    assert len(bomb) < 20_000

    found = looked_into(bomb, bounds=Bounds(cpu_seconds=1))

    assert found.preview_png is None
    assert found.reason is Reason.TOO_MANY_PIXELS
    assert "12,000 by 12,000" in found.message


def test_a_webp_that_declares_too_many_pixels_is_never_unpacked() -> None:
    found = looked_into(files.webp_bomb())

    assert found.reason is Reason.TOO_MANY_PIXELS
    assert found.preview_png is None


def test_a_long_scrolling_capture_can_be_read_in_its_preview() -> None:
    found = looked_into(files.blank((1080, 20_000)))

    assert found.reason is None
    width, height = preview_of(found).size
    assert width > 400
    assert abs(height / width - 20_000 / 1080) < 0.1
    assert found.thumbnail_png
    assert Image.open(BytesIO(found.thumbnail_png)).size == (160, 320)


def test_a_picture_near_the_limit_of_pixels_fits_the_memory_allowed() -> None:
    found = looked_into(files.blank((8000, 9900), "RGBA"))

    assert found.reason is None
    assert max(preview_of(found).size) == 1600


def test_a_preview_is_upright_and_says_nothing_of_where_the_picture_was_taken() -> None:
    original = files.rotated_jpeg_with_location()
    assert b"Fictional Phones Ltd" in original

    found = looked_into(original)

    assert (found.width, found.height) == (200, 120)
    assert preview_of(found).size == (200, 120)
    assert preview_of(found).convert("RGB").getpixel((180, 20))[2] > 200, "the words are on the right now"  # type: ignore[index]
    assert any("says where it was taken" in warning for warning in found.warnings)
    for image in (found.preview_png, found.thumbnail_png):
        assert image
        assert set(chunks(image)) == {b"IHDR", b"IDAT", b"IEND"}


@pytest.mark.parametrize(("turn", "place"), [(1, (30, 180)), (3, (90, 20)), (6, (20, 30)), (8, (180, 90))])
def test_every_way_to_hold_a_camera_comes_out_upright(turn: int, place: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn

    preview = preview_of(looked_into(files.saved(files.picture(), "PNG", exif=exif)))

    assert preview.convert("RGB").getpixel(place) == (40, 90, 160)


def test_unreadable_exif_does_not_spoil_a_picture() -> None:
    found = looked_into(
        files.saved(files.picture(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40)
    )

    assert found.reason is None
    assert found.preview_png


def test_colours_are_those_that_the_profile_states() -> None:
    found = looked_into(files.png_with_swapped_primaries())

    red, _, blue = preview_of(found).convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert (red < 60, blue > 200) == (True, True), (
        "a profile that swaps red and blue makes the red picture blue"
    )
    assert found.preview_png
    assert b"iCCP" not in found.preview_png


def test_a_faulty_colour_profile_is_left_out_and_said_to_be_faulty() -> None:
    found = looked_into(files.saved(files.picture(), "PNG", icc_profile=b"no profile"))

    assert found.reason is None
    assert found.warnings == ("Its colour profile is faulty, so colours in the preview may differ a little.",)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_to_store_colours_comes_out_on_white(mode: str) -> None:
    preview = preview_of(looked_into(files.png(mode=mode)))

    assert preview.mode == "RGB"
    assert preview.getpixel((110, 190)) == (255, 255, 255)
    assert preview.convert("L").reduce((60, 50)).getpixel((0, 3)) < 160, "the coloured block is dark"  # type: ignore[operator]


def test_a_picture_for_print_is_shown_too() -> None:
    assert looked_into(files.jpeg(mode="CMYK")).reason is None


def test_what_transparency_may_hide_is_said() -> None:
    ghost = files.picture(mode="RGBA")
    ghost.putalpha(0)

    found = looked_into(files.saved(ghost, "PNG"))

    assert any("transparent" in warning for warning in found.warnings)
    assert preview_of(found).convert("RGB").getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
def test_a_moving_picture_is_said_to_move(form: str) -> None:
    found = looked_into(files.animated(form))

    assert found.pages == 3
    assert found.warnings == ("It moves: 3 frames.", "The preview shows 3 of them, in order.")


def test_bytes_behind_the_end_of_a_picture_are_counted_and_warned_of() -> None:
    behind = len(files.png_with_trailing_bytes()) - len(files.png())

    found = looked_into(files.png_with_trailing_bytes())

    assert found.reason is None
    assert found.warnings[0].startswith(f"{behind:,} bytes follow its end.")


@pytest.mark.parametrize("make", [files.jpeg, files.webp, files.pdf])
def test_another_file_behind_the_end_is_warned_of(make: Callable[[], bytes]) -> None:
    found = looked_into(make() + files.archive())

    assert found.reason is None
    assert any("bytes follow its end" in warning for warning in found.warnings)


def test_a_pdf_that_is_a_web_page_too_is_drawn_as_a_pdf_and_warned_of() -> None:
    found = looked_into(files.html_polyglot_pdf())

    assert found.kind is Kind.PDF
    assert found.preview_png
    assert "It can also be read as a web page." in found.warnings


def test_instructions_and_attachments_in_a_pdf_are_said_and_not_followed() -> None:
    found = looked_into(files.pdf_with_script())

    assert found.reason is None
    assert any("instructions to a computer" in warning for warning in found.warnings)


def test_a_locked_pdf_is_kept_and_a_copy_without_a_password_asked_for() -> None:
    found = looked_into(files.locked_pdf())

    assert found.preview_png is None
    assert found.reason is Reason.LOCKED
    assert "Ask for a copy without" in found.message


def test_long_words_in_a_picture_do_not_spoil_it_or_reach_the_preview() -> None:
    found = looked_into(files.png_with_long_text())

    assert found.reason is None
    assert found.preview_png
    assert b"<script>" not in found.preview_png


@pytest.mark.parametrize(
    ("bounds", "size"),
    [
        # so large that it is not done with before a busy machine looks at its clock
        pytest.param(Bounds(seconds=0.001), (8000, 9000), id="killed by the clock"),
        pytest.param(Bounds(memory=20 * MEGABYTE), (40, 30), id="no memory to start"),
        pytest.param(Bounds(cpu_seconds=0), (40, 30), id="no processor time"),
        pytest.param(Bounds(output=10), (40, 30), id="no room to report"),
    ],
)
def test_a_decoder_that_dies_costs_the_preview_and_not_the_evidence(
    bounds: Bounds, size: tuple[int, int], caplog: pytest.LogCaptureFixture
) -> None:
    found = looked_into(files.blank(size), bounds=bounds)

    assert found.preview_png is None
    assert found.reason is Reason.NOT_READ
    assert "could not be read safely" in found.message
    assert "the decoder died" in caplog.text


def test_where_no_decoder_can_be_started_the_evidence_is_kept_and_the_fault_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("sys.executable", "/nonexistent/python")

    assert looked_into(files.png()).reason is Reason.NOT_READ
    assert "could not be started" in caplog.text


def test_the_type_is_known_even_where_the_decoder_dies_over_the_picture() -> None:
    found = looked_into(files.blank((2000, 2000)), bounds=Bounds(output=200))

    assert (found.kind, found.reason) == (Kind.PNG, Reason.NOT_READ)


def test_a_picture_too_big_for_the_memory_is_kept_unread() -> None:
    found = looked_into(files.blank((8000, 9000)), bounds=Bounds(memory=150 * MEGABYTE))

    assert found.reason is Reason.NOT_READ
    assert found.kind is Kind.PNG


def test_without_a_preview_a_file_is_still_read_whole() -> None:
    assert looked_into(files.png(), preview=False).reason is None
    assert looked_into(files.png(), preview=False).preview_png is None
    assert looked_into(files.damaged_png(), preview=False).reason is Reason.DAMAGED
    assert looked_into(files.damaged_jpeg(), preview=False).reason is Reason.DAMAGED


def test_a_preview_names_its_recipe() -> None:
    recipe = looked_into(files.png()).recipe

    assert recipe["longest_side"] == 1600
    assert recipe["pillow"] == PIL.__version__
    assert looked_into(files.heic()).recipe == {}


@pytest.mark.parametrize(
    ("make", "state"),
    [
        (files.png, PreviewState.READY),
        (files.heic, PreviewState.NONE),
        (files.svg, PreviewState.NONE),
        (files.damaged_png, PreviewState.UNREADABLE),
        (files.locked_pdf, PreviewState.UNREADABLE),
        (files.png_bomb, PreviewState.UNREADABLE),
    ],
)
def test_whether_there_is_a_preview_is_told_apart_from_whether_there_could_be(
    make: Callable[[], bytes], state: PreviewState
) -> None:
    assert looked_into(make()).preview is state


def test_a_stream_is_left_where_it_stood(tmp_path: Path) -> None:
    content = files.png()
    file = tmp_path / "post.png"
    file.write_bytes(content)

    assert inspect(file).kind is Kind.PNG
    with file.open("rb") as opened, SpooledTemporaryFile(max_size=10) as spooled:
        spooled.write(content)
        for stream in (opened, BytesIO(content), spooled):
            stream.seek(7)
            assert inspect(stream).size == len(content)  # type: ignore[arg-type]
            assert stream.tell() == 7


@given(st.binary(max_size=400))
def test_a_decoder_that_was_taken_over_may_write_anything(output: bytes) -> None:
    assert isinstance(_report(BytesIO(output)), Report)


@pytest.mark.parametrize(
    "output",
    [
        b"[" * 100_000,
        b'{"mime": "image/png\\n<script>", "barriers": 7, "libmagic": 1}\n',
        b'{"mime": ["image/png"], "barriers": [], "libmagic": true}\n{}',
        b'{"mime": "image/png", "barriers": [], "libmagic": true}\n[]',
        b'{"mime": "image/png", "barriers": [], "libmagic": true}\n{"images": [-1, 99999999999999]}',
        (
            b'{"mime": "image/png", "barriers": [], "libmagic": true}\n{"images": [4, 0], "notes": {}, '
            b'"fault": "", "width": 1, "height": 1, "pages": 1}\n<svg'
        ),
    ],
)
def test_nothing_a_decoder_claims_out_of_shape_is_believed(output: bytes) -> None:
    report = _report(BytesIO(output))

    assert not report.read
    assert report.preview_png == b""
    assert report.mime in {"image/png", "application/octet-stream"}


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["png", "jpeg", "webp", "pdf"]), st.data())
def test_no_change_to_a_file_makes_looking_into_it_fail(kind: str, data: st.DataObject) -> None:
    content = bytearray(getattr(files, kind)())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    assert isinstance(looked_into(bytes(content)), Inspection)

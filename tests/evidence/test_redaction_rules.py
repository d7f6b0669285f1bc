"""Burning boxes, and the eight checks of a redacted file: each passes on what is right, and fails when it must."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from casework.evidence.reading import OVERLAP, STRIP, cuts, read_pictures
from casework.evidence.redaction import gate, words
from casework.evidence.redaction.burning import Pixels, burn, under
from casework.evidence.redaction.everyday import EVERYDAY
from casework.evidence.redaction.gate import Guarded, Result, Wording
from casework.evidence.redaction.regions import Reason, Region, as_rows, from_rows, problems, within
from tests.support import files

WIDTH, HEIGHT = 24, 16
NOBODY = Guarded((), ())
SAID = Wording("MO-1-redacted-1.png", "A post about bins.", ("Box 1: A child",))


@st.composite
def regions(draw: st.DrawFn) -> Region:
    x, y = draw(st.integers(0, WIDTH - 1)), draw(st.integers(0, HEIGHT - 1))
    width, height = draw(st.integers(1, WIDTH - x)), draw(st.integers(1, HEIGHT - y))
    return Region(1, x, y, width, height, draw(st.sampled_from(Reason)))


pages = st.binary(min_size=3 * WIDTH * HEIGHT, max_size=3 * WIDTH * HEIGHT).map(
    lambda rgb: Pixels(WIDTH, HEIGHT, rgb)
)
BOX = Region(1, 2, 3, 8, 5, Reason.CHILD)


def page() -> Pixels:
    image = files.picture((WIDTH, HEIGHT))
    return Pixels(WIDTH, HEIGHT, image.tobytes())


def examined(finished: bytes, read: str | None = "", guarded: Guarded = NOBODY) -> dict[int, Result]:
    results = gate.examine(finished, page(), [BOX], read=read, guarded=guarded, wording=SAID)
    assert [each.number for each in results] == [1, 2, 3, 4, 5, 6, 7, 8]
    return {each.number: each for each in results}


def failed(finished: bytes) -> set[int]:
    return {number for number, each in examined(finished).items() if not each.passed}


def saved_anew(form: str = "PNG", **options: object) -> bytes:
    image = gate.decoded(burn(page(), [BOX]))
    assert image is not None
    return files.saved(image, form, **options)


@settings(deadline=None, max_examples=60)
@given(page=pages, boxes=st.lists(regions(), min_size=1, max_size=5))
def test_whatever_is_burned_passes_and_holds_no_covered_pixel(page: Pixels, boxes: list[Region]) -> None:
    finished = burn(page, boxes)
    schedule = tuple(each.reason.label for each in boxes)
    wording = Wording("MO-1-redacted-1.png", "A post.", schedule)
    results = gate.examine(finished, page, boxes, read="", guarded=NOBODY, wording=wording)
    assert all(each.passed for each in results)
    image = gate.decoded(finished)
    assert image is not None
    for box in boxes:
        assert set(image.crop(box.box).tobytes()) == {0}
    assert finished == burn(page, boxes)


@settings(deadline=None, max_examples=60)
@given(page=pages, box=regions(), at=st.integers(0, WIDTH * HEIGHT - 1), by=st.integers(1, 255))
def test_one_pixel_that_differs_anywhere_is_found(page: Pixels, box: Region, at: int, by: int) -> None:
    image = gate.decoded(burn(page, [box]))
    assert image is not None
    place = (at % WIDTH, at // WIDTH)
    red, green, blue = image.getpixel(place)  # type: ignore[misc]
    image.putpixel(place, ((red + by) % 256, green, blue))
    altered = files.saved(image, "PNG")
    assert not (gate.check_solid(altered, [box]).passed and gate.check_rest(altered, page, [box]).passed)


def test_a_right_copy_passes_all_eight_and_says_so_in_sentences() -> None:
    results = examined(burn(page(), [BOX]))
    assert all(each.passed and each.sentence.endswith(".") for each in results.values())


def test_a_box_that_is_see_through_blurred_or_forgotten_fails() -> None:
    assert failed(burn(page(), [])) == {1}
    pale = page().image()
    pale.paste(Image.blend(pale.crop(BOX.box), Image.new("RGB", (8, 5)), 0.99), BOX.box)
    pale.putpixel((2, 3), (1, 0, 0))
    assert 1 in failed(files.saved(pale, "PNG"))


def test_a_jpeg_fails_by_its_edges_and_by_its_kind() -> None:
    assert {2, 3, 4} <= failed(saved_anew("JPEG", quality=95))


def test_a_picture_cut_shrunk_or_of_few_colours_fails() -> None:
    image = gate.decoded(burn(page(), [BOX]))
    assert image is not None
    assert 2 in failed(files.saved(image.resize((WIDTH - 1, HEIGHT)), "PNG"))
    assert 3 in failed(files.saved(image.convert("P"), "PNG"))
    assert {1, 2} <= failed(burn(page(), [BOX])[:60])


@pytest.mark.parametrize("kind", ["text", "profile", "exif"])
def test_metadata_fails_whatever_it_is(kind: str) -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Jo Canary")
    exif = Image.Exif()
    exif[0x010E] = "Jo Canary"
    options: dict[str, dict[str, object]] = {
        "text": {"pnginfo": told},
        "profile": {"icc_profile": b"x" * 200},
        "exif": {"exif": exif},
    }
    assert failed(saved_anew("PNG", **options[kind])) == {4}


def test_bytes_behind_the_end_fail() -> None:
    assert failed(burn(page(), [BOX]) + b"Jo Canary") == {4}


def test_rows_hidden_below_the_picture_and_bytes_behind_its_data_fail() -> None:
    image = page().image()
    raw = b"".join(b"\0" + image.tobytes()[row * WIDTH * 3 : (row + 1) * WIDTH * 3] for row in range(HEIGHT))
    for packed in (zlib.compress(raw + b"\0" + b"Jo Canary" * 8), zlib.compress(raw) + b"Jo Canary"):
        header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
        made = gate.SIGNATURE
        for kind, body in ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")):
            made += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        result = gate.check_only_pixels(made)
        assert not result.passed
        assert "more than its pixels" in result.sentence
        assert gate.check_bare(made).passed  # nothing else sees it
    assert not gate.check_only_pixels(b"%PDF-1.7\n" + burn(page(), [])).passed
    assert not gate.check_only_pixels(files.pdf(1)).passed


def test_a_word_that_can_still_be_read_fails_and_is_named() -> None:
    hidden = Guarded(("Jo Canary",), words.telling("Posted by Rita Example\nrita@example.org"))
    good = burn(page(), [BOX])
    assert examined(good, "The bins are late", hidden)[5].passed
    for read in ("and JO  CANARY said", "JoCanary", "ask Rita Example", "mail rita@example.org today"):
        result = examined(good, read, hidden)[5]
        assert not result.passed, read
        assert "“" in result.sentence


def test_where_nothing_could_be_read_nothing_passes() -> None:
    result = examined(burn(page(), [BOX]), None)[5]
    assert not result.passed
    assert "Tesseract" in result.sentence


def test_a_found_word_may_be_said_to_stay_but_never_a_protected_name() -> None:
    guarded = Guarded(("Jo Canary",), ("Reply", "Jo Canary"), ("reply", "Jo Canary"))
    good = burn(page(), [BOX])
    assert examined(good, "Reply", guarded)[5].passed
    assert not examined(good, "Jo Canary", guarded)[5].passed


@pytest.mark.parametrize(
    ("file_name", "description"),
    [("jo-canary.png", "A post."), ("MO-1.png", "A post by Jo Canary."), ("MO-1.png", " ")],
)
def test_a_name_or_description_that_tells_or_is_missing_fails(file_name: str, description: str) -> None:
    assert not gate.check_named(Wording(file_name, description, ()), Guarded(("Jo Canary",), ())).passed


def test_a_box_without_its_reason_in_the_schedule_fails() -> None:
    assert gate.check_reasons(SAID, [BOX]).passed
    assert not gate.check_reasons(SAID, [BOX, BOX]).passed
    assert not gate.check_reasons(Wording("a", "b", ("Box 1: Health",)), [BOX]).passed


def test_a_copy_of_several_pages_passes_where_each_page_does() -> None:
    right, wrong = examined(burn(page(), [BOX])), examined(burn(page(), []))
    both = gate.whole({1: list(right.values()), 2: list(wrong.values())})
    assert [each.number for each in both if not each.passed] == [1]
    assert both[0].sentence.startswith("Page 2: ")
    assert all(each.passed for each in gate.whole({1: list(right.values()), 2: list(right.values())}))


@given(box=regions(), width=st.integers(1, WIDTH), height=st.integers(1, HEIGHT))
def test_a_box_cut_to_a_page_can_be_burned_on_it(box: Region, width: int, height: int) -> None:
    cut = within(box, width, height)
    if cut is None:
        assert box.x >= width or box.y >= height
    else:
        assert problems([cut], [(width, height)]) == []
        assert within(cut, width, height) == cut
    assert from_rows(as_rows([box])) == (box,)


@pytest.mark.parametrize(
    ("box", "told"),
    [
        (Region(2, 0, 0, 1, 1, Reason.CHILD), "page 2"),
        (Region(1, 0, 0, 0, 1, Reason.CHILD), "no size"),
        (Region(1, -1, 0, 1, 1, Reason.CHILD), "beyond"),
        (Region(1, 20, 0, 5, 1, Reason.CHILD), "beyond"),
    ],
)
def test_a_box_that_cannot_be_burned_is_told_by_its_number(box: Region, told: str) -> None:
    (problem,) = problems([box], [(WIDTH, HEIGHT)])
    assert problem.startswith("Box 1")
    assert told in problem


def test_no_box_and_too_many_are_refused() -> None:
    assert "no box" in problems([], [(WIDTH, HEIGHT)])[0]
    assert "201 boxes" in problems([BOX] * 201, [(WIDTH, HEIGHT)])[0]


@given(st.text(max_size=60))
def test_a_line_that_was_hidden_is_found_wherever_it_is_read_again(line: str) -> None:
    for term in words.telling(line):
        assert words.shown([term], f"before {term.upper()} after") == [term]


def test_accents_capitals_and_lost_spaces_hide_no_name() -> None:
    assert words.shown(["Zoë Brontë"], "ZOE BRONTE said") == ["Zoë Brontë"]
    assert words.shown(["Jo Canary"], "JoCanary2") == ["Jo Canary"]
    assert words.shown(["Ann"], "planning") == []
    assert words.names_of(["Jo Canary"]) == ("Jo Canary", "Jo", "Canary")
    assert words.shown(words.names_of(["Mary Smith-Jones"]), "Mrs Jones told them") == ["Jones"]


@pytest.mark.parametrize(
    ("text", "on_screen", "in_typed_words"),
    [
        ("Like this Page, it will be green by May", [], ["Page"]),
        ("the page about green bins, which will grow", [], []),
        ("posted by Jane Page", ["Jane Page", "Jane"], ["Jane Page", "Jane", "Page"]),
        ("I agree with Mrs Page", ["Page"], ["Page"]),
        ("seen by CLLR PAGE", ["Page"], ["Page"]),
        ("signed: R. Green", ["Green"], ["Green"]),
        ("A Green party, and I Will come", [], ["Will", "Green"]),
        ("JANE P., Will’s friend", ["Jane"], ["Jane", "Will"]),
        ("Pageant of Willow Greenwood", [], []),
    ],
)
def test_a_name_that_is_an_everyday_word_is_found_where_it_is_plainly_a_name(
    text: str, on_screen: list[str], in_typed_words: list[str]
) -> None:
    names = words.names_of(["Jane Page", "Will Green"])
    assert words.names_shown(names, text, typed=False) == on_screen
    assert words.names_shown(names, text, typed=True) == in_typed_words
    assert words.beyond(names) == ("Page", "Will", "Green"), "so the approver is asked to look for them"


def test_every_everyday_word_is_one_that_a_copy_may_show() -> None:
    for word in EVERYDAY:
        assert word == words.plain(word)
        assert not words.names_shown([word.capitalize()], f"see the {word} there", typed=True)


def test_a_name_of_three_letters_is_found_where_it_is_written_as_a_name() -> None:
    assert words.names_of(["Ada Fernsby", "Zoë B. Li"]) == (
        "Ada Fernsby", "Ada", "Fernsby", "Zoë B. Li", "Zoë", "Li",
    )  # fmt: skip
    assert words.shown(["Ada", "Zoë", "May"], "Thanks Ada, ZOE and you may go to Canada") == ["Ada", "Zoë"]


def test_a_protected_name_read_in_another_way_fails_and_nothing_else_that_is_read_so_does() -> None:
    guarded = Guarded(("Jo Canary",), ("Reply",))
    assert not gate.check_readable("nothing", guarded, "by Jo Canary").passed
    assert gate.check_readable("nothing", guarded, "Reply").passed


def test_a_name_of_two_letters_is_found_where_it_is_written_as_one_or_has_a_title() -> None:
    for read in ("Thanks Mr Li", "Li told them", "dr li told them", "Cllr LI said"):
        assert words.shown(["Li"], read) == ["Li"], read
    for read in ("Lion, live, eli", "li", "LI"):
        assert words.shown(["Li"], read) == [], read
    assert words.shown(["So"], "So it is") == []
    assert words.shown(["So"], "Mrs So said it") == ["So"]
    assert words.shown(["Li"], "~Li_ ;", short=False) == []
    assert words.shown(["Li"], "Mr Li", short=False) == ["Li"]


@pytest.mark.parametrize("name", ["So", "A", "Σοφία Παππά", "Михаил Орлов", "王小明", "Ada 王", "…"])
def test_a_name_that_software_cannot_look_for_is_known_as_such(name: str) -> None:
    assert words.beyond([name, "Ada Fernsby", "Łukasz Żak", "Li"]) == (name,)
    said = gate.check_readable("Plain words", Guarded(("Jo Canary", name), ())).sentence
    assert "none of 1 hidden" in said
    assert "It cannot look for 1 more" in said


def test_two_hundred_boxes_over_one_another_take_no_more_room_to_be_read_than_the_page() -> None:
    whole = Region(1, 0, 0, WIDTH, HEIGHT, Reason.THIRD_PARTY)
    sheet = Image.open(io.BytesIO(under(page(), [whole] * 200)))
    assert (sheet.size, sheet.tobytes()) == ((WIDTH, HEIGHT), page().rgb)


def test_pixels_that_are_not_of_their_size_are_no_page() -> None:
    with pytest.raises(ValueError, match="no 2 by 2 pixels"):
        Pixels(2, 2, b"abc")
    assert gate.decoded(io.BytesIO(b"nothing").read()) is None


@given(st.integers(1, 40_000), st.data())
def test_a_line_of_a_tall_picture_stands_whole_in_a_strip_that_is_read(
    height: int, data: st.DataObject
) -> None:
    rows = cuts(height)
    assert (rows[0][0], rows[-1][1]) == (0, height)
    assert all(bottom - top <= STRIP + 2 for top, bottom in rows)
    tall = data.draw(st.integers(1, min(OVERLAP, height)))
    top = data.draw(st.integers(0, height - tall))
    assert any(first <= top and top + tall <= behind for first, behind in rows)


def test_a_name_across_the_cut_of_a_tall_picture_is_read() -> None:
    (_, bottom), (top, _) = cuts(2_532)
    image = Image.new("RGB", (1_170, 2_532), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=60)
    for middle in (bottom, top):
        draw.text((40, middle - 30), "Quentin Fogglethwaite", fill="black", font=font)
    (words,) = read_pictures([files.saved(image, "PNG")])
    assert words is not None
    assert words.count("Quentin Fogglethwaite") >= 2


def test_a_protected_name_too_short_to_be_looked_for_is_not_counted_among_those_not_found() -> None:
    said = gate.check_readable("So it was", gate.Guarded(("So", "Rita Example"), ())).sentence
    assert "found none of 1 hidden or protected words. It cannot look for 1 more, too short" in said
    assert "too short" not in gate.check_readable("", gate.Guarded(("Rita Example",), ())).sentence


def test_boxes_are_counted_on_the_page_that_has_them_and_not_on_each() -> None:
    def solid(*regions: Region) -> gate.Result:
        return gate.check_solid(burn(page(), regions), regions)

    (mixed,) = gate.whole({1: [solid(BOX)], 2: [solid()], 3: [solid()]})
    assert mixed.sentence == "Page 1: Boxes of one solid colour: 1 of 1. Pages 2, 3: No box on it."
    (same,) = gate.whole({1: [solid(BOX)], 2: [solid(BOX)]})
    assert same.sentence == "Boxes of one solid colour: 1 of 1. So on each of 2 pages."

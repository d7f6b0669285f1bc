"""A protected name in a picture, however it is written: found, or said to go unread, and never neither."""

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFont

from casework.evidence.reading import read_words
from casework.evidence.redaction import gate, words
from casework.evidence.redaction.gate import Guarded
from casework.evidence.redaction.ways import read_otherwise
from tests.support import files

Colour = str | tuple[int, int, int]
NAME = "Ada Fernsby"
SAID = f"Posted by {NAME} today"
GREY, LIGHTER = (118, 118, 118), (150, 150, 150)


def written(
    text: str = SAID, size: int = 26, ink: Colour = "black", ground: Colour = "white", high: int = 120
) -> Image.Image:
    """Return words on a picture of a telephone’s width."""
    image = Image.new("RGB", (480, high), ground)
    font = ImageFont.load_default(size)
    ImageDraw.Draw(image).multiline_text((30, 30), text, ink, font)
    return image


def on_a_button(words: str = f"Message {NAME}", size: int = 24, colour: str = "#1d70b8") -> Image.Image:
    """Return words in white on a colour, as on the button that opens a message."""
    image = written("Posted this morning", 18)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((20, 58, 330, 58 + 2 * size), 12, colour)
    pen.text((40, 58 + size // 2), words, "white", ImageFont.load_default(size))
    return image


def wavy() -> Image.Image:
    """Return words whose line goes up and down, as in some logos."""
    image = Image.new("RGB", (480, 200), "white")
    pen = ImageDraw.Draw(image)
    for number, letter in enumerate(NAME):
        pen.text((30 + 36 * number, 70 + 55 * (number % 2)), letter, "black", ImageFont.load_default(26))
    return image


def half_hidden() -> Image.Image:
    """Return words whose lower half lies under something."""
    image = written()
    ImageDraw.Draw(image).rectangle((0, 46, 480, 60), "white")
    return image


FOUND: dict[str, Callable[[], Image.Image]] = {
    "plain": written,
    "small": lambda: written(size=9),
    "grey on grey": lambda: written(ink=GREY, ground=LIGHTER),
    "faint": lambda: written(ink=(235, 235, 235)),
    "white on a button": on_a_button,
    "white on a red button": lambda: on_a_button(NAME, 20, "#c81e1e"),
    "sideways": lambda: written(high=480).rotate(90),
    "the other way": lambda: written(high=480).rotate(270),
    "upside down": lambda: written().rotate(180),
    "slightly slanted": lambda: written(high=160).rotate(3, fillcolor="white"),
    "a handle": lambda: written("Posted by @ada_fernsby today"),
    "spaced": lambda: written("Posted by F e r n s b y today"),
    "figures for letters": lambda: written("Posted by F3rn5by today"),
    "broken by a hyphen": lambda: written("Posted by Ada Fern-\nsby today"),
    "on two lines": lambda: written("Posted by Ada\nFernsby today"),
}
UNREAD: dict[str, Callable[[], Image.Image]] = {  # by the word that says so to approver and certificate
    "slanted": lambda: written(high=480).rotate(20, fillcolor="white"),
    "wavy": wavy,
    "mirrored": lambda: written().transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "half hidden": half_hidden,
    "letter beneath letter": lambda: written("\n".join("FERNSBY"), high=300),
}


def passes(image: Image.Image) -> bool:
    """Say whether the gate finds no protected name in a picture."""
    png = files.saved(image, "PNG")
    guarded = Guarded(words.names_of([NAME]), ())
    return gate.check_readable(read_words(png), guarded, read_otherwise(png)).passed


@pytest.mark.parametrize("way", FOUND)
def test_a_protected_name_is_found_however_it_is_written(way: str) -> None:
    assert not passes(FOUND[way]())


@pytest.mark.parametrize("way", UNREAD)
def test_a_way_of_writing_in_which_no_name_is_found_is_told_to_approver_and_certificate(way: str) -> None:
    assert passes(UNREAD[way]()), "it is found now: move it among those found, and say so no more"
    assert way in gate.check_readable("Plain words", Guarded((NAME,), ())).sentence
    assert way in gate.MISSED


@pytest.mark.parametrize("name", ["Михаил Орлов", "سارة حداد", "Σοφία Παππά", "王小明"])
def test_a_name_in_other_letters_is_asked_of_the_approver_and_counted_on_the_certificate(name: str) -> None:
    assert words.beyond([name, NAME]) == (name,)
    said = gate.check_readable("Plain words", Guarded((NAME, name), ())).sentence
    assert "none of 1 hidden" in said
    assert "It cannot look for 1 more" in said


def test_figures_that_stand_for_letters_hide_no_name_and_figures_alone_are_none() -> None:
    for read in ("F3rnsby", "@f3rn5by", "FERN$BY", "F3 R N 5 B Y"):
        assert words.shown(["Fernsby"], read) == ["Fernsby"], read
    assert words.shown(["Fernsby", "Ada"], "1455, 4d4, £5.37") == []

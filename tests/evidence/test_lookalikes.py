"""A picture that was saved anew is named beside the first; nothing is merged, and nothing else is called alike."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from casework.accounts.models import Officer
from casework.database import db
from casework.evidence import service
from casework.evidence.alike import alike, same_shape
from casework.evidence.decoder.likeness import BITS, likeness
from casework.evidence.lookalikes import lookalikes
from casework.evidence.models import Exhibit
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit

WORDS = "council bins late again nobody answers the vote on Tuesday will cost us all dearly and I say it here".split()


def screenshot(seed: int, size: tuple[int, int] = (590, 1280)) -> Image.Image:
    """Draw a post with replies in an app that looks the same each time; the words and their number differ."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, "white")
    draw, y = ImageDraw.Draw(image), 180
    draw.rectangle((0, 0, size[0], 60), "#1d70b8")
    for line in range(chance.randint(4, 12)):
        if line % 4 == 0:
            y += 60
            draw.ellipse((20, y, 60, y + 40), "#999999")
        said = " ".join(chance.choices(WORDS, k=chance.randint(2, 6)))
        draw.text((70, y), said, "black", ImageFont.load_default(22))
        y += 33
    return image


def short_post(seed: int, lines: int, *, dark: bool) -> Image.Image:
    """Draw a post of so many lines on a whole screen of a telephone, where all but the words is the same."""
    chance = random.Random(seed)
    ground, ink = ("black", "#e7e9ea") if dark else ("white", "#0f1419")
    image = Image.new("RGB", (590, 1280), ground)
    draw = ImageDraw.Draw(image)
    draw.text((250, 60), "Post", ink, ImageFont.load_default(24))
    draw.ellipse((22, 136, 82, 196), "#999999")
    draw.text((98, 140), "Cllr Ada Fold", ink, ImageFont.load_default(24))
    for line in range(lines):
        draw.text(
            (24, 220 + 34 * line), " ".join(chance.choices(WORDS, k=7)), ink, ImageFont.load_default(24)
        )
    for place in range(5):
        draw.ellipse((44 + place * 115, 340, 72 + place * 115, 368), outline="#71767b", width=3)
        draw.rectangle((44 + place * 115, 1214, 76 + place * 115, 1246), outline=ink, width=3)
    return image


def saved_anew(image: Image.Image, times: float = 0.5, quality: int = 40) -> bytes:
    small = image.resize((round(image.width * times), round(image.height * times)))
    return files.saved(small, "JPEG", quality=quality)


def read(content: bytes) -> str:
    return likeness(Image.open(io.BytesIO(content)).convert("RGB"))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("times", "quality"), [(0.45, 40), (0.3, 20), (0.9, 70), (1.6, 80)])
def test_a_screenshot_saved_smaller_larger_or_coarser_looks_like_itself(
    seed: int, times: float, quality: int
) -> None:
    image = screenshot(seed)
    assert alike(likeness(image), read(saved_anew(image, times, quality)))


def test_two_posts_in_the_same_app_do_not_look_alike() -> None:
    found = [likeness(screenshot(seed)) for seed in range(12)]
    assert not any(alike(one, other) for place, one in enumerate(found) for other in found[:place])


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("lines", [1, 2])
def test_posts_of_a_line_or_two_in_one_app_do_not_look_alike_and_each_saved_anew_does(
    lines: int, dark: bool
) -> None:
    posts = [short_post(seed, lines, dark=dark) for seed in range(10)]
    found = [likeness(each) for each in posts]
    assert not any(alike(one, other) for place, one in enumerate(found) for other in found[:place])
    assert all(alike(one, read(saved_anew(post))) for one, post in zip(found, posts, strict=True))


@given(st.text(max_size=BITS), st.text(max_size=BITS))
def test_what_is_no_likeness_is_like_nothing(one: str, other: str) -> None:
    assert not alike(one, other)
    assert not alike(one, one)


@given(st.integers(1, 4_000), st.integers(1, 4_000), st.integers(2, 5))
def test_a_picture_keeps_its_proportions_whatever_its_size(width: int, height: int, times: int) -> None:
    assert same_shape((width, height), (width * times, height * times))
    assert not same_shape((width, height), (width * times, height))


def test_an_even_picture_is_like_no_other() -> None:
    assert likeness(Image.new("RGB", (300, 200), "white")) == ""


def test_an_officer_is_told_of_a_picture_that_looks_like_one_and_sees_both_side_by_side(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case, elsewhere = make_case(monitoring_officer), make_case(monitoring_officer)
    image = screenshot(70)
    first = make_exhibit(monitoring_officer, case.id, files.saved(image, "PNG"), "sent.png")
    other = make_exhibit(monitoring_officer, case.id, files.saved(screenshot(71), "PNG"), "another.png")
    hidden = make_exhibit(monitoring_officer, elsewhere.id, saved_anew(image, 0.8), "elsewhere.jpg")
    client.sign_in(monitoring_officer)
    answer = client.post(
        f"/cases/{case.id}/evidence",
        {"arrival": "chosen", "files": (io.BytesIO(saved_anew(image)), "whatsapp.jpg")},
        headers={"Accept": "application/json"},
        status=200,
    ).response.get_json()["files"][0]
    assert f"It looks like {first.label}: compare them on its page." in answer["message"]
    second = db.session.query(Exhibit).order_by(Exhibit.id.desc()).first()
    assert second is not None
    at = f"/exhibits/{second.id}/beside"
    page = client.get(f"/exhibits/{second.id}")
    assert page.links()[f"Compare with {first.label}"] == f"{at}/{first.id}"
    beside = client.get(f"{at}/{first.id}")
    assert {first.sha256, second.sha256} <= set(beside.words.split())
    pictures = [each.get("src") for each in beside.root.iter("img")]
    assert pictures == [f"/exhibits/{each.id}/preview.png" for each in (second, first)]
    for unlike in (other, hidden):
        client.get(f"{at}/{unlike.id}", status=404)
    assert [each.id for each in lookalikes(first)] == [second.id], "of its own case alone"


def test_the_very_same_file_and_a_sealed_one_are_not_called_alike(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case, image = make_case(monitoring_officer), screenshot(72)
    content = files.saved(image, "PNG")
    first = make_exhibit(monitoring_officer, case.id, content, "one.png")
    again = make_exhibit(monitoring_officer, case.id, content, "two.png")
    assert list(lookalikes(again)) == []
    small = make_exhibit(monitoring_officer, case.id, saved_anew(image), "small.jpg")
    assert [each.id for each in lookalikes(small)] == [first.id, again.id]
    service.seal(small, actor=monitoring_officer)
    assert list(lookalikes(first)) == []
    assert list(lookalikes(small)) == []

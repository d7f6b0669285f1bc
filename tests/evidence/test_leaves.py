"""A tall capture is shown in parts that overlap, and a PDF page by page; both are drawn when somebody asks for them."""

from io import BytesIO
from itertools import pairwise

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.database import db
from casework.evidence import service
from casework.evidence.decoder import TALL
from casework.evidence.decoder.parts import MOST_PARTS, parts_of
from casework.evidence.leaves import draw_leaves
from casework.evidence.models import Derivative, Exhibit
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import flip_a_byte, lose, make_exhibit

SIZES = st.tuples(st.integers(1, 3000), st.integers(1, 80_000))


def capture(width: int = 540, height: int = 10_000) -> bytes:
    """Return a scrolling capture whose lines get darker to its end, so that each row tells where it was."""
    shades = Image.linear_gradient("L").resize((width, height))
    return files.saved(shades.convert("RGB"), "PNG")


@given(SIZES)
def test_the_parts_cover_every_line_overlap_and_are_not_too_many(size: tuple[int, int]) -> None:
    width, height = size
    parts = parts_of(width, height)
    assert (parts[0][0], parts[-1][1]) == (0, height)
    assert len(parts) <= MOST_PARTS
    assert (len(parts) > 1) == (height >= TALL * width) or height < 3
    for (_, above), (top, bottom) in pairwise(parts):
        assert top < bottom
        assert top <= above, "no line between two parts is left out"


@pytest.fixture
def tall(client: Browserless, monitoring_officer: Officer) -> Exhibit:
    client.sign_in(monitoring_officer)
    return make_exhibit(monitoring_officer, make_case(monitoring_officer).id, capture())


@pytest.fixture
def printed(client: Browserless, monitoring_officer: Officer) -> Exhibit:
    client.sign_in(monitoring_officer)
    return make_exhibit(monitoring_officer, make_case(monitoring_officer).id, files.pdf(5), "thread.pdf")


def kinds(exhibit: Exhibit) -> set[str]:
    return set(db.session.scalars(select(Derivative.kind).where(Derivative.parent_sha256 == exhibit.sha256)))


def seen(client: Browserless, address: str) -> Image.Image:
    answer = client.http.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "image/png"
    return Image.open(BytesIO(answer.data))


def test_a_tall_capture_is_shown_in_parts_at_full_width_that_repeat_the_end_of_the_one_before(
    client: Browserless, tall: Exhibit
) -> None:
    page = client.get(f"/exhibits/{tall.id}")
    parts = [each for each in page.root.iter("img") if "/parts/" in (each.get("src") or "")]
    spans = parts_of(540, 10_000)
    assert len(parts) == len(spans) > 10
    assert all(each.get("loading") == "lazy" for each in parts)
    assert parts[1].get("alt") == f"Exhibit {tall.label}, not described yet, part 2 of {len(parts)}"
    assert f"2 of {len(parts)}. It begins with the end of 1" in page.words
    assert "part-1" not in kinds(tall), "drawn when somebody asks"
    first, second = (seen(client, parts[at].get("src") or "").convert("L") for at in (0, 1))
    assert first.size == (540, spans[0][1])
    repeated = spans[0][1] - spans[1][0]
    assert repeated > 0
    assert (
        first.crop((0, first.height - repeated, 540, first.height)).tobytes()
        == second.crop((0, 0, 540, repeated)).tobytes()
    )
    assert {f"part-{at}" for at in range(1, len(parts) + 1)} <= kinds(tall)
    client.get(f"/exhibits/{tall.id}/parts/{len(parts) + 1}.png", status=404)
    assert f"1 of {len(parts)}" in client.get(f"/cases/{tall.case_id}/print").words


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_tall_capture_that_was_cut_short_is_shown_as_far_as_it_goes(form: str) -> None:
    whole = files.saved(Image.linear_gradient("L").resize((540, 6000)).convert("RGB"), form)
    parts = draw_leaves(BytesIO(files.cut_short(whole, 0.6)))
    assert len(parts) == len(parts_of(540, 6000))
    assert any(Image.open(BytesIO(parts[1])).convert("L").tobytes()), "there is something on it"


def test_the_pages_of_a_pdf_are_gone_through_by_links_and_by_number(
    client: Browserless, printed: Exhibit
) -> None:
    page = client.get(f"/exhibits/{printed.id}")
    assert "Page 1 of 5" in page.words
    assert "Previous page" not in page.links()
    page = client.get(page.links()["Next page"].partition("#")[0])
    assert "Page 2 of 5" in page.words
    (picture,) = [each for each in page.root.iter("img") if "/pages/2.png" in (each.get("src") or "")]
    assert picture.get("alt", "").endswith("page 2 of 5")
    assert seen(client, picture.get("src") or "").height > 1000
    assert kinds(printed) == {"preview", "thumbnail", "page-2"}
    assert "Page 5 of 5" in client.get(f"/exhibits/{printed.id}?page=99").words
    assert "Page 1 of 5" in client.get(f"/exhibits/{printed.id}?page=last").words
    client.get(f"/exhibits/{printed.id}/pages/6.png", status=404)


def test_nothing_is_drawn_of_what_is_sealed_or_has_changed(
    client: Browserless, printed: Exhibit, monitoring_officer: Officer
) -> None:
    seen(client, f"/exhibits/{printed.id}/pages/2.png")
    flip_a_byte(printed.sha256)
    client.get(f"/exhibits/{printed.id}/pages/3.png", status=404)
    assert not db.session.get_one(Exhibit, printed.id).file.intact
    client.get(f"/exhibits/{printed.id}/pages/2.png", status=404)
    service.seal(printed, actor=monitoring_officer)
    assert kinds(printed) == set()


@pytest.mark.committed
def test_a_part_that_was_lost_is_drawn_again_when_it_is_asked_for(
    app: Flask, client: Browserless, tall: Exhibit
) -> None:
    address = f"/exhibits/{tall.id}/parts/3.png"
    before = seen(client, address).tobytes()
    lose(db.session.scalars(select(Derivative.sha256).where(Derivative.kind == "part-3")).all())
    assert service.reconcile().count == 0
    assert "part-3" not in kinds(tall)
    assert seen(client, address).tobytes() == before

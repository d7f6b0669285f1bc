"""What the words in a capture suggest of the post."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.evidence.texts.suggestions import suggest
from casework.evidence.texts.workflow import Suggested

CAPTURE = """Cllr Pat Fictional
@patfictional
The bins are late again, and I know
whose fault it is.
21:05 · 3 Jun 2026
12 Likes
Reply"""


def told(text: str) -> dict[Suggested, str]:
    return {each.kind: each.value for each in suggest(text)}


def test_a_capture_suggests_handle_words_and_time_as_displayed() -> None:
    assert told(CAPTURE) == {
        Suggested.HANDLE: "@patfictional",
        Suggested.WORDS: "The bins are late again, and I know\nwhose fault it is.",
        Suggested.TIME: "21:05 · 3 Jun 2026",
    }


@pytest.mark.parametrize(
    "displayed",
    ["3 June 2026 at 21:05", "Yesterday at 10:02", "3h", "Jun 3, 2026", "03/06/2026", "2 days ago"],
)
def test_the_date_is_taken_word_for_word(displayed: str) -> None:
    assert told(f"@pat\n{displayed}\nLate again")[Suggested.TIME] == displayed
    assert told(f"@pat\n{displayed}\nLate again")[Suggested.WORDS] == "Late again"


def test_a_date_within_a_sentence_is_no_date_of_the_post() -> None:
    text = "@pat\nCome to the village hall on 3 June 2026 at 19:00 and tell the leader what you think"
    assert Suggested.TIME not in told(text)
    assert "village hall" in told(text)[Suggested.WORDS]


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("cllr_x\n3h\nLate again", "cllr_x"),
        ("Pat Fictional · cllr_pat_1985 Follow\nLate again", "cllr_pat_1985"),
        ("facebook.com/pat.fictional\nLate again", "facebook.com/pat.fictional"),
        ("https://www.facebook.com/cllrpat/\nLate again", "www.facebook.com/cllrpat"),
        ("x.com/patfictional/status/12\nLate again", "x.com/patfictional"),
        ("facebook.com/cllrpat\n@patfictional\nLate again", "@patfictional"),
    ],
)
def test_a_handle_without_its_sign_is_suggested_as_it_stands(text: str, handle: str) -> None:
    assert told(text)[Suggested.HANDLE] == handle
    assert told(text)[Suggested.WORDS] == "Late again"


@pytest.mark.parametrize(
    "text",
    [
        "facebook.com/groups/marrows",
        "facebook.com/watch/?v=12",
        "Write to pat_fictional@example.org",
        "See www.example.org/pat_fictional",
        "Not quite.like this",
        "netx.com/somebody",
    ],
)
def test_what_is_the_address_of_something_else_is_no_handle(text: str) -> None:
    assert Suggested.HANDLE not in told(text)


def test_an_address_of_e_mail_is_no_handle() -> None:
    assert Suggested.HANDLE not in told("Write to clerk@example.org")


@given(st.text(max_size=400))
def test_whatever_was_read_there_is_at_most_one_of_each_and_it_stands_in_the_text(text: str) -> None:
    found = suggest(text)
    assert len({each.kind for each in found}) == len(found)
    for each in found:
        assert each.value.strip()
        assert all(line in text for line in each.value.splitlines())

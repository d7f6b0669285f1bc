import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.errors import DomainError
from casework.folding import fold
from casework.search.words import LONGEST, MOST_TERMS, excerpt, terms, words


@given(st.text())
def test_whatever_the_text_its_words_are_plain_ascii_that_no_database_divides_further(text: str) -> None:
    assert all(re.fullmatch(r"w[a-z0-9]{1,40}", word) for word in words(text))


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert list(words(fold(text))) == list(words(text))


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=30), st.data())
def test_the_beginning_of_a_word_is_found_in_it(word: str, data: st.DataObject) -> None:
    beginning = word[: data.draw(st.integers(1, len(word)))]
    sought, found = list(words(beginning)), list(words(word))
    assert all(any(whole.startswith(part) for whole in found) for part in sought) or len(found) > 1


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Ŵyn Müller", "wyn MULLER"),
        ("STRASSE", "straße"),
        ("@jane_doe.ward7", "jane doe ward7"),
        ("https://www.example.org/posts/123?x=1", "https www example org posts 123 x 1"),
        ("SMC/2026/0042", "smc 2026 0042"),
        ("ﬁnance", "finance"),
        ("Łukasz Ørsted Đorđe Ærø Œuvre Þór Ayşe Işık", "lukasz orsted dorde aero oeuvre thor ayse isik"),
        ("O’Brien O‘Brien OʼBrien", "O'Brien o'brien O`BRIEN"),
    ],
)
def test_case_accents_and_joining_marks_make_no_difference(written: str, same: str) -> None:
    assert list(words(written)) == list(words(same))


def test_a_very_long_word_is_found_by_its_beginning() -> None:
    [word] = words("x" * 5_000)
    assert len(word) == LONGEST + 1


def test_words_in_quotation_marks_stand_side_by_side() -> None:
    [phrase, word] = terms("“Planning committee” libr")
    assert (phrase.words, phrase.exact) == (("wplanning", "wcommittee"), True)
    assert (word.words, word.exact) == (("wlibr",), False)


def test_how_an_address_begins_says_nothing() -> None:
    assert terms("https://www.example.org/a") == terms("example.org/a")


@pytest.mark.parametrize("empty", ["", "   ", '""', "!?", "https://"])
def test_a_search_for_nothing_says_what_to_enter(empty: str) -> None:
    with pytest.raises(DomainError, match="Enter a word"):
        terms(empty)


def test_a_search_of_many_words_says_how_many_it_takes() -> None:
    with pytest.raises(DomainError, match="up to 12"):
        terms(" ".join(f"word{n}" for n in range(MOST_TERMS + 1)))


def test_an_excerpt_shows_what_was_found_and_marks_it() -> None:
    text = "one two three " * 30 + "the Library opened " + "and so on " * 40
    parts = excerpt(text, terms("libr"))
    assert ("Library", True) in parts
    shown = "".join(piece for piece, _ in parts)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 260


@given(st.text(), st.text(alphabet="abc 1é", min_size=1).filter(str.strip))
def test_an_excerpt_of_a_short_text_is_the_text(text: str, sought: str) -> None:
    if len(text) <= 200:
        assert "".join(piece for piece, _ in excerpt(text, terms(sought + "a"))) == text

"""Whatever a file holds, reading it loses, changes and moves no word."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.codes import markers
from casework.codes.outline import Entry, outline
from casework.codes.paragraphs import Reading
from casework.codes.plain_text import read_plain_text
from casework.codes.proposals import propose

BULLETS = {*markers._BULLETS, *markers._BULLETS_IF_SPACED}
WORDS = st.sampled_from(
    ["Members", "must", "not", "do", "Do", "respect", "5.1", "the", "council.", "for", "instance:", "e.g.", "1985.",
     "Avoid", "RESPONSIBILITIES", "i.e.", "12", "-", "\u2013", "(a)", "and", "o", "A1", "said:",
     "caf\u00e9", "\u201cquote\u201d"]
)  # fmt: skip
MARKERS = st.sampled_from(
    ["", "", "", "- ", "\u2022 ", "\u2022\t", "* ", "o ", "1. ", "2. ", "3) ", "(a) ", "(b) ", "i. ", "ii. ", "5.1 ",
     "5.1.1 ", "A1 ", "A2 ", "\u25aa ", "A. "]
)  # fmt: skip
INDENTS = st.sampled_from(["", "", " ", "  ", "    ", "\t", "\xa0\xa0", " " * 30])
ENDS = st.sampled_from(["\n", "\n\n", "\r\n", "\n\n\n", "\n\f", "\f\n", "\n\nPage 3 of 9\n\f", "\n 4 \n\f"])
LINE = st.tuples(INDENTS, MARKERS, st.lists(WORDS, max_size=14).map(" ".join), ENDS).map("".join)
DOCUMENT = st.lists(LINE, max_size=25).map("".join)


def words(reading: Reading) -> list[str]:
    found = outline(reading.paragraphs)
    texts = list(found.front)
    for part in found.parts:
        texts += [part.number, part.title]
        for block in part.blocks:
            if isinstance(block, Entry):
                texts += [f"{entry.marker.printed} {entry.wording}" for entry in block.walk()]
            else:
                texts.append(block)
    return " ".join(texts).split()


def is_word(word: str) -> bool:
    """A bullet is no word, and one with nothing after it is dropped."""
    return word not in BULLETS


@settings(max_examples=200)
@given(DOCUMENT)
def test_no_word_of_a_laid_out_document_is_lost_changed_or_moved(text: str) -> None:
    reading = read_plain_text(text)
    printed = list(filter(is_word, text.split()))
    kept = list(filter(is_word, words(reading)))
    furniture = list(filter(is_word, " ".join(reading.furniture).split()))
    assert Counter(kept) + Counter(furniture) == Counter(printed)
    remaining = iter(printed)
    assert all(word in remaining for word in kept)


@given(st.text(max_size=400))
def test_no_character_of_any_text_is_lost(text: str) -> None:
    reading = read_plain_text(text)
    kept = Counter("".join(words(reading)) + "".join("".join(reading.furniture).split()))
    printed = Counter("".join(text.split()))
    assert kept <= printed
    assert set(printed - kept) <= BULLETS


@given(DOCUMENT)
def test_no_reference_is_proposed_twice(text: str) -> None:
    found = outline(read_plain_text(text).paragraphs)
    references = [proposal.reference for proposal in propose(found).values()]
    entries = [entry for part in found.parts for top in part.entries for entry in top.walk()]
    assert len(references) == len(set(references)) == len(entries)
    assert all(references)

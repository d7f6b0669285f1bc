import re
from itertools import product
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.errors import DomainError
from casework.evidence.labels import Label, check_prefix, parse_label, propose_prefix

prefixes = st.text(ascii_uppercase, min_size=2, max_size=4)
labels = st.builds(Label, prefixes, st.integers(1, 999_999))


def test_a_label_reads_as_prefix_stroke_number() -> None:
    assert str(Label("MO", 7)) == "MO/7"


def test_labels_sort_by_number_not_by_digit() -> None:
    labels = [Label("MO", 10), Label("AB", 11), Label("MO", 9)]

    assert [str(label) for label in sorted(labels)] == ["AB/11", "MO/9", "MO/10"]


@given(labels)
def test_what_is_written_can_be_read_back(label: Label) -> None:
    assert parse_label(str(label)) == label
    assert parse_label(f" {str(label).lower().replace('/', ' / ')} ") == label


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MO",
        "MO/",
        "/7",
        "MO/0",
        "MO/07",
        "M/7",
        "ABCDE/7",
        "MO-7",
        "M0/7",
        "MO/7a",
        "MO/-1",
        "MO/1000000",
    ],
)
def test_what_is_no_label_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(DomainError, match="like MO/7") as refusal:
        parse_label(text)

    assert refusal.value.field == "label"


@pytest.mark.parametrize(
    ("prefix", "number"), [("MO", 0), ("mo", 1), ("M", 1), ("MO", -1), ("MO", 1_000_000)]
)
def test_no_impossible_label_can_be_made(prefix: str, number: int) -> None:
    with pytest.raises(ValueError, match="no exhibit label"):
        Label(prefix, number)


def test_an_officer_may_ask_for_a_prefix_in_small_letters() -> None:
    assert check_prefix(" mo ", taken=set()) == "MO"


@pytest.mark.parametrize("text", ["M", "MONIT", "M1", "", "MÖ", "M O"])
def test_a_prefix_is_two_to_four_letters(text: str) -> None:
    with pytest.raises(DomainError, match="2 to 4 letters"):
        check_prefix(text, taken=set())


def test_a_prefix_once_given_is_never_given_again() -> None:
    with pytest.raises(DomainError, match="belongs to another officer for good") as refusal:
        check_prefix("mo", taken={"MO"})

    assert refusal.value.field == "prefix"


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("Maya Osei", set(), "MO"),
        ("Maya Osei", {"MO"}, "MOS"),
        ("Maya Osei", {"MO", "MOS", "MOSE"}, "MA"),
        ("Zoë Ó Briain", set(), "ZOB"),
        ("Anne Smith-Jones", set(), "ASJ"),
        ("Pat O'Neil", set(), "PO"),
        ("Mary Ann Jane Lee Ford", set(), "MAJL"),
        ("Prince", set(), "PR"),
        ("X", set(), "XA"),
        ("李", set(), "EX"),
        ("", {"EX"}, "EA"),
    ],
)
def test_a_prefix_is_proposed_from_the_officers_name(name: str, taken: set[str], expected: str) -> None:
    assert propose_prefix(name, taken) == expected


@given(st.text(max_size=40), st.sets(prefixes, max_size=30))
def test_every_proposal_is_one_that_the_officer_may_have(name: str, taken: set[str]) -> None:
    proposal = propose_prefix(name, taken)

    assert re.fullmatch("[A-Z]{2,4}", proposal)
    assert check_prefix(proposal, taken) == proposal


def test_when_every_prefix_is_taken_it_says_so() -> None:
    every = {"".join(letters) for length in (2, 3, 4) for letters in product(ascii_uppercase, repeat=length)}
    last = every - {"QQQQ"}

    assert propose_prefix("Maya Osei", last) == "QQQQ"
    with pytest.raises(DomainError, match="Every exhibit prefix"):
        propose_prefix("Maya Osei", every)

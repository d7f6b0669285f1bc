from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.errors import DomainError
from casework.evidence.labels import Label, parse_label

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

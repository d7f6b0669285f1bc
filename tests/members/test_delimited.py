"""Tables as spreadsheets save them: what was written is read, whatever stands in a cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.delimited import Line, day, decode, read, write
from casework.errors import DomainError

CELLS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12).map(
    str.strip
)
ROWS = st.lists(st.tuples(CELLS, CELLS).filter(any), min_size=1, max_size=6)


@given(ROWS)
def test_what_was_written_is_read_but_for_the_mark_that_disarms_a_formula(
    rows: list[tuple[str, str]],
) -> None:
    lines = read(write(["One", "Two"], rows), ["One", "Two"], required=["One"], most=10)
    found = [tuple(value.removeprefix("'") for value in line.cells.values()) for line in lines]
    assert found == [tuple(value.removeprefix("'") for value in row) for row in rows]


@given(CELLS)
def test_no_cell_that_is_written_begins_a_formula(cell: str) -> None:
    written = write(["One"], [[cell]]).decode("utf-8-sig").split("\r\n", 1)[1].strip('"\r\n')
    assert not written.startswith(("=", "+", "-", "@", "\t"))


@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_there_are_rows_or_a_sentence(data: bytes) -> None:
    refused: DomainError | None = None
    lines: list[Line] = []
    try:
        lines = read(data, ["Name"], required=["Name"], most=5)
    except DomainError as error:
        refused = error
    assert lines or (refused and refused.field == "file" and refused.message.endswith((".", "?")))


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_in_both_ways_of_writing_it(value: date) -> None:
    assert day(value.isoformat()) == value
    assert day(f"{value:%d/%m/%Y}") == value
    assert day(f"{value.day}/{value.month}/{value.year}") == value


@pytest.mark.parametrize(
    "words", ["31/02/2025", "2025-13-01", "5/8/25", "8 May 2025", "2025/05/08", "yesterday"]
)
def test_what_is_no_day_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(ValueError, match="like 27/03/2026"):
        day(words)


def test_no_words_are_no_day() -> None:
    assert day("") is None


def test_windows_letters_are_read_as_windows_wrote_them() -> None:
    assert decode("Zoë O’Brien".encode("cp1252")) == "Zoë O’Brien"


def test_a_row_that_is_shorter_than_the_headings_has_empty_cells() -> None:
    [line] = read(b"Name,Ward\nJo\n", ["Name", "Ward"], required=["Name"], most=5)
    assert line.cells == {"Name": "Jo", "Ward": ""}


def test_headings_stand_in_any_order_and_any_case() -> None:
    [line] = read(b"E-MAIL,name\nj@x,Jo\n", ["Name", "E-mail"], required=["Name"], most=5)
    assert line.cells == {"Name": "Jo", "E-mail": "j@x"}

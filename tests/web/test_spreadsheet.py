"""Lists as XLSX: what was typed is shown, never obeyed, and nothing is dropped unseen."""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from casework.cases.workflow import Nature
from casework.web.spreadsheet import CELL_UNITS, plain, sheet_name, text, words_of, write_xlsx


def written(*rows: Sequence[object], headers: Sequence[str] = ("A",), **how: Any) -> Any:
    buffer = io.BytesIO()
    write_xlsx(buffer, "A list", headers, rows, **how)
    buffer.seek(0)
    return load_workbook(buffer)


def parts(*rows: Sequence[object], headers: Sequence[str] = ("A",), **how: Any) -> str:
    buffer = io.BytesIO()
    write_xlsx(buffer, "A list", headers, rows, **how)
    with zipfile.ZipFile(buffer) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


@pytest.mark.parametrize(
    "typed", ["=1+1", "=cmd|' /C calc'!A0", "+44 1223", "-2", "@sum", "\t=1", "#REF!", "#N/A", "=", "'=1"]
)
def test_text_stays_text_however_it_begins(typed: str) -> None:
    cell = written([typed])["A list"]["A2"]
    assert (cell.value, cell.data_type) == (typed, "s")
    assert not re.search(r"<f[ />]", parts([typed]))


def test_a_heading_is_text_too() -> None:
    cell = written(headers=["=1+1"])["A list"]["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_control_characters_are_shown_and_not_dropped() -> None:
    assert written(["a\x00b\x07c\x1b\x7f"])["A list"]["A2"].value == "a␀b␇c␛␡"


def test_half_characters_and_non_characters_are_shown_as_replaced() -> None:
    assert written(["a\ud83d\ufffe"])["A list"]["A2"].value == "a��"


def test_line_ends_of_every_system_become_one() -> None:
    assert written(["a\r\nb\rc\nd\te"])["A list"]["A2"].value == "a\nb\nc\nd\te"


def test_text_that_excel_would_decode_is_written_so_that_it_reads_as_typed() -> None:
    assert "_x005F_x0041_" in parts(["_x0041_"])


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    cell = written(["£" * (CELL_UNITS + 1)])["A list"]["A2"]
    assert len(cell.value) == CELL_UNITS
    assert cell.value.endswith("see the record itself]")


def test_a_text_is_measured_as_excel_measures_it() -> None:
    value = text("😀" * 20_000)
    assert len(value.encode("utf-16-le")) // 2 <= CELL_UNITS
    assert value.endswith("see the record itself]")
    assert text("x" * CELL_UNITS) == "x" * CELL_UNITS


@given(st.text())
def test_any_text_can_be_written_and_what_can_be_held_reads_back(typed: str) -> None:
    value = written([typed])["A list"]["A2"].value or ""
    assert value == text(typed)
    assert len(value) >= len(typed.replace("\r\n", "\n"))


def test_dates_are_dates_and_moments_are_london_clock_time() -> None:
    sheet = written([date(2026, 4, 1), datetime(2026, 7, 1, 12, 30, tzinfo=UTC)], headers=["Day", "Moment"])[
        "A list"
    ]
    assert (sheet["A2"].value, sheet["A2"].is_date) == (datetime(2026, 4, 1), True)  # noqa: DTZ001
    assert sheet["B2"].value == datetime(2026, 7, 1, 13, 30)  # noqa: DTZ001  Excel knows no zones


def test_a_day_before_excel_s_calendar_is_text() -> None:
    assert written([date(1899, 12, 31)])["A list"]["A2"].value == "1899-12-31"


def test_other_values_read_as_people_say_them() -> None:
    assert [plain(v) for v in (True, False, None, 7, Decimal("1.5"), Nature.BLOCKING)] == [
        "Yes", "No", None, 7, Decimal("1.5"), Nature.BLOCKING.label,
    ]  # fmt: skip
    assert plain(10**400).__class__ is str
    assert plain(float("nan")) == "nan"


def test_what_no_list_should_hold_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="cannot hold a dict"):
        plain({})


def test_a_row_that_does_not_fit_its_headings_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells where there are 1 headings"):
        written(["a", "b"])


def test_a_list_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(ValueError, match="headings"):
        written(["a"], ["b", "c"])
    assert list(tmp_path.iterdir()) == []


def test_rows_beyond_what_a_sheet_holds_go_on_on_a_further_sheet() -> None:
    book = written(*([n] for n in range(5)), sheet_rows=3)
    assert book.sheetnames == ["A list", "A list (2)", "A list (3)"]
    assert [[row[0] for row in sheet.values] for sheet in book] == [["A", 0, 1], ["A", 2, 3], ["A", 4]]


def test_an_empty_list_still_has_its_headings() -> None:
    book = written()
    assert [list(sheet.values) for sheet in book] == [[("A",)]]


def test_a_list_is_read_once_and_counted() -> None:
    def rows() -> Iterator[list[int]]:
        for number in range(1_000):
            yield [number]

    assert write_xlsx(io.BytesIO(), "A list", ["A"], rows()) == 1_000


def test_a_list_prints_on_a4_landscape_with_its_headings_and_legend_on_each_page() -> None:
    sheet = written(["x"], legend="Not for publication: Fen & Fold")["A list"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:A2"
    assert sheet.oddHeader.center.text == "Not for publication: Fen && Fold"
    assert sheet.oddFooter.right.text == "Page &P of &N"


@pytest.mark.parametrize(
    ("title", "name"),
    [("Cases: open/closed [all]?", "Cases open closed all"), ("'", "Sheet"), ("x" * 40, "x" * 31)],
)
def test_a_sheet_has_a_name_that_excel_allows(title: str, name: str) -> None:
    assert sheet_name(title) == name


def test_a_file_says_that_an_office_made_it_and_not_who() -> None:
    properties = written(["x"]).properties
    assert (properties.creator, properties.lastModifiedBy, properties.title) == ("Casework", None, "A list")


def test_a_row_as_text_gives_a_moment_to_the_second_and_a_day_alone() -> None:
    moment = datetime(2026, 7, 1, 8, 57, 57, 263188, tzinfo=UTC)
    assert words_of((moment, date(2026, 7, 1), None, 3)) == ["2026-07-01 09:57:57", "2026-07-01", "", "3"]

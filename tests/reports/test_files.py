"""The files of a report, opened again: what they hold, how they print, and what is not in any part of them."""

import io
import re
import tempfile
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from typing import Any

import docx
import pytest
from openpyxl import load_workbook

from casework.clock import long_date
from casework.reports.document import Document, Section, Table
from casework.reports.docx import write_report
from casework.reports.facts import CaseFact, ClauseFact
from casework.reports.public import public_document
from casework.reports.xlsx import fitted, write_workbook
from tests.reports.fenbridge import CLAUSES, COVERING, cases, figures
from tests.reports.test_editions import CANARY, FIGURES, exempt, planted, public

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def file_of(document: Document, kind: str) -> io.BytesIO:
    target = io.BytesIO()
    {"xlsx": write_workbook, "docx": write_report}[kind](document, target)
    target.seek(0)
    return target


def parts(document: Document, kind: str) -> dict[str, bytes]:
    with zipfile.ZipFile(file_of(document, kind)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def book(document: Document) -> Any:
    return load_workbook(file_of(document, "xlsx"))


def paper(document: Document) -> Any:
    return docx.Document(file_of(document, "docx"))


def values(sheet: Any) -> list[tuple[Any, ...]]:
    return [
        tuple(cell for cell in row if cell is not None)
        for row in sheet.iter_rows(values_only=True)
        if any(row)
    ]


def altered(document: Document, **changes: Any) -> Document:
    """Return the document with its case log's table changed."""
    log = document.sections[-1]
    return replace(
        document,
        sections=(*document.sections[:-1], replace(log, tables=(replace(log.tables[0], **changes),))),
    )


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_planted_name_is_in_no_part_of_a_public_file(kind: str) -> None:
    told = {line.reference for line in FIGURES.cases[:2]}
    few = [planted(fact) if fact.reference in told else fact for fact in cases()]
    surname = CANARY.split()[1].encode()
    assert not any(surname in part for part in parts(public(figures(few)), kind).values())
    assert any(surname in part for part in parts(exempt(figures(few)), kind).values())


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_whoever_exchanges_hidden_values_gets_the_same_file(kind: str) -> None:
    """The last step of the argument that hidden numbers stay hidden: a file holds no more than its document."""
    one, other = "Eelmere District Council", "Little Wending Parish Council"

    def exchanged(fact: CaseFact) -> CaseFact:
        swap = {one: other, other: one}
        return replace(fact, authorities=frozenset(swap.get(name, name) for name in fact.authorities))

    facts = cases()
    assert figures(facts).authorities != figures(list(map(exchanged, facts))).authorities
    documents = [
        public_document(figures(facts), COVERING, threshold=3)
        for facts in (cases(), list(map(exchanged, cases())))
    ]
    assert parts(documents[0], kind) == parts(documents[1], kind)


def test_a_workbook_has_the_figures_the_breakdowns_and_the_log() -> None:
    found = book(public())
    assert found.sheetnames == ["Summary", "Breakdowns", "Case log"]
    told = values(found["Summary"])
    for line in [("Open at the start", 7), ("+ Received", 14), ("= Open at the end", 12), ("Open", 12)]:
        assert line in told
    assert len(values(found["Case log"])) == len(FIGURES.cases) + 6


def test_a_workbook_has_no_formula_and_its_numbers_are_numbers() -> None:
    for document in (public(), exempt()):
        for name, part in parts(document, "xlsx").items():
            if name.startswith("xl/worksheets/"):
                assert not re.search(rb"<f[ />]", part)
        for sheet in book(document):
            kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
            assert kinds <= {"s", "n", "d"}


@pytest.mark.parametrize("typed", ["=1+1", '=HYPERLINK("x")', "#N/A", "+1", "@a"])
def test_text_that_looks_like_a_formula_stays_text_in_cells_headings_and_captions(typed: str) -> None:
    document = altered(exempt(), caption=typed, headings=(typed, "B"), rows=((typed, 1),), note=typed)
    sheet = book(document)["Case log"]
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value == typed]
    assert len(found) == 4
    assert {cell.data_type for cell in found} == {"s"}


def test_control_characters_do_not_break_either_file() -> None:
    document = altered(
        exempt(), rows=tuple((f"a\x00\x0b{n}", *row[1:]) for n, row in enumerate(FIGURES_LOG.rows))
    )
    assert any("a␀␋0" in row for row in values(book(document)["Case log"]))
    assert any("a␀␋0" in cell.text for cell in paper(document).tables[-1].columns[0].cells)


FIGURES_LOG: Table = exempt().sections[-1].tables[0]


def test_dates_in_the_exempt_workbook_are_dates() -> None:
    sheet = book(exempt())["Case log"]
    received = [cell for row in sheet.iter_rows() for cell in row if cell.is_date]
    assert datetime.combine(FIGURES.cases[0].received, datetime.min.time()) in [
        cell.value for cell in received
    ]


def test_every_sheet_prints_on_a4_landscape_one_page_wide_with_the_legend() -> None:
    for sheet in book(exempt()):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddHeader.center.text.startswith("DRAFT. Not for publication: paragraphs 1 and 2")
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert sheet.oddFooter.left.text.startswith(COVERING.council)


def test_the_headings_of_the_log_repeat_on_each_page_and_stay_in_view() -> None:
    sheet = book(public())["Case log"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "Reference")
    assert sheet.print_title_rows == f"${row}:${row}"
    assert sheet.freeze_panes == f"B{row + 1}"


def test_a_long_log_takes_no_more_memory_to_write_than_a_short_one() -> None:
    peaks = []
    for number in (100, 500):
        long = altered(
            exempt(), rows=tuple(FIGURES_LOG.rows[n % len(FIGURES_LOG.rows)] for n in range(number))
        )
        with tempfile.TemporaryFile() as target:
            tracemalloc.start()
            try:
                write_workbook(long, target)
                peaks.append(tracemalloc.get_traced_memory()[1])
            finally:
                tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0], peaks


def test_charts_are_native_and_stand_beside_the_table_with_the_same_numbers() -> None:
    found = parts(public(), "xlsx")
    charts = [part.decode() for name, part in found.items() if name.startswith("xl/charts/chart")]
    tables = [table for part in public().sections for table in part.tables if table.charted]
    assert len(charts) == len(tables) > 3
    assert not any(name.startswith("xl/media") for name in found)
    for sheet in book(public()):
        for chart in sheet._charts:
            reference = chart.series[0].val.numRef.f
            column, first, last = re.fullmatch(r"'.*'!\$(\w)\$(\d+):\$\w\$(\d+)", reference).groups()  # type: ignore[union-attr]
            numbers = tuple(sheet[f"{column}{row}"].value for row in range(int(first), int(last) + 1))
            assert numbers in [tuple(row[1] for row in table.rows) for table in tables]


def test_each_chart_says_its_numbers_to_who_cannot_see_it() -> None:
    drawings = unescape(
        "".join(
            part.decode()
            for name, part in parts(public(), "xlsx").items()
            if name.startswith("xl/drawings/d")
        )
    )
    for table in [table for part in public().sections for table in part.tables if table.charted]:
        numbers = ", ".join(f"{name} {number}" for name, number in table.rows)
        assert f'descr="Bar chart of the table beside it. {table.caption}: {numbers}."' in drawings


def test_nothing_is_drawn_or_written_over_a_chart() -> None:
    for sheet in book(exempt()):
        reaches = 0
        for chart in sorted(sheet._charts, key=lambda chart: chart.anchor._from.row):
            assert chart.anchor._from.row >= reaches
            reaches = chart.anchor.to.row if hasattr(chart.anchor, "to") else chart.anchor._from.row + 8


def test_a_report_of_few_cases_has_no_charts() -> None:
    assert not any("chart" in name for name in parts(public(figures(cases(6))), "xlsx"))


def test_neither_file_names_the_person_who_made_it() -> None:
    properties = book(public()).properties
    assert (properties.creator, properties.lastModifiedBy, properties.language) == (
        COVERING.council,
        None,
        "en-GB",
    )
    core = paper(public()).core_properties
    assert (core.author, core.last_modified_by, core.comments) == (COVERING.council, COVERING.council, "")
    assert core.created.date() == core.modified.date() == COVERING.made_on


def test_the_word_file_has_headings_captions_and_the_officers_words() -> None:
    found = paper(public())
    headings = [p.text for p in found.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.heading for section in public().sections]
    captions = [p.text for p in found.paragraphs if p.style.name == "Caption"]
    assert captions == [table.caption for section in public().sections for table in section.tables]
    told = [p.text for p in found.paragraphs]
    assert found.paragraphs[0].style.name == "Title"
    for line in (COVERING.recommendation, COVERING.changes, COVERING.background_papers, COVERING.contact):
        assert line in told
    assert any(long_date(COVERING.made_on) in line for line in told)


def test_the_word_file_holds_every_number_of_the_document() -> None:
    tables = [table for section in exempt().sections for table in section.tables]
    for grid, table in zip(paper(exempt()).tables, tables, strict=True):
        cells = [[cell.text for cell in row.cells] for row in grid.rows]
        assert cells[0] == list(table.headings)
        assert len(cells) == len(table.rows) + 1
        for shown, row in zip(cells[1:], table.rows, strict=True):
            assert shown == [long_date(v) if isinstance(v, date) else str(v).removesuffix(".0") for v in row]


def test_the_heading_row_of_each_word_table_repeats_and_no_row_is_torn() -> None:
    for grid in paper(exempt()).tables:
        assert grid._tbl.findall(f".//{WORD}tblHeader")[0].getparent().getparent() is grid.rows[0]._tr
        assert all(row._tr.find(f".//{WORD}cantSplit") is not None for row in grid.rows)
        assert grid._tbl.find(f".//{WORD}tblCaption") is not None


def test_the_word_file_is_in_british_english_with_the_legend_and_page_numbers_on_each_page() -> None:
    found = paper(exempt())
    language = found.styles.element.find(f".//{WORD}rPrDefault//{WORD}lang")
    assert language.get(f"{WORD}val") == "en-GB"
    assert b'w:val="en-US"' not in b"".join(parts(exempt(), "docx").values())
    for section in found.sections:
        assert section.header.paragraphs[0].text == exempt().legend
        fields = [field.get(f"{WORD}instr") for field in section.footer._element.iter(f"{WORD}fldSimple")]
        assert fields == ["PAGE", "NUMPAGES"]


def test_the_case_log_is_turned_on_its_side_in_the_word_file() -> None:
    first, last = paper(public()).sections
    assert first.page_width < first.page_height
    assert last.page_width > last.page_height


def test_a_log_with_many_columns_still_fits_its_page() -> None:
    assert sum(fitted([60.0] * 12)) <= 165
    assert fitted([9.0, 20.0]) == [9.0, 20.0]
    for grid, section in zip(paper(exempt()).tables[-1:], exempt().sections[-1:], strict=True):
        assert isinstance(section, Section)
        assert sum(column.width for column in grid.columns) <= paper(exempt()).sections[-1].page_width


def test_clauses_are_told_by_reference_and_title() -> None:
    clause = CLAUSES[0]
    assert isinstance(clause, ClauseFact)
    assert any(f"{clause.reference} {clause.title}" in row for row in values(book(public())["Breakdowns"]))

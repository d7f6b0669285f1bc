"""A committee report as a workbook: the figures, the breakdowns with charts, and the case log, ready for A4 paper.

Numbers are numbers and text is text; there is no formula to recalculate, and nothing is fetched when it is opened. Each
chart stands beside a table of the same numbers, and says them to who cannot see it.
Heavy to import: import it where it is used.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.text import CharacterProperties, Paragraph, RegularTextRun
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.writer.excel import ExcelWriter

from casework.reports.document import Cell, Document, Section, Table
from casework.web.spreadsheet import column_widths, describe, plain, print_on_a4, sheet_name, text

FONT, POINTS = "Arial", 10
LABELS, NUMBERS = 52, 12  # column widths, in characters
PAGE_CHARACTERS, PAGE_ROWS = 165, 45  # what a landscape page holds at a size that can be read
LINE_CHARACTERS, LINE_POINTS = 125, 14  # of a paragraph across the page
SPARE = 0.95  # Arial runs a little narrower than the digits that a column is measured in
CHART_COLUMN, CHART_CENTIMETRES, ROW_CENTIMETRES = "D", 16.0, 0.5
DATE_FORMAT = "d mmm yyyy"
INK, RULE, SHADE = "1D4F5C", "9AA7AC", "E7ECEE"

Sheet = Any  # openpyxl's stubs do not know a sheet whole


def write_workbook(document: Document, target: Path | IO[bytes]) -> None:
    """Write the workbook of a report: a sheet for each name that its sections give, in their order."""
    book = Workbook()
    book.remove(book.worksheets[0])
    describe(book.properties, document.title, document.council)
    book.properties.created = book.properties.modified = datetime.combine(document.made_on, time())
    described: dict[int, str] = {}
    for name, sections in groupby((s for s in document.sections if s.sheet), key=lambda s: s.sheet):
        _Writer(book.create_sheet(sheet_name(name)), document, described).write(list(sections))
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        _Archive(book, archive, described).save()


class _Archive(ExcelWriter):
    """Writes a workbook as openpyxl does, but with words on each chart and the book’s own date."""

    def __init__(self, book: Workbook, archive: ZipFile, described: dict[int, str]) -> None:
        super().__init__(book, archive)
        self.described = described

    def _write_drawing(self, drawing: Any) -> None:
        plain_frame = drawing._chart_frame  # noqa: SLF001  openpyxl asks nobody for a chart's words

        def frame(number: int) -> Any:
            made = plain_frame(number)
            made.nvGraphicFramePr.cNvPr.descr = self.described[id(drawing.charts[number - 1])]
            return made

        drawing._chart_frame = frame  # noqa: SLF001
        super()._write_drawing(drawing)  # type: ignore[misc]  # the stubs leave it out


class _Writer:
    """Writes sections down one sheet."""

    def __init__(self, sheet: Sheet, document: Document, described: dict[int, str]) -> None:
        self.sheet = sheet
        self.described = described
        self.document = document
        self.row = 0
        self.headings_row = 0
        self.page_began = 0
        self.widths: list[float] = [LABELS, NUMBERS]

    def write(self, sections: Sequence[Section]) -> None:
        wide = next((section.tables[0] for section in sections if section.wide), None)
        if wide:
            self.widths = fitted(column_widths([wide.headings, *wide.rows]))
        for number, width in enumerate(self.widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        self._line(self.document.title, size=14, bold=True)
        self._line(f"{self.document.subtitle}. Edition: {self.document.edition.label.lower()}.")
        if self.document.legend:
            self._line(self.document.legend, bold=True)
        for section in sections:
            self._section(section)
        repeat = (self.headings_row, self.headings_row) if wide else None
        footer = f"{self.document.council}: {self.document.title}"
        print_on_a4(self.sheet, footer, self.document.legend, repeat=repeat)
        if wide:
            self.sheet.freeze_panes = f"B{self.headings_row + 1}"
        self.sheet.sheet_view.showGridLines = False

    def _section(self, section: Section) -> None:
        if not section.wide:
            self._turn_page(2 + len(section.paragraphs) + sum(map(_height, section.tables[:1])))
        self.row += 1
        self._line(section.heading, size=12, bold=True, colour=INK)
        for paragraph in section.paragraphs:
            self._paragraph(paragraph)
        for number, table in enumerate(section.tables):
            if number:
                self._turn_page(_height(table))
            self._table(table)

    def _turn_page(self, rows: int) -> None:
        """Begin a printed page where a table and its chart would be torn in two, or parted from their heading."""
        if self.row - self.page_began + rows > PAGE_ROWS:
            self.sheet.row_breaks.append(Break(id=self.row))
            self.page_began = self.row

    def _line(self, words: str, *, size: int = POINTS, bold: bool = False, colour: str = "000000") -> None:
        self.row += 1
        self._put(1, words).font = Font(name=FONT, size=size, bold=bold, color=colour)

    def _paragraph(self, words: str) -> None:
        self._line(words)
        self.sheet.cell(self.row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=10)
        self.sheet.row_dimensions[self.row].height = LINE_POINTS * ceil(len(words) / LINE_CHARACTERS)

    def _table(self, table: Table) -> None:
        self.row += 1
        self._line(table.caption, bold=True)
        self._row(table.headings, bold=True)
        self.headings_row = self.row
        for cell, values in zip(self.sheet[self.row], zip(*table.rows, strict=True), strict=False):
            cell.fill = PatternFill("solid", fgColor=SHADE)
            if all(isinstance(value, int | float) for value in values):
                cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right")
        for number, row in enumerate(table.rows, 1):
            self._row(row, bold=table.sums_up and number == len(table.rows))
        if table.note:
            self._line(table.note)
        if table.charted:
            self._chart(table)

    def _row(self, values: Sequence[Cell], *, bold: bool) -> None:
        self.row += 1
        lines = 1
        for column, value in enumerate(values, 1):
            cell = self._put(column, value)
            cell.font = Font(name=FONT, size=POINTS, bold=bold)
            cell.alignment = Alignment(
                wrap_text=True, vertical="top", horizontal="left" if isinstance(value, date) else None
            )
            cell.border = Border(top=Side("thin", RULE), bottom=Side("thin", RULE))
            width = self.widths[column - 1] if column <= len(self.widths) else NUMBERS
            lines = max(
                lines, ceil(len(str(cell.value or "")) * SPARE / width) if isinstance(value, str) else 1
            )
        self.sheet.row_dimensions[self.row].height = LINE_POINTS * lines

    def _put(self, column: int, value: Cell) -> Any:
        cell = self.sheet.cell(self.row, column, plain(value))
        if isinstance(value, str):
            cell.data_type = "s"
        elif isinstance(value, date):
            cell.number_format = DATE_FORMAT
        return cell

    def _chart(self, table: Table) -> None:
        """Draw the numbers beside their table; what follows begins below both."""
        first, last = self.headings_row + 1, self.headings_row + len(table.rows)
        chart: Any = BarChart()  # its stubs refuse what it accepts
        chart.type, chart.gapWidth, chart.legend = "bar", 40, None
        chart.title = _title(table.caption)
        chart.add_data(
            Reference(self.sheet, min_col=2, min_row=first - 1, max_row=last), titles_from_data=True
        )
        chart.set_categories(Reference(self.sheet, min_col=1, min_row=first, max_row=last))
        chart.series[0].graphicalProperties.solidFill = INK
        chart.x_axis.scaling.orientation = "maxMin"  # the first row at the top, as in the table
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.y_axis.number_format, chart.y_axis.scaling.min, chart.y_axis.crosses = "0", 0, "max"
        chart.y_axis.majorGridlines, chart.x_axis.tickLblSkip = None, 1
        chart.width, chart.height = CHART_CENTIMETRES, _chart_rows(table) * ROW_CENTIMETRES
        self.sheet.add_chart(chart, f"{CHART_COLUMN}{first - 1}")
        numbers = ", ".join(f"{row[0]} {row[1]}" for row in table.rows)
        self.described[id(chart)] = text(f"Bar chart of the table beside it. {table.caption}: {numbers}.")
        self.row = max(self.row, first + _chart_rows(table))


def fitted(widths: Iterable[float]) -> list[float]:
    """Return widths that together fit a landscape page at a size that can be read, the widest columns giving way."""
    natural = list(widths)
    cap = max(natural)
    while cap > NUMBERS and sum(min(width, cap) for width in natural) > PAGE_CHARACTERS:
        cap -= 1
    return [min(width, cap) for width in natural]


def _height(table: Table) -> int:
    return 4 + (_chart_rows(table) if table.charted else len(table.rows))


def _chart_rows(table: Table) -> int:
    return max(ceil(len(table.rows) * 1.5) + 4, 9)


def _title(words: str) -> Any:
    """Return a chart's title no larger than the tables' own, and never over the bars."""
    run = RegularTextRun(rPr=CharacterProperties(sz=1100, b=True), t=text(words))
    return Title(tx=Text(rich=RichText(p=[Paragraph(r=[run])])), overlay=False)

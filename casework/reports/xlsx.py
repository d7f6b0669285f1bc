"""A committee report as a workbook: the figures, the breakdowns with charts, and the case log, ready for A4 paper.

Numbers are numbers and text is text; there is no formula to recalculate, and nothing is fetched when it is opened. Each
chart stands beside a table of the same numbers, and says them to who cannot see it.
Heavy to import: import it where it is used.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, groupby, repeat, starmap
from math import ceil
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.text import CharacterProperties, Paragraph, RegularTextRun
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.writer.excel import ExcelWriter

from casework.reports.document import Cell, Document, Section, Table
from casework.web.spreadsheet import abandon, column_widths, describe, plain, print_on_a4, sheet_name, text

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
    book = Workbook(write_only=True)
    describe(book.properties, document.title, document.council)
    book.properties.created = book.properties.modified = datetime.combine(document.made_on, time())
    described: dict[int, str] = {}
    try:
        for name, sections in groupby((s for s in document.sections if s.sheet), key=lambda s: s.sheet):
            _Writer(book.create_sheet(sheet_name(name)), document, described).write(list(sections))
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            _Archive(book, archive, described).save()
    except BaseException:
        abandon(book)
        raise


@dataclass(frozen=True)
class _Look:
    """How a cell is set. `ruled`: a cell of a table, between two lines."""

    size: int = POINTS
    bold: bool = False
    colour: str = "000000"
    wrapped: bool = False
    ruled: bool = False
    shaded: bool = False
    side: str | None = None
    a_day: bool = False


PLAIN = _Look()
LOOKS = {
    (bold, a_day): _Look(bold=bold, wrapped=True, ruled=True, side="left" if a_day else None, a_day=a_day)
    for bold in (False, True)
    for a_day in (False, True)
}


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
    """Writes sections down one sheet, row after row: none is held once it is written, however long the case log."""

    def __init__(self, sheet: Sheet, document: Document, described: dict[int, str]) -> None:
        self.sheet = sheet
        self.described = described
        self.document = document
        self.row = 0
        self.page_began = 0
        self.widths: list[float] = [LABELS, NUMBERS]
        self.styles: dict[_Look, Any] = {}

    def write(self, sections: Sequence[Section]) -> None:
        self._prepare(next((section for section in sections if section.wide), None))
        self._line(self.document.title, _Look(size=14, bold=True))
        edition = self.document.edition
        self._line(f"{self.document.subtitle}.{f' Edition: {edition.label.lower()}.' if edition else ''}")
        if self.document.legend:
            self._line(self.document.legend, _Look(bold=True))
        for section in sections:
            self._section(section)

    def _prepare(self, wide: Section | None) -> None:
        """Set what stands in a sheet before its first row: widths, and the headings that stay in view."""
        repeated = None
        if wide:
            self.widths = fitted(column_widths([wide.tables[0].headings, *wide.tables[0].rows]))
            headings = 2 + bool(self.document.legend) + 2 + len(wide.paragraphs) + 3
            repeated = (headings, headings)
            self.sheet.freeze_panes = f"B{headings + 1}"
        for number, width in enumerate(self.widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        footer = f"{self.document.council}: {self.document.title}"
        print_on_a4(self.sheet, footer, self.document.legend, repeat=repeated)
        self.sheet.sheet_view.showGridLines = False

    def _section(self, section: Section) -> None:
        if not section.wide:
            self._turn_page(2 + len(section.paragraphs) + sum(map(_height, section.tables[:1])))
        self._append()
        self._line(section.heading, _Look(size=12, bold=True, colour=INK))
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

    def _line(self, words: str, look: _Look = PLAIN) -> None:
        self._append([self._cell(words, look)])

    def _paragraph(self, words: str) -> None:
        height = LINE_POINTS * ceil(len(words) / LINE_CHARACTERS)
        self._append([self._cell(words, _Look(wrapped=True))], height)
        self.sheet.merged_cells.add(f"A{self.row}:J{self.row}")

    def _table(self, table: Table) -> None:
        self._append()
        self._line(table.caption, _Look(bold=True))
        numbers = [
            all(isinstance(value, int | float) for value in column)
            for column in zip(*table.rows, strict=True)
        ]
        sides = ["right" if of_numbers else None for of_numbers in numbers] or [None] * len(table.headings)
        self._row(
            table.headings,
            [_Look(bold=True, wrapped=True, ruled=True, shaded=True, side=side) for side in sides],
        )
        for number, row in enumerate(table.rows, 1):
            bold = table.sums_up and number == len(table.rows)
            self._row(row, [LOOKS[bold, isinstance(value, date)] for value in row])
        if table.note:
            self._line(table.note)
        if table.charted:
            self._chart(table)

    def _row(self, values: Sequence[Cell], looks: Iterable[_Look]) -> None:
        cells = [self._cell(value, look) for value, look in zip(values, looks, strict=True)]
        lines = max(
            starmap(_lines, zip(values, chain(self.widths, repeat(NUMBERS)), strict=False)), default=1
        )
        self._append(cells, LINE_POINTS * lines)

    def _append(self, cells: Sequence[Any] = (), height: float | None = None) -> None:
        self.row += 1
        if height:
            self.sheet.row_dimensions[self.row].height = height
        self.sheet.append(cells)
        # What is written is let go: kept, each row would cost as much again.
        self.sheet.row_dimensions.pop(self.row, None)

    def _cell(self, value: Cell, look: _Look) -> Any:
        shown: Any = plain(value)
        cell: Any = WriteOnlyCell(self.sheet, shown)
        if isinstance(value, str):
            cell.data_type = "s"
        cell._style = self.styles.get(look) or self._style(look)  # noqa: SLF001  one style for all cells of a look
        return cell

    def _style(self, look: _Look) -> Any:
        cell: Any = WriteOnlyCell(self.sheet)
        cell.font = Font(name=FONT, size=look.size, bold=look.bold, color=look.colour)
        if look.wrapped:
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=look.side)
        if look.ruled:
            cell.border = Border(top=Side("thin", RULE), bottom=Side("thin", RULE))
        if look.shaded:
            cell.fill = PatternFill("solid", fgColor=SHADE)
        if look.a_day:
            cell.number_format = DATE_FORMAT
        self.styles[look] = cell._style  # noqa: SLF001
        return self.styles[look]

    def _chart(self, table: Table) -> None:
        """Draw the numbers beside their table; what follows begins below both."""
        last = self.row - bool(table.note)
        first = last - len(table.rows) + 1
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
        while self.row < first + _chart_rows(table):
            self._append()


def _lines(value: Cell, width: float) -> int:
    return max(ceil(len(text(value)) * SPARE / width), 1) if isinstance(value, str) else 1


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
